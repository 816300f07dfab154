"""The race of the loops: each is the training that it claims to be."""

from itertools import pairwise

import numpy as np
import pytest

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.results.loop_race import BATCHES, FIRST, TESTS
from lenet.results.training import Report
from lenet.settings import LOOP_NAMES, Settings
from lenet.training import train
from lenet.training.race import MOST_POINTS, Clock, race

SETTINGS = Settings(limit=100, epochs=2, batch_size=32, seed=3)
EPOCH = [BATCHES, TESTS]


@pytest.fixture(scope="module")
def progress():
    return []


@pytest.fixture(scope="module")
def raced(progress):
    return race(SETTINGS, progress.append)


def trained(loop):
    reports = []
    state = train(
        PARADIGMS[SETTINGS.paradigm](seed=3),
        load("sample", limit=100),
        loop=loop,
        epochs=2,
        batch_size=32,
        seed=3,
        on_report=reports.append,
    )
    return state, reports[-1].val_accuracy


def test_each_loop_has_one_clock_without_gaps(raced):
    assert [each.loop for each in raced.loops] == list(LOOP_NAMES)
    for each in raced.loops:
        assert [block.kind for block in each.blocks] == [FIRST, *EPOCH, *EPOCH]
        assert each.blocks[0].start == 0
        for one, following in pairwise(each.blocks):
            assert one.end == following.start
        assert each.moments[0] == each.images[0] == 0
        assert list(each.moments) == sorted(each.moments)
        assert each.moments[-1] == each.seconds
        assert (each.images[-1], each.first_images) == (200, 32)
        speed = (200 - 32) / each.seconds_of(BATCHES)
        assert each.images_per_second == pytest.approx(speed)


def test_the_results_are_those_of_the_trainings(raced):
    first, accuracy = trained("graph")
    for each in raced.loops:
        state, _ = trained(each.loop)
        pairs = zip(first.weights, state.weights, strict=True)
        apart = max(float(np.abs(a - b).max()) for a, b in pairs)
        assert each.difference == pytest.approx(apart, abs=1e-7)
        assert each.accuracy == pytest.approx(accuracy, abs=0.01)


def test_its_progress_names_each_loop_and_has_the_race_so_far(raced, progress):
    assert [each.part for each in progress] == sorted(each.part for each in progress)
    assert {each.part for each in progress} == {1, 2, 3}
    assert progress[-1].share == 1
    assert "eager, epoch 2" in progress[-1].what
    begun = [each for each in progress if each.what.endswith("first batch is done")]
    assert [each.part for each in begun] == [1, 2, 3]
    assert begun[2].partial.loops == raced.loops[:2]


def test_a_line_has_few_points_and_its_last_one():
    clock = Clock(SETTINGS, "eager", lambda *_: None)
    for step in range(1, 4 * MOST_POINTS):
        clock(Report(step, 1, 1.0, 0.5, 100.0))
    times = clock.times()
    assert len(times.moments) <= MOST_POINTS + 1
    assert times.images[-1] == SETTINGS.images_seen(4 * MOST_POINTS - 1)
    assert (times.accuracy, times.difference) == (None, None)
