"""What a model has to be and to return, so that it can be trained on digits."""

from typing import Any

import numpy as np
import tensorflow as tf

from lenet.settings import IMAGE_SHAPE

CLASSES = 10
FEW = 8  # images that show what a model returns
ROUNDING = 0.05  # of the sum of 10 probabilities in bfloat16
PROBABILITIES = f"expected (n, {CLASSES}) probabilities"


def check_model(model: Any, images: Any) -> None:
    """Raise TypeError or ValueError unless a model reads digits as LeNet does.

    It is called once, with the first few of the images, and then has weights.
    """
    check_kind(model)
    try:
        outputs = model(np.asarray(images[:FEW]), training=False)
    except (ValueError, tf.errors.InvalidArgumentError) as error:
        expected = ", ".join(map(str, IMAGE_SHAPE))
        raise ValueError(
            f"{model.name} cannot read the images; expected a model for images "
            f"of the shape (n, {expected}): change its first layers."
        ) from error
    check_probabilities(outputs, min(FEW, len(images)))


def check_kind(model: Any) -> None:
    """Raise TypeError unless `model` is a Keras model."""
    if not isinstance(model, tf.keras.Model):
        fix = 'take one such as lenet.pretrained("Functional")'
        raise TypeError(
            f"model is a {type(model).__name__}; expected a Keras model: "
            f"{'call it, if it makes one' if callable(model) else fix}."
        )


def check_probabilities(outputs: Any, count: int) -> None:
    """Raise ValueError unless a model returned probabilities for its images.

    NaN is no reason: a training that has diverged returns it.
    """
    shape = getattr(outputs, "shape", None)
    if shape is None or tuple(shape) != (count, CLASSES):
        returned = type(outputs).__name__ if shape is None else tuple(shape)
        raise ValueError(
            f"The model returned {returned} for {count} images; "
            f"{PROBABILITIES}: end it in Dense({CLASSES}, "
            'activation="softmax").'
        )
    values = np.asarray(outputs).astype(np.float32)
    with np.errstate(invalid="ignore"):  # NaN and infinity
        off_one = np.abs(values.sum(axis=1) - 1)
    if (values < 0).any() or (off_one > ROUNDING).any():
        raise ValueError(
            f"The model returned {np.nanmin(values):.3g} to "
            f"{np.nanmax(values):.3g}, as logits are; {PROBABILITIES}, which "
            "are not negative and add up to 1: end it in a softmax, "
            'Dense(10, activation="softmax") or a layer Softmax().'
        )
