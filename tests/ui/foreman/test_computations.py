"""Computations: they report, they can be cancelled, and nobody holds the machine."""

from pathlib import Path

import psutil
import pytest

from lenet.results.progress import Progress
from tests.deadlines import DEADLINE, wait_until
from tests.processes import survivors
from ui.foreman.computations import REPLACED, Computations
from ui.foreman.foreman import forking_context
from ui.foreman.jobs import ACTIVE, Limits, written

ONE = Limits(at_once=1, waiting=2, absence=DEADLINE, grace=0)


@pytest.fixture
def make():
    made = []

    def make(limits=ONE):
        made.append(Computations(limits, forking_context()))
        return made[-1]

    yield make
    for computations in made:
        computations.close()


def begin(computations, visitor, target="count_parts", *args, seconds=120.0):
    return computations.begin(visitor, f"tests.targets:{target}", args, {}, seconds)


def wait_for(computations, visitor, number, true):
    def status():
        return computations.status(visitor, number)

    wait_until(lambda: true(status()), told=lambda: str(status()))
    return status()


def ended(status):
    return status.phase not in ACTIVE


def reported(status):
    return status.progress is not None


def test_it_reports_how_far_it_is_and_then_its_result(make):
    computations = make()
    number = begin(computations, "ann", "count_parts", 2, 5, 0.1)
    seen = []

    def done(status):
        assert ended(status) or status.result is None
        seen.append(status.progress)
        return ended(status)

    status = wait_for(computations, "ann", number, done)
    assert (status.phase, status.result) == ("done", 10)
    shares = [progress.share for progress in seen if progress]
    assert shares == sorted(shares)
    assert len(set(shares)) > 3
    assert {progress.part for progress in seen if progress} == {1, 2}
    assert seen[-1].partial[0] == 2


def test_progress_counts_the_parts_before():
    assert Progress("second", 2, 4, done=1, total=2).share == 0.375
    assert Progress("nothing to count", 2, 4).share == 0.25
    assert Progress("more than planned", 4, 4, done=3, total=2).share == 1.0


def test_cancel_ends_it_at_once_even_where_it_hears_nothing(make):
    computations = make()
    number = begin(computations, "ann", "wait_for_ever")
    status = wait_for(computations, "ann", number, reported)
    pid, path = status.progress.partial
    process = psutil.Process(pid)
    computations.cancel("ann", number)
    status = wait_for(computations, "ann", number, ended)
    assert (status.phase, status.message, status.result) == ("stopped", "", None)
    assert reported(status), "what there was of the result is lost"
    assert not survivors([process])
    assert not Path(path).parent.exists(), "its temporary files are left"


def test_one_cancelled_in_the_queue_never_begins(make):
    computations = make()
    begin(computations, "ann", "wait_for_ever")
    number = begin(computations, "bob")
    assert computations.status("bob", number).place == 1
    computations.cancel("bob", number)
    status = computations.status("bob", number)
    assert (status.phase, status.begun) == ("stopped", False)


def test_a_newer_one_of_the_same_visitor_takes_the_place(make):
    computations = make()
    old = begin(computations, "ann", "wait_for_ever")
    new = begin(computations, "ann")
    status = wait_for(computations, "ann", old, ended)
    assert (status.phase, status.message) == ("stopped", REPLACED)
    assert wait_for(computations, "ann", new, ended).phase == "done"
    begin(computations, "ann")
    assert computations.status("ann", old) is None, "ended ones pile up"


def test_visitors_take_turns_and_a_long_line_refuses(make):
    computations = make()
    first = begin(computations, "ann", "count_parts", 1, 20)
    second = begin(computations, "bob")
    begin(computations, "cem", "wait_for_ever")
    assert computations.counts() == {"running": 1, "waiting": 2, "places": 1}
    with pytest.raises(ValueError, match="2 computations are waiting"):
        begin(computations, "dan")
    assert wait_for(computations, "bob", second, ended).phase == "done"
    assert computations.status("ann", first).phase == "done", "bob came first"


def test_no_visitor_reaches_the_computation_of_another(make):
    computations = make()
    number = begin(computations, "ann", "wait_for_ever")
    computations.cancel("eve", number)
    assert computations.status("eve", number) is None
    assert computations.status("ann", number).phase in ACTIVE


def test_a_killed_process_is_a_sentence_and_frees_the_place(make):
    computations = make()
    number = begin(computations, "ann", "die_reporting")
    status = wait_for(computations, "ann", number, ended)
    assert status.phase == "failed"
    assert "ended (code -9)" in status.message
    number = begin(computations, "bob")
    assert wait_for(computations, "bob", number, ended).phase == "done"


def test_refused_input_is_told_in_its_own_words(make):
    computations = make()
    number = begin(computations, "ann", "refuse_computation")
    status = wait_for(computations, "ann", number, ended)
    assert (status.phase, status.message) == ("failed", "three is too many")


def test_a_visitor_who_is_gone_frees_the_place(make):
    computations = make()
    gone = begin(computations, "ann", "wait_for_ever")
    number = begin(computations, "bob")
    computations.newest("ann").seen -= 2 * DEADLINE
    assert wait_for(computations, "bob", number, ended).phase == "done"
    status = computations.status("ann", gone)
    assert status.phase == "stopped"
    assert "not open" in status.message


def test_it_ends_at_its_own_limit_of_time(make):
    computations = make()
    number = begin(computations, "ann", "wait_for_ever", seconds=0.5)
    status = wait_for(computations, "ann", number, ended)
    assert status.phase == "stopped"
    assert "limit of 0.5 seconds" in status.message


def test_close_ends_the_processes(make):
    computations = make()
    number = begin(computations, "ann", "wait_for_ever")
    pid, _ = wait_for(computations, "ann", number, reported).progress.partial
    process = psutil.Process(pid)
    computations.close()
    assert not survivors([process])


def test_nothing_is_left_of_a_visitor_who_is_forgotten(make):
    computations = make()
    mine = begin(computations, "ann", "wait_for_ever")
    others = begin(computations, "bob", "wait_for_ever")
    pid, _ = wait_for(computations, "ann", mine, reported).progress.partial
    process = psutil.Process(pid)
    computations.forget_visitor("ann")
    wait_until(lambda: computations.status("ann", mine) is None)
    assert not survivors([process])
    wait_for(computations, "bob", others, reported)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.6, "0.6 seconds"),
        (1, "1 second"),
        (30.0, "30 seconds"),
        (90, "90 seconds"),
        (120.0, "2 minutes"),
        (121, "2 minutes 1 second"),
        (150, "2 minutes 30 seconds"),
        (900, "15 minutes"),
        (604_800, "10,080 minutes"),
    ],
)
def test_a_limit_is_written_as_it_is(seconds, text):
    assert written(seconds) == text
