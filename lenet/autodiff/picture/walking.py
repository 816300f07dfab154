"""Walk along the gradient with respect to the picture, step by step."""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from lenet.autodiff.picture import MOST_STEPS
from lenet.autodiff.picture.gradient import gradient_of_score, moved
from lenet.drawing.inference import check
from lenet.models import PARADIGMS
from lenet.results.picture_gradient import SCORES, Walk
from lenet.settings import IMAGE_SHAPE, PARADIGM_NAMES, one_of, within
from lenet.weights import shipped


def walk(
    image: np.ndarray,
    digit: int | None = None,
    score: str = "logit",
    size: float = -0.01,
    steps: int = MOST_STEPS,
    *,
    paradigm: str = "Subclassing",
    weights: Sequence[np.ndarray] | None = None,
) -> Walk:
    """Return an image after each step along the gradient of a digit's score.

    `image` is (32, 32, 1) float32 in [0, 1]. `digit` is 0 to 9; None is the
    one that LeNet predicts. `score` is one of SCORES. `size` is the factor of
    the gradient: the score falls where it is negative. Without `weights`,
    LeNet has the shipped ones. Raises ValueError for an image of another shape,
    for another digit, score or paradigm, for a number of steps that is not 1 to
    MOST_STEPS, and for weights that are not a LeNet's or not finite.
    """
    if image.shape != IMAGE_SHAPE:
        raise ValueError(
            f"The image has shape {image.shape}, not {IMAGE_SHAPE}."
        )
    one_of("score", score, SCORES)
    within("steps", steps, 1, MOST_STEPS)
    within("digit", digit or 0, 0, 9)
    model = _model(paradigm, weights)
    picture = tf.constant(image[np.newaxis], tf.float32)
    if digit is None:
        digit = int(np.argmax(model(picture)))
    largest = {name: _largest(model, picture, digit, name) for name in SCORES}
    seen = []
    for _ in range(steps + 1):
        gradient, found = gradient_of_score(model, picture, digit, score)
        seen.append([np.squeeze(each) for each in (picture, gradient, found)])
        picture = moved(picture, gradient, size)
    pictures, gradients, probabilities = map(np.stack, zip(*seen, strict=True))
    return Walk(digit, pictures, gradients, probabilities, largest)


def _model(
    paradigm: str, weights: Sequence[np.ndarray] | None
) -> tf.keras.Model:
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    if weights is None:
        weights = shipped()
    check(weights)
    model = PARADIGMS[paradigm]()
    model.set_weights(weights)
    return model


def _largest(
    model: tf.keras.Model, picture: tf.Tensor, digit: int, score: str
) -> float:
    gradient, _ = gradient_of_score(model, picture, digit, score)
    return float(tf.reduce_max(tf.abs(gradient)))
