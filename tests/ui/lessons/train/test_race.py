"""The chart and the sentences of the race of the three loops, by hand."""

import pytest

from lenet.results.loop_race import BATCHES, FIRST, TESTS, Block, LoopRace, LoopTimes
from lenet.settings import LOOP_NAMES, Settings
from ui.components.numbers import MINUS
from ui.lessons.train.race import charts, results


def loop(name, first, end, difference=0.0):
    blocks = (
        Block(FIRST, 0.0, first),
        Block(BATCHES, first, end),
        Block(TESTS, end, end + 1),
    )
    moments, images = (0.0, first, end), (0, 64, 1_064)
    return LoopTimes(name, blocks, moments, images, 64, 0.9, difference)


GRAPH, FIT, EAGER = (loop("graph", 3, 4), loop("fit", 2, 4, 1e-7), loop("eager", 1, 11))
RACE = LoopRace(Settings(), (GRAPH, FIT, EAGER))


def test_before_a_race_each_loop_has_its_place():
    empty = charts.clock(())
    assert empty.layout.yaxis.categoryarray == LOOP_NAMES
    assert empty.layout.xaxis.range[1] > 10
    assert charts.clock([GRAPH]).layout.xaxis.range is None


def test_each_block_stands_where_it_was_on_the_clock():
    first, batches, tests, *lines = charts.clock(RACE.loops).data
    assert first.y == batches.y == tests.y == LOOP_NAMES
    assert (first.base, first.x) == ((0, 0, 0), (3, 2, 1))
    assert (batches.base, batches.x) == ((3, 2, 1), (1, 2, 10))
    assert (tests.base, tests.x) == ((4, 4, 11), (1, 1, 1))
    assert [line.name for line in lines] == list(LOOP_NAMES)
    assert (lines[2].x, lines[2].y) == ((0, 1, 11), (0, 64, 1_064))


def test_who_passes_whom_is_said_with_its_numbers():
    said = results._caught_up(RACE)
    assert any("`graph` began later than `eager`" in each for each in said)
    assert any("**10.0 times as fast**" in each for each in said)
    # 1,000 and 100 images a second, 2 s apart: they meet at 222 images.
    assert any("after about 222 images" in each for each in said)
    assert not [each for each in said if each.startswith("`eager`")]


@pytest.mark.parametrize(
    ("difference", "part"),
    [
        (0.0, "identical, bit for bit. The loop changes the speed"),
        (1e-6, f"up to 1e{MINUS}6 apart. The loop changes the speed"),
        (0.2, "Their roundings differ"),
        (float("nan"), "no numbers any more"),
    ],
)
def test_what_the_weights_say_depends_on_how_far_they_are_apart(difference, part):
    loops = (loop("graph", 3, 4), loop("eager", 1, 11, difference))
    assert part in results._same(LoopRace(Settings(), loops))
