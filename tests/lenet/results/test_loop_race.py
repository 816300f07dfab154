"""The numbers of a race, by hand."""

import pytest

from lenet.results.loop_race import BATCHES, FIRST, TESTS, Block, LoopRace, LoopTimes
from lenet.settings import Settings


def loop(name, first, speed, images=1_064, tests=1.0):
    """Return a loop: its first batch has 64 images."""
    seconds = (images - 64) / speed
    blocks = (
        Block(FIRST, 0.0, first),
        Block(BATCHES, first, first + seconds),
        Block(TESTS, first + seconds, first + seconds + tests),
    )
    moments = (0.0, first, first + seconds)
    return LoopTimes(name, blocks, moments, (0, 64, images), 64)


def raced(*loops):
    return LoopRace(Settings(), loops)


def test_the_throughput_leaves_out_tracing_and_tests():
    one = loop("graph", first=2.0, speed=500.0)
    assert one.first_seconds == 2
    assert one.images_per_second == 500
    assert one.seconds == 2 + 2 + 1
    assert one.seconds_of(TESTS) == 1


def test_one_batch_has_no_throughput_after_it():
    blocks = (Block(FIRST, 0.0, 2.0), Block(TESTS, 2.0, 3.0))
    assert LoopTimes("fit", blocks, (0.0, 2.0), (0, 64), 64).images_per_second is None


def test_the_winner_took_the_least_time_in_all():
    quick, early = loop("graph", 3.0, 1_000.0), loop("eager", 0.5, 200.0)
    assert raced(quick, early).winner is quick
    short = raced(loop("graph", 3.0, 1e3, 164), loop("eager", 0.5, 200.0, 164))
    assert short.winner.loop == "eager"


def test_where_one_catches_up_both_have_seen_the_same():
    race = raced(loop("graph", 3.0, 1_000.0), loop("eager", 0.5, 200.0))
    images = race.caught_up("graph", "eager")
    assert 3.0 + images / 1_000 == pytest.approx(0.5 + images / 200)
    assert race.caught_up("eager", "graph") is None


def test_who_is_slower_never_catches_up():
    race = raced(loop("graph", 3.0, 100.0), loop("eager", 0.5, 200.0))
    assert race.caught_up("graph", "eager") is None
