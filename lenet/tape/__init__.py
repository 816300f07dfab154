"""The microscope: one training step, recorded line by line."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from lenet.digits.checks import labelled
from lenet.results.recording import Recording
from lenet.state import arrays
from lenet.tape.collect import collect
from lenet.tape.recorder import Recorder
from lenet.training.outputs import check_kind, check_probabilities
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
    """Run one training step, and record the values on each of its lines.

    The step is the one that training uses, and recording changes no result: the
    new weights are identical, bit for bit, to those of a plain step. The code
    of `step` is followed line by line, and so is the `call` of a subclassed
    model. Then `check` scores the batch again.

    Takes (batch, 32, 32, 1) float32 images and their (batch,) integer labels.
    The layers' outputs are kept for the first `keep` images and summarised for
    all. Another `step` needs the arguments and local names of `train_step`.
    NaN and infinity in the images are recorded. Raises ValueError for a model
    without weights, and for one that returns logits where `loss_fn` has
    `from_logits=False`; TypeError and ValueError for images and labels that no
    step can use; and any error of the step but for a ValueError of the
    optimizer. This one is recorded, as is the line that raised it.

    https://www.tensorflow.org/guide/autodiff
    """
    check_kind(model)
    if not model.built:
        raise ValueError(f"{model.name} has no weights yet: call it once.")
    labelled(images, labels, finite=False)
    if getattr(loss_fn, "from_logits", None) is False:
        check_probabilities(model(images[:1], training=False), 1)
    scored = None
    if step is not train_step:  # its loss may not be the model's own
        predicted = model(images, training=False)
        scored = float(loss_fn(labels, predicted)), predicted.numpy()
    recorder = Recorder(model, step, check)
    before = arrays(model.trainable_variables)
    with recorder.recording(optimizer):
        error = recorder.run(model, loss_fn, optimizer, images, labels)
    with recorder.checking():
        loss_after = check(model, loss_fn, images, labels)
    seen = collect(recorder, before, keep)
    recorder.release()
    loss = seen["loss"]
    loss_before, predicted = scored or (loss, seen["probabilities"])
    return Recording(
        **seen,
        images=np.asarray(images),
        labels=np.asarray(labels),
        error=error,
        loss_before=loss_before,
        probabilities_before=predicted,
        loss_after=float(loss_after),
    )


def check(
    model: tf.keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tf.Tensor:
    """Return a batch's loss with the current weights: no tape, no update."""
    probabilities = model(images, training=False)
    return loss_fn(labels, probabilities)
