"""What a choice records again, and what it begins anew; the visitor's drawing."""

import numpy as np
import pytest

from lenet.weights import shipped
from tests.pages.microscope.reading import (
    captions,
    follows,
    press,
    session,
    stand_at,
    view,
    with_drawing,
)
from tests.pages.reading import choose


def test_another_paradigm_stays_at_the_same_step_and_frame(microscope):
    app = press(microscope(paradigm="Subclassing"), "N", "N")
    stand_at(app, "backward")
    press(app, "S", "S")
    old = session(app).recording
    frame = session(app).frame
    assert frame.layer == 5
    for paradigm in ("Sequential", "Functional", "Subclassing"):
        choose(app, "paradigm", paradigm)
        now = session(app)
        assert now.choice.paradigm == paradigm
        assert (now.before.step, now.before.paradigm) == (2, paradigm)
        assert [state.step for state in now.states] == [0, 1, 2]
        assert (now.frame.phase, now.frame.layer) == (frame.phase, frame.layer)
        assert now.recording.loss == old.loss
        follows(app, now.index, now.frame)


def test_another_learning_rate_records_the_same_step_again(microscope):
    app = press(microscope(microscope_optimizer="sgd"), "N")
    stand_at(app, "update")
    old, frame = session(app).recording, session(app).frame
    choose(app, "microscope_learning_rate", 0.1)
    now = session(app)
    assert (now.before.step, len(now.states)) == (1, 2)
    assert (now.frame.phase, now.frame.line) == (frame.phase, frame.line)
    assert now.recording.loss == old.loss
    for before, after in zip(old.variables, now.recording.variables, strict=True):
        np.testing.assert_array_equal(before.gradient, after.gradient)
        np.testing.assert_allclose(after.update, 100 * before.update, atol=1e-5)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("microscope_optimizer", "rmsprop"),
        ("microscope_batch_size", 1),
        ("microscope_batch_size", 256),
        ("seed", 5),
        ("microscope_mistake", "zeros"),
        ("microscope_start", "Shipped weights"),
    ],
)
def test_another_beginning_begins_anew(microscope, key, value):
    app = press(microscope(), "N", "P", "S")
    old = session(app)
    choose(app, key, value)
    now = session(app)
    assert now is not old
    assert (now.index, now.before.step, len(now.states)) == (0, 0, 1)
    assert getattr(now.choice, key.removeprefix("microscope_")) == value
    assert len(now.recording.images) == now.choice.batch_size
    assert (value == "Shipped weights") == np.array_equal(
        now.before.weights[0], shipped()[0]
    )
    follows(app, 0, now.frame)


def test_the_drawing_is_the_first_image_of_each_batch(microscope):
    app = microscope()
    plain = session(app).recording
    assert "microscope_own" not in [each.key for each in app.toggle]
    drawing = with_drawing(app)
    for step in (0, 1):
        assert session(app).before.step == step
        recording = session(app).recording
        np.testing.assert_array_equal(recording.images[0], drawing.image)
        assert recording.labels[0] == 8
        press(app, "N")
    assert any("image 1 is your drawing" in each.value for each in app.caption)
    app.get_by_key("microscope_own").set_value(False)
    view(app, "One digit")
    assert any("No step that you record now trains" in text for text in captions(app))
    press(view(app, "Line by line"), "Z")
    np.testing.assert_array_equal(session(app).recording.images, plain.images)


def test_another_drawing_records_the_current_step_again(microscope):
    app = press(microscope(), "N")
    with_drawing(app)
    held, states = session(app), list(session(app).states)
    other = with_drawing(app, index=5, label=1)
    assert session(app) is held
    assert held.states == states
    np.testing.assert_array_equal(held.recording.images[0], other.image)
    assert held.recording.labels[0] == 1


def test_a_link_with_a_drawing_works_without_one(microscope):
    app = microscope(microscope_own="true", microscope_digit="Mine")
    assert session(app).choice.own is None
    assert not any("your drawing" in text for text in captions(app))
    view(app, "One digit")
