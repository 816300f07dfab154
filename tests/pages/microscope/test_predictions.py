"""What is predicted before a step is marked by it, and by nothing else."""

import numpy as np
import pytest

from lenet.models import PARADIGMS
from lenet.results.numbers import number as written
from tests.pages.microscope.reading import DIGITS, press, session, stand_at, view
from tests.pages.reading import choose, run, verdicts
from ui.components.numbers import percent
from ui.lessons.microscope.first_gradient import FIRST_GRADIENT
from ui.lessons.microscope.one_digit_question import HIGH, LOW, REACHES


@pytest.mark.parametrize("guess", FIRST_GRADIENT.labels)
def test_the_prediction_is_marked_in_the_backward_pass_and_not_before(
    microscope, guess
):
    app = microscope(microscope_batch_size="8")
    choose(app, "microscope_first_gradient", guess)
    frames = session(app).recording.frames
    first = next(
        index
        for index, frame in enumerate(frames)
        if frame.phase == "backward" and frame.layer is not None
    )
    for _ in range(first):
        assert verdicts(app) == []
        press(app, "S")
    right = frames[first].layer == 7 and guess == FIRST_GRADIENT.labels[1]
    assert verdicts(app) == ["green" if right else "orange"]
    assert app.pills[0].disabled
    assert app.pills[0].value == guess
    press(app, "B")
    assert verdicts(app) == ["green" if right else "orange"], "it stays on the page"


def test_a_question_that_was_skipped_is_answered_all_the_same(microscope):
    app = microscope(microscope_batch_size="8")
    stand_at(app, "update")
    assert verdicts(app) == []
    texts = [element.value for element in app.markdown]
    assert any("There was no prediction for this run." in text for text in texts)
    assert any("The last layer's** is right" in text for text in texts)


def test_a_second_prediction_waits_for_the_next_batch(microscope):
    app = microscope(microscope_batch_size="8")
    choose(app, FIRST_GRADIENT.key, FIRST_GRADIENT.labels[0])
    stand_at(app, "backward")
    stand_at(app, "update")
    assert verdicts(app) == ["orange"]
    app.get_by_key(f"{FIRST_GRADIENT.key}_again").click()
    run(app)
    assert not app.pills[0].disabled
    choose(app, FIRST_GRADIENT.key, FIRST_GRADIENT.labels[1])
    press(app, "N")
    assert verdicts(app) == []
    stand_at(app, "update")
    assert verdicts(app) == ["green"]


def test_the_locked_question_can_be_reopened_before_the_backward_pass(microscope):
    app = microscope(microscope_batch_size="8")
    choose(app, FIRST_GRADIENT.key, FIRST_GRADIENT.labels[0])
    stand_at(app, "backward")
    stand_at(app, "update")
    press(app, "N")
    assert verdicts(app) == ["orange"]
    app.get_by_key(f"{FIRST_GRADIENT.key}_again").click()
    choose(run(app), FIRST_GRADIENT.key, FIRST_GRADIENT.labels[1])
    assert verdicts(app) == []
    stand_at(app, "update")
    assert verdicts(app) == ["green"]


@pytest.mark.parametrize(
    ("optimizer", "predicted", "is_right"),
    [
        ("sgd", "Ten times as far", True),
        ("adam", "Ten times as far", False),
    ],
)
def test_the_next_batch_reveals_how_far_a_larger_gradient_moves(
    microscope, optimizer, predicted, is_right
):
    app = view(microscope(microscope_optimizer=optimizer), "The optimizer")
    choose(app, "microscope_further", predicted)
    assert not verdicts(app)
    press(view(app, "Line by line"), "N")
    view(app, "The optimizer")
    assert verdicts(app) == ["green" if is_right else "orange"]
    kernel = session(app).recording.variables[-2]
    sizes, moved = np.abs(kernel.gradient).ravel(), np.abs(kernel.update).ravel()
    far = moved[sizes.argmax()]
    assert any(f"by {written(float(far))} and" in m.value for m in app.markdown)


@pytest.mark.parametrize("predicted", REACHES.labels)
def test_ten_batches_reveal_how_probable_the_digit_has_become(microscope, predicted):
    app = view(microscope(), "One digit")
    choose(app, REACHES.key, predicted)
    for _ in range(10):
        assert not verdicts(app)
        app.get_by_key("microscope_next_1").click()
        run(app)
    assert session(app).after.step == 11
    digit = DIGITS.test_images[DIGITS.test_labels == 0][:1]
    model = PARADIGMS["Sequential"]()
    model.set_weights(session(app).after.weights)
    probability = float(model(digit)[0, 0])
    at = np.digitize(probability, [LOW, HIGH])
    is_right = predicted == REACHES.labels[at]
    assert verdicts(app) == ["green" if is_right else "orange"]
    assert app.get_by_key(f"{REACHES.key}_locked").disabled
    assert any(f"**{REACHES.labels[at]}** is right" in m.value for m in app.markdown)
    reached = f"for this image is **{percent(probability)}**"
    assert any(reached in m.value for m in app.markdown)


def test_ten_more_batches_mark_a_second_prediction(microscope):
    app = view(microscope(microscope_batch_size="1"), "One digit")
    for predicted in (None, REACHES.labels[0]):
        if predicted:
            app.get_by_key(f"{REACHES.key}_again").click()
            choose(run(app), REACHES.key, predicted)
            assert not verdicts(app)
        app.get_by_key("microscope_next_10").click()
        run(app)
    assert session(app).after.step == 21
    assert len(verdicts(app)) == 1
    assert any("After 21 batches" in m.value for m in app.markdown)
