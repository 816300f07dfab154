"""Predictions for a drawing: from a picture's bytes to the layers' outputs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import tensorflow as tf

from lenet.digits.checks import images_of
from lenet.drawing import to_digit, unprepared
from lenet.drawing.photos import find_digit
from lenet.drawing.pictures import decode, reduced
from lenet.models import PARADIGMS
from lenet.results.paradigms import LAYER_NAMES
from lenet.results.reading import Reading
from lenet.settings import IMAGE_SHAPE, PARADIGM_NAMES, one_of
from lenet.state import TrainState
from lenet.tape.layer_calls import watched
from lenet.weights import shipped
from lenet.weights.file import SHAPES

MOST_PIXELS = 4_000_000  # a drawing has far fewer, a photo may have more
PHOTO_SIDE = 280  # pixels of the copy that is shown
FLATTEN = LAYER_NAMES["Flatten"]


def read_drawing(
    picture: bytes,
    own: TrainState | None = None,
    *,
    photo: bool = False,
    prepared: bool = True,
    paradigm: str = "Subclassing",
) -> Reading:
    """Read the digit in a picture: the bytes of a PNG, JPEG or WebP file.

    `photo` is True for a photo of paper, and False for a drawing on one plain
    colour. A photo's reading has a small copy of the photo, and notes where
    the digit in it is not clear. A drawing that is not `prepared` is read as
    `lenet.drawing.unprepared` returns it. The probabilities are those of
    `read_digit`. Raises ValueError for any other file, for a picture without
    ink, and as `read_digit` does.
    """
    if not photo:
        rgba = decode(picture, max_pixels=MOST_PIXELS)
        digit = to_digit(rgba) if prepared else unprepared(rgba)
        return read_digit(digit, own, paradigm=paradigm)
    rgba = decode(picture)
    found = find_digit(rgba)
    reading = read_digit(found.digit, own, paradigm=paradigm)
    small = reduced(rgba, PHOTO_SIDE)
    return replace(reading, photo=small, notes=found.notes)


def read_digit(
    digit: np.ndarray,
    own: TrainState | None = None,
    *,
    paradigm: str = "Subclassing",
) -> Reading:
    """Read a digit, (32, 32, 1) float32 in [0, 1].

    The probabilities are "Shipped", of the shipped weights, and "Yours", of the
    weights of `own` where it is given; each (10,) float32 probabilities, with
    the outputs of the layers that led to them. A call keeps nothing for the
    next one. Raises ValueError for a digit of another shape or range, another
    paradigm, and weights that are not a LeNet's.
    """
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    digit = np.asarray(digit)
    if digit.shape != IMAGE_SHAPE:
        raise ValueError(
            f"This digit has shape {digit.shape}; LeNet reads {IMAGE_SHAPE}."
        )
    image = images_of(digit[np.newaxis], "digit")
    models = {"Shipped": shipped()}
    if own is not None:
        models["Yours"] = own.weights
        check(own.weights)
    run = _outputs(paradigm)
    activations = {
        name: tuple(output.numpy()[0] for output in run(weights, image))
        for name, weights in models.items()
    }
    predictions = {name: outputs[-1] for name, outputs in activations.items()}
    return Reading(digit, predictions, activations)


def warm() -> None:
    """Trace every paradigm once, so that the first drawing does not wait."""
    for paradigm in PARADIGM_NAMES:
        read_digit(np.zeros(IMAGE_SHAPE, np.float32), paradigm=paradigm)


def check(weights: Sequence[np.ndarray]) -> None:
    """Raise ValueError unless these are a LeNet's weights, and finite."""
    shapes = [weight.shape for weight in weights]
    if shapes != list(SHAPES.values()):
        raise ValueError(
            f"These weights have shapes {shapes}; LeNet has "
            f"{list(SHAPES.values())}. Train a new one for these predictions."
        )
    for name, weight in zip(SHAPES, weights, strict=True):
        if not np.isfinite(weight).all():
            raise ValueError(
                f"{name} has weights that are not finite: the training has "
                "diverged. Train with a smaller learning rate."
            )


@cache
def _outputs(paradigm: str) -> Callable[..., tuple[tf.Tensor, ...]]:
    """Trace a model as a function of weights and image.

    It returns the output of each of `ACTIVE_LAYERS`; the last one is the
    model's. The weights are an argument and are never set in the model, so
    readings at the same time cannot mix.

    https://keras.io/api/models/model/
    """
    model = PARADIGMS[paradigm]()
    specs = tuple(tf.TensorSpec(shape, tf.float32) for shape in SHAPES.values())

    def outputs(
        weights: tuple[tf.Tensor, ...], image: tf.Tensor
    ) -> tuple[tf.Tensor, ...]:
        calls: list[tuple[str, tf.Tensor]] = []
        with watched(
            model.layers, lambda layer, _, out: calls.append((layer.name, out))
        ):
            predicted, _ = model.stateless_call(weights, (), image)
        *inner, _ = [out for name, out in calls if name != FLATTEN]
        return (*inner, predicted)

    picture = tf.TensorSpec((1, *IMAGE_SHAPE), tf.float32)
    return tf.function(outputs, input_signature=[specs, picture])
