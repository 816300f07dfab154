"""The estimate of a training: by hand, and from trainings on this machine."""

from dataclasses import replace

import pytest

from lenet.results.cost import USUAL, Measured, estimate
from lenet.settings import LOOP_NAMES, Settings

SETTINGS = Settings(loop="graph", epochs=5, batch_size=64)
SEEN = 5 * 4_000


def measured(loop="graph", batch_size=64, times=1.0, memory=200_000_000):
    """Return a training that took some times as long as usual."""
    usual, seen = USUAL[loop], 8_000
    each = times * (usual.step / batch_size + usual.image)
    seconds = times * usual.fixed + each * seen
    return Measured(loop, batch_size, 4_000, seen, seconds, 1 / each, memory)


def by_hand(settings, times):
    usual = USUAL[settings.loop]
    each = usual.step / settings.batch_size + usual.image
    return times * (usual.fixed + each * SEEN)


@pytest.mark.parametrize("loop", LOOP_NAMES)
def test_without_a_training_here_the_usual_figures_count(loop):
    settings = replace(SETTINGS, loop=loop)
    cost = estimate(settings, [])
    assert cost.seconds == pytest.approx(by_hand(settings, 1))
    assert cost.measured == 0
    images = 4 * 1024 * (5_000 + 4_000)
    assert cost.memory == USUAL[loop].memory + images


def test_the_same_loop_and_batch_size_count_before_all_others():
    same = [measured(times=times) for times in (2.0, 3.0, 9.0)]
    others = [measured(batch_size=8, times=50), measured("fit", times=70)]
    cost = estimate(SETTINGS, [*others, *same])
    assert cost.seconds == pytest.approx(by_hand(SETTINGS, 3))
    assert (cost.measured, cost.memory) == (3, 200_000_000)


def test_another_batch_size_or_loop_says_how_fast_this_machine_is():
    one = [measured(batch_size=8, times=4.0), measured("fit", times=70)]
    assert estimate(SETTINGS, one).seconds == pytest.approx(by_hand(SETTINGS, 4))
    one = [measured("eager", times=6.0)]
    assert estimate(SETTINGS, one).seconds == pytest.approx(by_hand(SETTINGS, 6))
    assert estimate(SETTINGS, one).memory != 200_000_000, "it is another loop's"


def test_memory_that_could_not_be_measured_is_estimated():
    cost = estimate(SETTINGS, [measured(memory=None)])
    assert cost.memory == estimate(SETTINGS, []).memory


def test_more_of_everything_costs_more():
    least = estimate(replace(SETTINGS, limit=500, epochs=1), [])
    whole = estimate(replace(SETTINGS, source="mnist"), [])
    assert least.seconds < estimate(SETTINGS, []).seconds < whole.seconds
    assert least.memory < estimate(SETTINGS, []).memory < whole.memory
