"""One step on several replicas, recorded, and the same on one device."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import tensorflow as tf

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.replicas.lesson.recorded_step import (
    Arrays,
    GradientRecorder,
    StepValues,
    on_one_device,
    on_replicas,
)
from lenet.replicas.step import (
    ShareOfLoss,
    check_shares,
    distributed_step,
    shares,
)
from lenet.replicas.strategies import strategy_for
from lenet.results.replicas import (
    DRAWN,
    MOST_REPLICAS,
    Gradients,
    OneDevice,
    Replica,
    SplitStep,
)
from lenet.results.summary import largest_difference, rms
from lenet.settings import PARADIGM_NAMES, Placement, one_of, within
from lenet.source import source_of
from lenet.training.batches import Batches
from lenet.training.optimizers import OPTIMIZERS
from lenet.training.step import train_step
from lenet.weights.checksum import checksum
from lenet.weights.file import SHAPES


def record_step(
    paradigm: str,
    seed: int = 0,
    replicas: int = 4,
    batch_size: int = 64,
    optimizer: str = "adam",
    learning_rate: float = 1e-3,
) -> SplitStep:
    """Record the first step of a training on logical CPUs, and on one device.

    The batch is the first of the sample's that this `seed` and `batch_size`
    give. The weights are new. It sets up this process's devices, so call it
    before any operation, and only once in a process.

    Raises ValueError for a batch that does not divide among the replicas, and
    for choices that no training can use.

    https://www.tensorflow.org/tutorials/distribute/custom_training
    """
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    one_of("optimizer", optimizer, tuple(OPTIMIZERS))
    within("replicas", replicas, 1, MOST_REPLICAS)
    within("learning_rate", learning_rate, 0, 100)
    batches = Batches(load("sample"), batch_size, seed, 0, epochs=1)
    check_shares(batches, replicas)
    strategy = strategy_for(Placement("mirrored", logical_cpus=replicas))
    assert strategy
    make_model = partial(PARADIGMS[paradigm], seed=seed)
    make_optimizer = partial(OPTIMIZERS[optimizer], learning_rate=learning_rate)
    images, labels = next(batches.of(0))
    together = on_replicas(strategy, batches, make_model, make_optimizer)
    alone = on_one_device(images, labels, make_model, make_optimizer)
    return SplitStep(
        images=np.rint(255 * images[..., 0]).astype(np.uint8),
        labels=labels,
        losses=losses_of(make_model(), images, labels),
        optimizer=optimizer,
        learning_rate=learning_rate,
        replicas=tuple(each_replica(strategy, together, batch_size)),
        loss=together.loss,
        one_device=one_device(alone),
        differences=differences(together, alone),
        sources={each.__qualname__: source_of(each) for each in SHOWN},
    )


def one_device(alone: StepValues) -> OneDevice:
    """Return the part of the step on one device that a page shows."""
    gradients, after = alone.summed[0], alone.after[0]
    return OneDevice(alone.loss, described(gradients), checksum(after))


def differences(together: StepValues, alone: StepValues) -> dict[str, float]:
    """Return the largest absolute differences between the two steps."""
    return {
        "loss": largest_difference([together.loss], [alone.loss]),
        "gradients": largest_difference(together.summed[0], alone.summed[0]),
        "weights": largest_difference(together.after[0], alone.after[0]),
    }


def each_replica(
    strategy: tf.distribute.Strategy, step: StepValues, batch_size: int
) -> Iterator[Replica]:
    """Yield what a page shows of each replica, in their order."""
    devices = strategy.extended.worker_devices
    own = batch_size // len(devices)
    for index, device in enumerate(devices):
        yield Replica(
            device=device.rpartition("device:")[2].lower(),
            first=index * own,
            stop=(index + 1) * own,
            share=step.shares[index],
            own=described(step.own[index]),
            summed=described(step.summed[index]),
            before=checksum(step.before[index]),
            after=checksum(step.after[index]),
        )


def losses_of(
    model: tf.keras.Model, images: np.ndarray, labels: np.ndarray
) -> np.ndarray:
    """Return the cross-entropy of each image: (batch,) float32."""
    entropy = tf.keras.losses.sparse_categorical_crossentropy
    losses: np.ndarray = entropy(labels, model(images)).numpy()
    return losses


def described(gradients: Arrays) -> Gradients:
    """Return the part of gradients, in Keras's order, that a page shows."""
    named = dict(zip(SHAPES, gradients, strict=True))
    return Gradients(
        drawn={name: named[name] for name in DRAWN},
        sizes={name: rms(array) for name, array in named.items()},
        checksum=checksum(gradients),
    )


# The functions that ran, which a page shows.
SHOWN = (
    shares,
    distributed_step,
    train_step,
    ShareOfLoss,
    GradientRecorder.apply,
    on_one_device,
)
