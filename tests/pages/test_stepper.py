"""The stepper on a page: its controls, and what comes with a press."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.deadlines import DEADLINE


def plain(count):
    from ui.components.stepper import show_stepper, stepper_of

    stages = stepper_of("lesson", count)
    stages.follow()
    show_stepper(stages, f"Stage {stages.index + 1} of {count}")


def with_more():
    import streamlit as st

    from ui.components.stepper import Button, show_stepper, stepper_of

    stages = stepper_of("lesson", 9)

    def refuse():
        raise ValueError("Not there.")

    def show(top):
        with top:
            more = (
                Button("Last", "last_page", "L", lambda: stages.steps.seek(8)),
                Button("Refuse", "block", "F", refuse),
                Button("Never", "block", "X", refuse, enabled=False),
            )
            helps = {"Last": "To the end."}
            label = f"{stages.index + 1}"
            with show_stepper(stages, label, more=more, helps=helps, play=True):
                st.number_input("Beside", key="beside")

    top = st.container()
    stages.fragment(show)(top)


def opened(script, *args):
    return AppTest.from_function(script, args=args, default_timeout=DEADLINE).run()


def press(app, *keys):
    for key in keys:
        app.get_by_key(f"lesson_{key}").click()
        app.run()
        assert not app.exception
    return app


def slider(app):
    """Return the slider that shows now."""
    return app.get_by_key(app.session_state["lesson"].slider())


def index(app):
    """Return where the stepper is, which its slider must show as well."""
    index = app.session_state["lesson"].index
    assert slider(app).value == index + 1
    return index


def test_buttons_and_slider_go_through_all_positions():
    app = opened(plain, 3)
    assert app.get_by_key("lesson_Z").disabled
    assert app.get_by_key("lesson_B").disabled
    press(app, "S", "S")
    assert index(app) == 2
    assert slider(app).label == "Stage 3 of 3"
    assert app.get_by_key("lesson_S").disabled
    press(app, "B")
    assert index(app) == 1
    slider(app).set_value(3)
    assert index(app.run()) == 2
    assert index(press(app, "Z")) == 0


def test_a_single_position_has_a_label_and_nothing_to_press():
    app = opened(plain, 1)
    assert not app.exception
    assert not app.slider
    assert [caption.value for caption in app.caption] == ["Stage 1 of 1"]
    assert all(button.disabled for button in app.button)


def test_a_lessons_own_buttons_follow_step_and_what_they_refuse_is_shown():
    app = opened(with_more)
    labels = [button.label for button in app.button]
    assert labels == ["Reset", "Back", "Step", "Last", "Refuse", "Never", "Play"]
    assert app.get_by_key("lesson_L").help == "To the end."
    assert app.get_by_key("lesson_X").disabled
    assert index(press(app, "L")) == 8
    press(app, "F")
    assert [warning.value for warning in app.warning] == ["Not there."]
    assert index(app) == 8
    assert not press(app, "B").warning


@pytest.mark.parametrize("key", ["S", "L", "F", "K"])
def test_play_can_be_stopped_and_rests_the_slider(key):
    app = press(opened(with_more), "K")
    assert app.get_by_key("lesson_K").label == "Pause"
    assert slider(app).disabled
    press(app, key)
    assert app.get_by_key("lesson_K").label == "Play"
    assert not slider(app).disabled


def test_what_stands_beside_it_does_not_move_it():
    app = press(opened(with_more), "S", "S")
    app.get_by_key("beside").set_value(5)
    assert index(app.run()) == 2


def test_two_visitors_have_a_position_each():
    one, other = opened(plain, 5), opened(plain, 5)
    press(one, "S")
    assert (index(one), index(other.run())) == (1, 0)
