"""A visitor's session at the microscope: bounded, and whole whatever fails."""

import gc
import pickle
import re
from dataclasses import replace

import numpy as np
import pytest

from lenet.results.recording import PHASES
from lenet.source import resolve
from lenet.state import TrainState
from lenet.weights import shipped
from ui.lessons.microscope import session as sessions
from ui.lessons.microscope import start
from ui.lessons.microscope.memory import MemoryBudget
from ui.lessons.microscope.session import MOST_STATES, Session, shared_step, size_of
from ui.lessons.microscope.start import Choice
from ui.visitor import workers
from ui.visitor.state import VisitorState

CHOICE = Choice(
    paradigm="Subclassing",
    optimizer="adam",
    learning_rate=1e-3,
    batch_size=1,
    seed=0,
    mistake="none",
    start="New weights",
)
# With adam: each weight, m and v; the count of steps, and the learning rate.
STATE = 3 * 81_194 * 4 + 8 + 4


class Worker:
    """Works as a worker does: takes copies, returns copies, or fails."""

    def __init__(self):
        self.done = []
        self.broken = False

    def call(self, target, *args, seconds, **kwargs):
        if self.broken:
            raise workers.WorkError("The worker is gone.")
        self.done.append(target)
        args, kwargs = copied((args, kwargs))
        return copied(resolve(target)(*args, **kwargs))


class Holder:
    """Something that keeps states, and nothing more of a session."""

    def __init__(self, count, kilobytes=1):
        self.states = [state(kilobytes) for _ in range(count)]

    @property
    def bytes_held(self):
        return size_of(self.states)

    def drop_oldest(self):
        if len(self.states) == 1:
            return False
        del self.states[0]
        return True


def copied(what):
    return pickle.loads(pickle.dumps(what))


def state(kilobytes=1, step=0):
    half = np.zeros(kilobytes * 500, np.uint8)
    return TrainState("Sequential", "sgd", (half,), (half.copy(),), step, 0)


def arrays_in(thing, seen):
    """Walk to every array that is reachable; a view counts as what it is of."""
    if id(thing) in seen:
        return
    seen[id(thing)] = thing
    if isinstance(thing, np.ndarray):
        if isinstance(thing.base, np.ndarray):
            yield from arrays_in(thing.base, seen)
        else:
            yield thing
    elif isinstance(thing, dict):
        yield from arrays_in([*thing, *thing.values()], seen)
    elif isinstance(thing, list | tuple | set):
        for each in thing:
            yield from arrays_in(each, seen)
    elif hasattr(thing, "__dict__"):
        yield from arrays_in(vars(thing), seen)


def numbers(text):
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def same_arrays(one, other):
    return all(map(np.array_equal, one, other))


@pytest.fixture(scope="module", autouse=True)
def worker():
    """Stand in for the processes behind the app, and for the visitor."""
    worker, patch = Worker(), pytest.MonkeyPatch()
    patch.setattr(workers, "call", worker.call)
    patch.setattr(start, "visitor_state", VisitorState)
    yield worker
    patch.undo()


@pytest.fixture
def session():
    return Session(CHOICE)


def test_a_line_has_its_next_frame_or_its_first(session):
    frames = session.recording.frames
    gradient = next(each for each in frames if each.phase == "backward")
    there = [
        index
        for index, each in enumerate(frames)
        if each.line == gradient.line and each.function == gradient.function
    ]
    assert len(there) > 2
    for index in [*there, there[0]]:
        session.go_to_line(gradient.function, gradient.line)
        assert session.index == index
    with pytest.raises(ValueError, match="Line 999 of call has no frame"):
        session.go_to_line("call", 999)
    assert session.index == there[0]


@pytest.fixture(scope="module")
def full(worker):
    """Take a session through sixty batches of 256; count the images before each."""
    session = Session(replace(CHOICE, batch_size=256))
    seen, counted = 0, []
    for _ in range(60):
        counted.append((seen, numbers(session.counters)[-1]))
        seen += len(session.recording.images)
        session.next_batch()
    return session, counted


def test_it_begins_at_the_first_line_of_the_first_batch(session):
    assert (session.index, session.before.step, session.after.step) == (0, 0, 1)
    assert session.frame is session.recording.frames[0]
    assert session.frame.phase == PHASES[0]
    assert session.states == [session.before]
    assert numbers(session.counters) == [1, 1, 4000, 0]


def test_within_a_step_no_worker_is_needed(session, worker):
    before = len(worker.done)
    for index in range(1, session.last + 1):
        session.step()
        assert session.index == index
    for index in reversed(range(session.last)):
        session.back()
        assert session.index == index
    for phase in PHASES[1:]:
        session.next_phase()
        assert session.frame.phase == phase
        assert session.recording.frames[session.index - 1].phase != phase
    assert len(worker.done) == before
    session.next_phase()
    assert (session.index, session.before.step) == (0, 1)
    assert worker.done[before:] == ["lenet.microscope.steps:step"]


