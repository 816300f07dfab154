"""The microscope: one training step, recorded line by line."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from lenet.results.recording import Recording
from lenet.state import arrays
from lenet.tape.collect import collect
from lenet.tape.recorder import Recorder
from lenet.training.step import train_step

KEPT_IMAGES = 32


def record(
    model: tf.keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    optimizer: tf.keras.optimizers.Optimizer,
    images: np.ndarray,
    labels: np.ndarray,
    *,
    step: Callable[..., tf.Tensor] = train_step,
    keep: int = KEPT_IMAGES,
) -> Recording:
    """Run one training step, and record what exists on each of its lines.

    The step is the one that training uses, and recording changes no result:
    the weights afterwards are those of a plain step, to the last bit. The code
    of `step` is followed, and that of the model's own `call` where a class of
    one's own has one. Then the batch is scored again by `check`.

    Takes (batch, 32, 32, 1) float32 images and their (batch,) integer labels.
    What the layers give is kept for the first `keep` images and summarised for
    all. Another `step` has the arguments and the local names of train_step.
    Raises ValueError for a model without weights, and whatever the step raises.

    https://www.tensorflow.org/guide/autodiff
    """
    if not model.built:
        raise ValueError(f"{model.name} has no weights yet: call it once.")
    scored = None
    if step is not train_step:  # it may do other things than score
        answers = model(images, training=False)
        scored = float(loss_fn(labels, answers)), answers.numpy()
    recorder = Recorder(model, step, check)
    before = arrays(model.trainable_variables)
    with recorder.recording(optimizer):
        loss = step(model, loss_fn, optimizer, images, labels)
    with recorder.checking():
        loss_after = check(model, loss_fn, images, labels)
    seen = collect(recorder, before, keep)
    recorder.release()
    loss_before, answers = scored or (float(loss), seen["probabilities"])
    return Recording(
        **seen,
        images=np.asarray(images),
        labels=np.asarray(labels),
        loss=float(loss),
        loss_before=loss_before,
        probabilities_before=answers,
        loss_after=float(loss_after),
    )


def check(
    model: tf.keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tf.Tensor:
    """Score a batch with the weights as they are: no tape, no change."""
    probabilities = model(images, training=False)
    return loss_fn(labels, probabilities)
