import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

import lenet
from benchmarks.canvas_digits import draw
from lenet.digits import random_digit
from lenet.drawing import to_digit, unprepared
from lenet.drawing.inference import read_digit, read_drawing, warm
from lenet.models import PARADIGMS
from lenet.settings import PARADIGM_NAMES
from lenet.state import TrainState
from lenet.weights import shipped

DIGIT, _ = random_digit(np.random.default_rng(5))


def png(rgba: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(rgba).save(file, "PNG")
    return file.getvalue()


def state(weights: list[np.ndarray]) -> TrainState:
    return TrainState("Subclassing", "adam", tuple(weights), (), step=0, seed=0)


def own(seed: int) -> TrainState:
    return state(PARADIGMS["Sequential"](seed=seed).get_weights())


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_reading_is_what_the_models_answer(paradigm: str) -> None:
    reading = read_digit(DIGIT, own(8), paradigm=paradigm)
    models = {
        "Shipped": lenet.pretrained(paradigm),
        "Yours": PARADIGMS[paradigm](seed=8),
    }
    assert list(reading.predictions) == list(models)
    for name, model in models.items():
        assert reading.predictions[name].shape == (10,)
        assert reading.predictions[name].dtype == np.float32
        expected = model(DIGIT[np.newaxis]).numpy()[0]
        np.testing.assert_allclose(reading.predictions[name], expected, atol=1e-6)


def test_a_drawing_can_be_read_as_it_is() -> None:
    rgba = np.zeros((280, 280, 4), np.uint8)
    rgba[200:270, 30:40] = 255  # a 1 in a corner
    reading = read_drawing(png(rgba), prepared=False)
    np.testing.assert_array_equal(reading.digit, unprepared(rgba))
    expected = lenet.pretrained("Subclassing")(unprepared(rgba)[np.newaxis]).numpy()
    np.testing.assert_allclose(reading.predictions["Shipped"], expected[0], atol=1e-6)


def test_a_visitor_without_a_model_gets_one_answer() -> None:
    assert list(read_digit(DIGIT).predictions) == ["Shipped"]


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_no_weights_of_one_visitor_reach_another(paradigm: str) -> None:
    before = read_digit(DIGIT, own(1), paradigm=paradigm).predictions
    read_digit(DIGIT, own(2), paradigm=paradigm)
    after = read_digit(DIGIT, own(1), paradigm=paradigm).predictions
    for name in before:
        np.testing.assert_array_equal(before[name], after[name])
    assert list(read_digit(DIGIT, paradigm=paradigm).predictions) == ["Shipped"]


def test_readings_at_the_same_time_do_not_mix() -> None:
    states = [own(seed) for seed in range(8)]
    alone = [read_digit(DIGIT, state).predictions["Yours"] for state in states]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda s: read_digit(DIGIT, s), states * 10))
    for index, reading in enumerate(together):
        np.testing.assert_array_equal(reading.predictions["Yours"], alone[index % 8])


def test_the_arguments_are_left_alone() -> None:
    visitor, digit = own(4), DIGIT.copy()
    weights = [weight.copy() for weight in visitor.weights]
    read_digit(digit, visitor)
    np.testing.assert_array_equal(digit, DIGIT)
    for weight, before in zip(visitor.weights, weights, strict=True):
        np.testing.assert_array_equal(weight, before)


def test_a_drawing_is_read() -> None:
    drawing = draw(3, np.random.default_rng(0))
    reading = read_drawing(png(drawing))
    np.testing.assert_array_equal(reading.digit, to_digit(drawing))
    assert reading.photo is None
    assert reading.predictions["Shipped"].argmax() == 3


def test_a_photo_is_read() -> None:
    drawing = draw(3, np.random.default_rng(0))
    rows = np.linspace(0, 60, len(drawing))[:, None]
    grey = np.where(drawing[..., 3] > 0, 60, 170) + rows
    paper = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    reading = read_drawing(png(paper.astype(np.uint8)), photo=True)
    assert reading.predictions["Shipped"].argmax() == 3
    assert reading.photo is not None
    assert reading.photo.shape == (280, 280, 4)


def test_an_empty_canvas_is_not_read() -> None:
    with pytest.raises(ValueError, match="nothing drawn yet"):
        read_drawing(png(np.zeros((280, 280, 4), np.uint8)))


def test_what_is_no_picture_is_not_read() -> None:
    with pytest.raises(ValueError, match="cannot be opened"):
        read_drawing(b"no picture")


def test_a_canvas_has_fewer_pixels_than_a_photo_may_have() -> None:
    large = png(np.zeros((2_500, 2_000, 4), np.uint8))
    with pytest.raises(ValueError, match="at most 4,000,000 pixels"):
        read_drawing(large)


def test_a_digit_of_another_shape_is_not_read() -> None:
    with pytest.raises(ValueError, match=r"shape \(28, 28\)"):
        read_digit(np.zeros((28, 28), np.float32))


def test_another_paradigm_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'Torch'.*'Sequential'"):
        read_digit(DIGIT, paradigm="Torch")


def test_weights_of_another_network_are_refused() -> None:
    weights = list(own(0).weights)
    weights[0] = np.zeros((5, 5, 1, 6), np.float32)
    with pytest.raises(ValueError, match="These weights have shapes"):
        read_digit(DIGIT, state(weights))
    with pytest.raises(ValueError, match="These weights have shapes"):
        read_digit(DIGIT, state(weights[1:]))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_diverged_are_refused(value: float) -> None:
    weights = [weight.copy() for weight in own(0).weights]
    weights[4][0, 0] = value
    with pytest.raises(ValueError, match=r"fc_1/kernel.*diverged"):
        read_digit(DIGIT, state(weights))


def test_warming_traces_every_paradigm_once() -> None:
    from lenet.drawing.inference import _outputs

    warm()
    for paradigm in PARADIGM_NAMES:
        read_digit(DIGIT, own(2), paradigm=paradigm)
        assert _outputs(paradigm).experimental_get_tracing_count() == 1


def test_the_shipped_weights_are_still_what_they_were() -> None:
    read_digit(DIGIT, own(3))
    np.testing.assert_array_equal(
        lenet.pretrained("Sequential").get_weights()[0], shipped()[0]
    )
