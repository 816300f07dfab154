"""Is it faster? The time of a step on several replicas, after tracing."""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np
import tensorflow as tf

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.replicas.feed import Feed
from lenet.replicas.step import check_shares, distributed_step, local, shares
from lenet.replicas.strategies import strategy_for
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.results.scaling import Throughput
from lenet.settings import TRAINING_IMAGES, Placement, within
from lenet.training.batches import Batches

# The first steps trace, fill buffers and create the optimizer's variables.
WARM_UP = 5
STEPS = (10, 300)
SECONDS = 3.0


def measure(
    replicas: int,
    batch_size: int,
    seconds: float = SECONDS,
    on_progress: OnProgress = ignore,
) -> Throughput:
    """Measure steps on `replicas` replicas, for about `seconds`.

    `batch_size` is the global one. The replicas are GPUs where this machine
    has more than one, else logical CPUs. It sets up this process's devices, so
    call it before any operation, and only once in a process. Raises ValueError
    for more replicas than there can be, and for a batch that does not divide
    among them.
    """
    gpus = tf.config.list_physical_devices("GPU")
    strategy = strategy_for(placement_for(replicas, len(gpus)))
    assert strategy
    what = f"{named(replicas)}, {batch_size} images a step"
    on_progress(Progress(f"{what}, tracing"))
    step = traced_step(strategy, batch_size)
    started = time.perf_counter()
    timed: list[tuple[float, float]] = []
    while len(timed) < STEPS[0] or (
        len(timed) < STEPS[1] and time.perf_counter() - started < seconds
    ):
        timed.append(step())
        on_progress(progress(what, len(timed), started, seconds))
    took, computed = zip(*timed, strict=True)
    return Throughput(
        replicas=replicas,
        batch_size=batch_size,
        steps=len(timed),
        seconds=median(took),
        computing=median(computed),
        gradient_bytes=gradient_bytes(),
        devices=tuple(
            name.partition("device:")[2]
            for name in strategy.extended.worker_devices
        ),
    )


def named(replicas: int) -> str:
    """Return a number of replicas in words: "1 replica", "4 replicas"."""
    return f"{replicas} replica" + ("" if replicas == 1 else "s")


def progress(what: str, steps: int, started: float, seconds: float) -> Progress:
    """Return the progress of a measurement, in steps first, then in seconds."""
    if steps < STEPS[0]:
        return Progress(what, done=steps, total=STEPS[0])
    spent = round(min(time.perf_counter() - started, seconds), 1)
    return Progress(what, done=spent, total=seconds, unit="second")


def placement_for(replicas: int, gpus: int) -> Placement:
    """Return where replicas run on a machine with this many GPUs."""
    if gpus < 2:
        return Placement("mirrored", logical_cpus=replicas)
    within("replicas", replicas, 1, gpus)
    names = tuple(f"gpu:{number}" for number in range(replicas))
    return Placement("mirrored", devices=names)


def traced_step(
    strategy: tf.distribute.Strategy, batch_size: int
) -> Callable[[], tuple[float, float]]:
    """Return a step of LeNet with Adam, after its first calls.

    Each call takes the next batch, as a training does. It returns the seconds
    of the step, and those that the slowest replica computed.
    """
    images = TRAINING_IMAGES["sample"]
    within("batch_size", batch_size, 1, images)
    digits = load("sample", limit=images - images % batch_size)
    batches = Batches(digits, batch_size, seed=0, first_step=0, epochs=1_000)
    check_shares(batches, strategy.num_replicas_in_sync)
    with strategy.scope():
        model = PARADIGMS["Subclassing"]()
        optimizer = tf.keras.optimizers.Adam()
        optimizer.build(model.trainable_variables)
    each_batch = Feed(strategy, partial(shares, batches))
    step = distributed_step(strategy, model, optimizer, each_batch.element_spec)
    size, vote = tf.constant(batch_size), tf.constant(0.0)

    def timed() -> tuple[float, float]:
        started = time.perf_counter()
        *_, work = step(*next(each_batch), size, vote)
        _, computing = local(strategy, work)  # waits for all of them
        return time.perf_counter() - started, float(np.max(computing))

    for _ in range(WARM_UP):
        timed()
    return timed


def gradient_bytes() -> int:
    """Return the bytes of one replica's gradients, a float32 per weight."""
    model = PARADIGMS["Subclassing"]()
    return sum(
        weight.dtype.size * weight.shape.num_elements()
        for weight in (variable.value for variable in model.trainable_variables)
    )