def test_an_index_beyond_the_step_is_its_nearest_end(session):
    session.seek(10_000)
    assert session.index == session.last
    session.seek(-1)
    assert session.index == 0


def test_each_batch_starts_from_what_the_one_before_made(session):
    made = [session.after]
    for _ in range(2):
        session.next_batch()
        assert session.before is made[-1]
        made.append(session.after)
    assert [each.step for each in session.states] == [0, 1, 2]
    assert not same_arrays(made[0].weights, made[1].weights)


def test_back_and_on_again_gives_the_same_bits(session):
    session.seek(session.last)
    session.step()
    first = session.recording, session.after
    assert (session.index, session.before.step) == (0, 1)
    session.back()
    assert (session.index, session.before.step) == (session.last, 0)
    session.step()
    again = session.recording, session.after
    assert again[0] is not first[0]
    assert again[0].loss == first[0].loss
    assert same_arrays(
        *((*after.weights, *after.optimizer_state) for _, after in (first, again))
    )


def test_visitors_share_the_first_step_and_no_later_one(session):
    other = Session(CHOICE)
    assert other.recording is session.recording
    session.next_batch()
    other.next_batch()
    assert other.recording is not session.recording
    assert other.recording.loss == session.recording.loss


def test_reset_goes_to_the_first_step_and_forgets_the_rest(session):
    first, made = session.recording, session.before
    for _ in range(3):
        session.next_batch()
    session.seek(5)
    session.reset()
    assert (session.index, session.before.step, len(session.states)) == (0, 0, 1)
    assert session.recording.loss == first.loss
    assert same_arrays(session.before.weights, made.weights)
    assert list(session.sizes) == [0]
    assert not session.can_go_back


