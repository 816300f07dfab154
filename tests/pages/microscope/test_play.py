"""Play: one line each time it is due, until something else is pressed."""

import pytest

from tests.pages.microscope.reading import GONE, follows, press, seek, session, slider
from tests.pages.reading import choose, run
from ui.components.stepper import SPEEDS


@pytest.mark.parametrize("speed", SPEEDS)
def test_play_goes_one_line_on_each_time_it_is_due(microscope, clock, speed):
    app = choose(microscope(), "microscope_stepper_speed", speed)
    press(app, "K")
    assert app.get_by_key("microscope_stepper_K").label == "Pause"
    for index in range(1, 4):
        clock.now += 0.5 / speed
        assert session(run(app)).index == index - 1  # something else was pressed
        clock.now += 0.5 / speed
        assert session(run(app)).index == index
        assert session(run(app)).index == index
    follows(app, 3, session(app).frame)


def test_play_keeps_in_step_where_ticks_come_early_or_late(microscope, clock):
    app = press(microscope(), "K")
    begun = clock.now
    for index, off in enumerate([0.15, -0.1, 0.3, -0.15, 0.0, 0.2, 0.1], start=1):
        clock.now = begun + index + off
        assert session(run(app)).index == index


def test_play_does_not_run_after_the_time_that_was_lost(microscope, clock):
    app = press(microscope(), "K")
    clock.now += 100
    assert session(run(app)).index == 1
    assert session(run(app)).index == 1
    clock.now += 0.2
    assert session(run(app)).index == 1
    for index in range(2, 5):
        clock.now += 1
        assert session(run(app)).index == index


def test_another_choice_while_playing_does_not_hurry_it(microscope, clock):
    app = press(microscope(), "K")
    clock.now += 0.3
    choose(app, "microscope_image", 5)
    assert session(app).index == 0
    assert app.get_by_key("microscope_stepper_K").label == "Pause"
    clock.now += 0.7
    assert session(run(app)).index == 1


@pytest.mark.parametrize(
    ("key", "index"), [("S", 4), ("B", 2), ("P", 12), ("N", 0), ("Z", 0), ("K", 3)]
)
def test_any_button_stops_play(microscope, clock, key, index):
    app = press(microscope(), "S", "S", "K")
    clock.now += 1
    assert session(run(app)).index == 3
    press(app, key)
    assert app.get_by_key("microscope_stepper_K").label == "Play"
    for _ in range(3):
        clock.now += 5
        assert session(run(app)).index == index


def test_the_slider_rests_while_playing(microscope, clock):
    app = microscope()
    slider(app).set_value(9)
    press(app, "K")
    assert session(app).index == 0
    assert slider(app).disabled
    assert app.get_by_key("microscope_stepper_K").label == "Pause"
    clock.now += 1
    assert session(run(app)).index == 1


def test_play_goes_into_the_next_batch_and_stops_at_what_fails(
    microscope, clock, broken
):
    app = microscope()
    last = session(app).last
    press(seek(app, last + 1), "K")
    clock.now += 1
    assert session(run(app)).before.step == 1
    assert session(app).index == 0
    press(seek(press(app, "K"), last + 1), "K")
    broken.start()
    clock.now += 1
    run(app)
    assert app.get_by_key("microscope_stepper_K").label == "Play"
    assert [warning.value for warning in app.warning] == [GONE]
    assert (session(app).before.step, session(app).index) == (1, last)
