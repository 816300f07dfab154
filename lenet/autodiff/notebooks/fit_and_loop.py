"""The notebook of the tab fit is your loop."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.autodiff.fit_and_loop.data import Data
from lenet.autodiff.fit_and_loop.losses import mean_loss
from lenet.autodiff.fit_and_loop.ways import (
    fit,
    fit_eagerly,
    flat_weights,
    tape_loop,
)
from lenet.models.subclassing import lenet
from lenet.results.fit_and_loop import FIRST_RATE, IMAGES
from lenet.training.step import train_step


class Seen:
    """What a way to train has recorded after each step."""

    def __init__(self) -> None:
        self.losses: list[float] = []
        self.accuracies: list[float] = []
        self.weights: list[np.ndarray] = []

    def record(self, model: tf.keras.Model, loss: Any, accuracy: Any) -> None:
        """Keep the loss, the accuracy and the weights after a step."""
        self.losses.append(float(loss))
        self.accuracies.append(float(accuracy))
        self.weights.append(flat_weights(model))


def first_model(seed: int, dropout: float, l2: float) -> tf.keras.Model:
    """Return a LeNet with the weights of a seed."""
    tf.keras.utils.set_random_seed(seed)
    model = lenet()
    if l2:
        for weight in model.trainable_variables:
            if len(weight.shape) > 1:  # a bias has one axis
                weight.regularizer = tf.keras.regularizers.L2(l2)
    if not dropout:
        return model
    first = tf.keras.layers.Dropout(dropout, seed=seed)
    return tf.keras.Sequential([tf.keras.Input((32, 32, 1)), first, model])


def main(
    seed: int = 0,
    steps: int = 20,
    rate: Any = 0.01,
    dropout: float = 0.0,
    l2: float = 0.0,
    loop: Callable[..., None] = tape_loop,
    step: Callable[..., tf.Tensor] | None = train_step,
    loop_loss: Callable[[], Any] = mean_loss,
    keras_fit: Callable[..., None] = fit,
) -> None:
    """Train the same LeNet by fit and by a loop, and compare the weights.

    https://www.tensorflow.org/guide/keras/customizing_what_happens_in_fit
    """
    # Images of noise
    # Only the steps are compared, so noise does. The app trains on digits: its
    # numbers are others.
    random = np.random.default_rng(seed)
    images = random.random((IMAGES, 32, 32, 1), dtype=np.float32)
    data = Data(images, random.integers(0, 10, IMAGES), steps)

    # A loop with a tape, `fit` as a graph, and `fit` step by step
    ways = {
        "loop": partial(loop, step=step) if step else loop,
        "fit": keras_fit,
        "eager fit": fit_eagerly,
    }
    seen = {name: Seen() for name in ways}
    for name, way in ways.items():
        model = first_model(seed, dropout, l2)
        loss = loop_loss() if name == "loop" else mean_loss()
        # A loop that sets the rate itself begins with a number.
        first = FIRST_RATE if name == "loop" and callable(rate) else rate
        optimizer = tf.keras.optimizers.SGD(first)
        try:
            way(model, loss, optimizer, data, seen[name].record)
        except (ValueError, tf.errors.InvalidArgumentError) as error:
            print(f"{name} raised an error: {error}")

    # After each step: the losses, the accuracies, and how far the weights are
    for index in range(steps):
        print(f"step {index + 1}")
        for name, ran in seen.items():
            if index < len(ran.losses):
                said = f"  {name:9} loss {ran.losses[index]:.4f}, "
                said += f"accuracy {ran.accuracies[index]:.3f}"
                if index < len(seen["loop"].weights):
                    change = ran.weights[index] - seen["loop"].weights[index]
                    said += f", {np.max(np.abs(change)):.1e} from the loop"
                print(said)