def test_the_oldest_state_is_dropped_but_never_the_only_one(session):
    session.next_batch()
    held = session.bytes_held
    assert session.drop_oldest()
    assert (session.before.step, session.bytes_held) == (1, held // 2)
    assert not session.drop_oldest()
    assert (len(session.states), session.can_go_back) == (1, False)


def test_the_oldest_state_goes_first(full):
    session, _ = full
    steps = list(range(61 - MOST_STATES, 61))
    assert [each.step for each in session.states] == steps
    assert list(session.sizes) == steps


def test_back_ends_at_the_oldest_state(session, worker, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_STATES", 4)
    for _ in range(6):
        session.next_batch()
    steps = [3, 4, 5, 6]
    assert [each.step for each in session.states] == steps
    while len(session.states) > 1:
        session.seek(0)
        session.back()
        assert session.index == session.last
        assert session.before.step == steps[len(session.states) - 1]
    session.seek(0)
    there, done = session.before, len(worker.done)
    session.back()
    assert session.states == [there]
    assert (session.index, len(worker.done)) == (0, done)


def test_another_paradigm_and_learning_rate_keep_history_step_and_frame(session):
    for _ in range(3):
        session.next_batch()
    while session.frame.phase != "backward" or session.frame.layer != 3:
        session.step()
    *earlier, before = session.states
    old, old_after = session.recording, session.after
    choice = replace(CHOICE, paradigm="Sequential", learning_rate=1e-2)
    session.change(choice)
    assert session.choice == choice
    assert len(session.states) == len(earlier) + 1
    assert all(a is b for a, b in zip(earlier, session.states, strict=False))
    assert (session.before.step, session.before.paradigm) == (3, "Sequential")
    assert same_arrays(session.before.weights, before.weights)
    assert (session.frame.phase, session.frame.layer) == ("backward", 3)
    assert session.recording.loss == old.loss
    assert same_arrays(session.recording.images, old.images)
    assert not same_arrays(session.after.weights, old_after.weights)
    session.next_batch()
    assert session.after.paradigm == "Sequential"


def test_another_rate_stays_on_the_very_line(session):
    for index in (0, 2, 11, session.last):
        session.seek(index)
        session.change(replace(session.choice, learning_rate=0.01 * (index + 1)))
        assert session.index == index


@pytest.mark.parametrize("paradigm", ["Sequential", "Functional"])
def test_a_place_that_another_paradigm_lacks_is_one_of_its_own(session, paradigm):
    frames = session.recording.frames
    descended = next(frame for frame in frames if frame.function == "call")
    session.seek(frames.index(descended))
    session.change(replace(CHOICE, paradigm=paradigm))
    assert (session.frame.phase, session.frame.layer) == ("forward", None)
    assert session.frame.function == "train_step"


MOVES = {
    "step at the end": (-1, lambda session: session.step()),
    "back at the start": (0, lambda session: session.back()),
    "reset": (5, lambda session: session.reset()),
    "next phase at the last": (-1, lambda session: session.next_phase()),
    "next batch": (5, lambda session: session.next_batch()),
    "another rate": (5, lambda s: s.change(replace(CHOICE, learning_rate=1.0))),
    "another paradigm": (5, lambda s: s.change(replace(CHOICE, paradigm="Functional"))),
}


@pytest.mark.parametrize("move", MOVES)
def test_what_fails_changes_nothing(session, worker, monkeypatch, move):
    index, action = MOVES[move]
    session.next_batch()
    session.seek(index % (session.last + 1))
    held = {
        name: copy_of_container(value)
        for name, value in vars(session).items()
        if name != "_lock"
    }
    monkeypatch.setattr(worker, "broken", True)
    shared_step.clear()
    with pytest.raises(workers.WorkError):
        action(session)
    assert {name: getattr(session, name) for name in held} == held
    monkeypatch.undo()
    action(session)
    assert session.recording is not held["recording"]


def copy_of_container(value):
    return value.copy() if isinstance(value, dict | list) else value


def test_what_the_library_refuses_changes_nothing(session):
    recording, index = session.recording, session.index
    with pytest.raises(ValueError, match="learning_rate is 101"):
        session.change(replace(CHOICE, learning_rate=101))
    assert (session.recording, session.index) == (recording, index)
    assert session.choice == CHOICE


def test_it_can_begin_with_the_weights_that_ship():
    session = Session(replace(CHOICE, start="Shipped weights"))
    assert same_arrays(session.before.weights, shipped())


def test_it_can_begin_with_the_visitors_model(monkeypatch):
    trained = Session(replace(CHOICE, optimizer="sgd", seed=4)).after
    monkeypatch.setattr(start, "visitor_state", lambda: VisitorState(model=trained))
    session = Session(replace(CHOICE, start="Your model"))
    assert same_arrays(session.before.weights, trained.weights)
    assert (session.before.step, session.before.optimizer) == (0, "adam")
    new = Session(CHOICE)
    assert not same_arrays(new.before.weights, trained.weights)


def test_the_images_seen_are_those_of_all_batches_before(full):
    _, counted = full
    assert all(seen == shown for seen, shown in counted)
    assert counted[16][0] == 4000  # an epoch, whose last batch is smaller


def test_a_session_fits_its_memory(full):
    session, _ = full
    assert len(session.states) == MOST_STATES
    held = sum(array.nbytes for array in arrays_in(session, {}))
    assert size_of(session.states) == MOST_STATES * STATE
    assert size_of(session.states) < held <= 60_000_000


def test_the_largest_drops_its_oldest_first():
    budget = MemoryBudget(most_bytes=10_000)
    large, small, newest = Holder(6), Holder(3), Holder(2)
    kept = large.states[1:]
    for holder in (large, small, newest):
        budget.make_room(holder)
    assert [len(each.states) for each in (large, small, newest)] == [5, 3, 2]
    assert large.states == kept


def test_however_many_come_the_sum_stays_within_the_limit():
    budget = MemoryBudget(most_bytes=20_000)
    holders = []
    for count in (12, 1, 9, 4, 1, 7, 2, 5, 1, 3):
        holders.append(Holder(count))
        budget.make_room(holders[-1])
        assert sum(size_of(each.states) for each in holders) <= 20_000
    assert all(each.states for each in holders)


def test_nobody_loses_the_state_they_stand_on():
    budget = MemoryBudget(most_bytes=2_000)
    holders = [Holder(3) for _ in range(4)]
    newest = [each.states[-1] for each in holders]
    for holder in holders:
        budget.make_room(holder)
    assert [each.states for each in holders] == [[state] for state in newest]


def test_those_who_left_do_not_count():
    budget = MemoryBudget(most_bytes=10_000)
    gone, here = Holder(9), Holder(1)
    budget.make_room(gone)
    del gone
    gc.collect()
    here.states = [state() for _ in range(10)]
    budget.make_room(here)
    assert len(here.states) == 10


def test_a_session_counts_in_the_budget_that_all_share(worker, monkeypatch):
    budget = MemoryBudget(most_bytes=3 * STATE)
    monkeypatch.setattr(sessions, "memory_budget", lambda: budget)
    one, other = Session(CHOICE), Session(CHOICE)
    for _ in range(3):
        one.next_batch()
    assert (len(one.states), len(other.states)) == (2, 1)
    assert [each.step for each in one.states] == [2, 3]
    one.seek(0)
    one.back()
    assert [each.step for each in one.states] == [2]
