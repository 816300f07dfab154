"""Page runs take turns, and one that waits for something else lets others go on."""

import threading

import pytest

from tests.deadlines import DEADLINE
from ui.foreman import turns
from ui.foreman.turns import end_turn, turn

A_MOMENT = 0.05  # seconds: in which nothing begins


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch):
    monkeypatch.setattr(turns, "_turns", threading.Semaphore(1))
    monkeypatch.setattr(turns, "PATIENCE", DEADLINE)


def started(go_on):
    """Begin a run that says when its turn has come."""
    has_begun = threading.Event()

    def run():
        with turn():
            has_begun.set()
            go_on.wait(DEADLINE)

    thread = threading.Thread(target=run)
    thread.start()
    return has_begun, thread


def test_a_run_waits_until_the_one_before_has_ended():
    go_on = threading.Event()
    with turn():
        has_begun, thread = started(go_on)
        assert not has_begun.wait(A_MOMENT)
    assert has_begun.wait(DEADLINE)
    go_on.set()
    thread.join(DEADLINE)


def test_a_run_that_waits_for_a_worker_lets_the_next_one_begin():
    go_on = threading.Event()
    go_on.set()
    with turn():
        end_turn()
        has_begun, thread = started(go_on)
        assert has_begun.wait(DEADLINE)
        thread.join(DEADLINE)
    # It ended its turn once: two would let two runs begin at the same time.
    with turn():
        has_begun, thread = started(go_on)
        assert not has_begun.wait(A_MOMENT)
    thread.join(DEADLINE)


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    go_on = threading.Event()
    go_on.set()
    with turn():
        has_begun, thread = started(go_on)
        assert has_begun.wait(DEADLINE)
        thread.join(DEADLINE)


def test_an_error_ends_the_turn():
    def fails():
        with turn():
            raise ValueError("no page")

    with pytest.raises(ValueError, match="no page"):
        fails()
    with turn():
        pass


def test_to_end_a_turn_without_one_changes_nothing():
    end_turn()
    with turn():
        go_on = threading.Event()
        has_begun, thread = started(go_on)
        assert not has_begun.wait(A_MOMENT)
        go_on.set()
    thread.join(DEADLINE)
