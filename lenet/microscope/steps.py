"""Record one training step: from one TrainState to the next."""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.digits import Digits, load
from lenet.microscope.mistakes import MISTAKES, StepMistake
from lenet.models import PARADIGMS
from lenet.results.recording import DigitMaps, Recording
from lenet.settings import IMAGE_SHAPE, PARADIGM_NAMES, one_of, within
from lenet.source import resolve
from lenet.state import TrainState, arrays
from lenet.tape import record
from lenet.tape.layer_calls import watched
from lenet.training.optimizers import OPTIMIZERS, restore

BATCH_SIZES = (1, 256)


def begin(
    paradigm: str,
    optimizer: str,
    seed: int = 0,
    mistake: str = "none",
    weights: tuple[np.ndarray, ...] | None = None,
) -> TrainState:
    """Return the initial state: new weights, or the ones passed in.

    Raises ValueError for a name that is not in `lenet.settings` or
    `lenet.microscope.mistakes`, for weights that do not fit a LeNet, and for
    weights passed in with a mistake that makes the initial weights itself.
    """
    model, keras_optimizer = _bench(paradigm, optimizer, mistake)
    within("seed", seed, 0, 2**31 - 1)
    if weights is not None and MISTAKES[mistake].own_weights:
        raise ValueError(
            f"The mistake {mistake!r} makes the initial weights itself."
        )
    if weights is None:
        fresh = resolve(MISTAKES[mistake].build)(paradigm, seed)
        weights = arrays(fresh.weights)
    model.set_weights(weights)
    blank = [
        np.zeros(each.shape, each.dtype) for each in keras_optimizer.variables
    ]
    return TrainState(
        paradigm, optimizer, arrays(model.weights), tuple(blank), 0, seed
    )


def step(
    state: TrainState,
    batch_size: int = 32,
    learning_rate: float = 1e-3,
    mistake: str = "none",
    own: tuple[np.ndarray, int] | None = None,
) -> tuple[Recording, TrainState]:
    """Record the step from `state`; return the recording and the state after.

    The batch is the one that a training on the sample's images, with this seed
    and batch size, uses at this step. With `own`, an image (32, 32, 1) float32
    in [0, 1] and its label, this image takes the place of the batch's first
    one, whatever the mistake. The same arguments return identical bits. Raises
    ValueError for a `batch_size` outside 1 to 256, a `learning_rate` outside 0
    to 100, a label outside 0 to 9, and names, weights or an image that do not
    fit.
    """
    within("batch_size", batch_size, *BATCH_SIZES)
    within("learning_rate", learning_rate, 0, 100)
    model, keras_optimizer = _bench(state.paradigm, state.optimizer, mistake)
    chosen = MISTAKES[mistake]
    images, labels = batch(state, batch_size, chosen)
    if own:
        images, labels = beginning_with(*own, images, labels)
    model.set_weights(state.weights)
    restore(keras_optimizer, state.optimizer_state)
    keras_optimizer.learning_rate = chosen.learning_rate_for(
        state.optimizer, learning_rate
    )
    recording = record(
        model,
        tf.keras.losses.SparseCategoricalCrossentropy(),
        keras_optimizer,
        images,
        labels,
        step=resolve(chosen.step),
    )
    after = replace(
        state,
        weights=arrays(model.weights),
        optimizer_state=arrays(keras_optimizer.variables),
        step=state.step + 1,
    )
    return recording, after


def batch(
    state: TrainState, batch_size: int, mistake: StepMistake = MISTAKES["none"]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the images and labels of the step that follows `state`."""
    batches = resolve(mistake.batches)(
        _digits(), batch_size, state.seed, state.step, epochs=1
    )
    return next(batches.of(batches.epochs.start))


def beginning_with(
    image: np.ndarray, label: int, images: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return a batch with its first image and label replaced.

    Raises ValueError for a label outside 0 to 9, and an image that is not
    (32, 32, 1) float32 in [0, 1].
    """
    _check(image, label)
    images, labels = images.copy(), labels.copy()
    images[0], labels[0] = image, label
    return images, labels


def follow(
    weights: tuple[np.ndarray, ...],
    label: int,
    image: np.ndarray | None = None,
) -> DigitMaps:
    """Return the output of each layer for one digit.

    `image` is (32, 32, 1) float32 in [0, 1]; without one, it is the first of
    the sample's test images with this label. Raises ValueError for a label
    outside 0 to 9, another image, and weights that do not fit a LeNet.
    """
    digits, model = _digits(), _model()
    if image is None:
        image = digits.test_images[np.argmax(digits.test_labels == label)]
    _check(image, label)
    maps: list[tuple[str, np.ndarray]] = []

    def note(layer: tf.keras.layers.Layer, given: Any, output: Any) -> None:
        maps.append((layer.name, output.numpy()[0]))

    model.set_weights(weights)
    with watched(model.layers[1:], note):  # the first is the input
        model(image[np.newaxis], training=False)
    return DigitMaps(image=image, maps=tuple(maps))


def _check(image: np.ndarray, label: int) -> None:
    within("label", label, 0, 9)
    if image.shape != IMAGE_SHAPE:
        raise ValueError(
            f"This image has shape {image.shape}; LeNet reads {IMAGE_SHAPE}."
        )
    if image.dtype != np.float32:
        raise ValueError(f"This image is {image.dtype}; expected float32.")
    darkest, brightest = float(image.min()), float(image.max())
    if not (darkest >= 0 and brightest <= 1):  # NaN is neither
        raise ValueError(
            f"This image has values from {darkest:g} to {brightest:g}; "
            "expected 0 to 1."
        )


@cache
def _digits() -> Digits:
    return load("sample")


@cache
def _model() -> tf.keras.Model:
    return PARADIGMS["Functional"]()


@lru_cache(maxsize=8)
def _bench(paradigm: str, optimizer: str, mistake: str) -> tuple[Any, Any]:
    """Build a model and its optimizer; each use sets their state first."""
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    one_of("optimizer", optimizer, tuple(OPTIMIZERS))
    one_of("mistake", mistake, tuple(MISTAKES))
    model = resolve(MISTAKES[mistake].build)(paradigm, 0)
    keras_optimizer = OPTIMIZERS[optimizer]()
    keras_optimizer.build(model.trainable_variables)
    return model, keras_optimizer
