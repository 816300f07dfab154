"""The stepper's logic: where a move ends, what counts, and when Play goes on."""

from types import SimpleNamespace

import pytest

from ui.components.stepper import Positions, Stepper, play
from ui.components.stepper import stepper as steppers


@pytest.fixture
def clock(monkeypatch):
    """Stand still until a test moves it on."""
    clock = SimpleNamespace(now=1_000.0)
    stopped = SimpleNamespace(monotonic=lambda: clock.now)
    monkeypatch.setattr(play, "time", stopped)
    return clock


class State(dict):
    """What Streamlit keeps for a visitor: by name, or as an attribute."""

    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


@pytest.fixture(autouse=True)
def state(monkeypatch):
    state = State()
    monkeypatch.setattr("streamlit.session_state", state)
    return state


@pytest.fixture
def stepper():
    return Stepper("lesson", Positions(5, 2))


class Refusing(Positions):
    """Positions of which the next is never there."""

    def step(self):
        raise ValueError("No more.")


@pytest.mark.parametrize(
    ("move", "index"),
    [("step", 3), ("back", 1), ("reset", 0)],
)
def test_a_move_goes_one_position_or_to_the_first(stepper, move, index):
    stepper.press(getattr(stepper, move))
    assert stepper.index == index


def test_no_move_leaves_the_positions():
    positions = Positions(3)
    positions.back()
    assert (positions.index, positions.can_go_back, positions.can_reset) == (0, 0, 0)
    for _ in range(5):
        positions.step()
    assert (positions.index, positions.can_step) == (2, False)
    for wanted, index in ((-4, 0), (1, 1), (99, 2)):
        positions.seek(wanted)
        assert positions.index == index


def test_the_slider_moves_it_once_and_stays_the_same_slider(stepper):
    slider = stepper.slider()
    stepper.move(slider, 4)
    stepper.follow()
    assert (stepper.index, stepper.slider()) == (4, slider)
    stepper.steps.seek(1)
    stepper.follow()  # the move is not kept for later
    assert stepper.index == 1


@pytest.mark.parametrize("presses", [1, 2, 15])
def test_an_old_position_that_comes_after_presses_is_dropped(stepper, presses):
    old = stepper.slider()
    for press in range(presses):
        stepper.press(stepper.back if press % 2 else stepper.step)
        stepper.slider()
    here = stepper.index
    stepper.move(old, 0)
    stepper.follow()
    assert stepper.index == here


def test_a_move_that_is_refused_puts_the_slider_back(stepper):
    slider = stepper.slider()
    stepper.move(slider, 9)
    stepper.follow()
    assert stepper.index == 4
    assert stepper.slider() != slider


def test_sliders_take_turns_so_that_none_is_left_behind(stepper):
    keys = set()
    for press in range(1000):
        stepper.press(stepper.back if press % 2 else stepper.step)
        keys.add(stepper.slider())
    assert len(keys) == steppers.SLIDERS


def test_each_of_several_quick_presses_counts(stepper):
    stepper.press(stepper.back)
    stepper.press(stepper.step)
    stepper.press(stepper.step)
    stepper.follow()
    assert stepper.index == 3


def test_while_playing_the_slider_does_not_count(stepper, clock):
    stepper.toggle_play()
    stepper.follow()
    stepper.move(stepper.slider(), 0)
    stepper.follow()
    assert stepper.index == 2


def test_play_goes_on_when_due_and_stops_at_the_last(stepper, clock):
    stepper.set_speed(2.0)
    stepper.toggle_play()
    assert stepper.play.interval == 0.5
    stepper.follow()
    assert stepper.index == 2
    for index in (3, 4):
        assert stepper.play.on
        clock.now += 0.5
        stepper.follow()
        stepper.follow()
        assert stepper.index == index
    assert not stepper.play.on
    assert stepper.play.interval is None


def test_a_press_stops_play(stepper, clock):
    stepper.toggle_play()
    stepper.press(stepper.back)
    clock.now += 10
    stepper.follow()
    assert (stepper.index, stepper.play.on) == (1, False)


def test_what_is_refused_is_kept_to_be_shown_and_stops_play(clock, state):
    stepper = Stepper("lesson", Refusing(5, 2))
    stepper.toggle_play()
    clock.now += 1
    stepper.follow()
    assert (stepper.index, stepper.play.on) == (2, False)
    assert state.pop("refusal") == "No more."
    stepper.press(stepper.step)
    assert (stepper.index, state.refusal) == (2, "No more.")


def test_one_key_keeps_it_and_another_is_another(state):
    one = steppers.stepper_of("one", 5)
    one.press(one.step)
    assert steppers.stepper_of("one", 5) is one
    assert (one.index, steppers.stepper_of("other", 5).index) == (1, 0)
    assert set(state) == {"one", "other"}


def test_fewer_positions_end_at_the_last_and_presses_still_count():
    stepper = steppers.stepper_of("one", 7)
    stepper.steps.seek(6)
    press = stepper.step  # as a button holds it that was drawn before
    assert steppers.stepper_of("one", 3).index == 2
    stepper.steps.seek(0)
    stepper.press(press)
    assert stepper.index == 1


def test_a_fragment_gets_another_timer_when_play_or_speed_changes(
    stepper, clock, monkeypatch
):
    timers, shown = [], []

    class Rerun(Exception):
        pass

    def rerun():
        raise Rerun

    def fragment(show, run_every):
        timers.append(run_every)
        return show

    monkeypatch.setattr("streamlit.fragment", fragment)
    monkeypatch.setattr("streamlit.rerun", rerun)
    changes = (stepper.toggle_play, lambda: stepper.set_speed(4.0), stepper.play.stop)
    for change in changes:
        show = stepper.fragment(shown.append)
        show("before")
        change()
        with pytest.raises(Rerun):
            show("after")
    stepper.fragment(shown.append)
    assert timers == [None, 1.0, 0.25, None]
    assert shown == ["before"] * 3
