"""Training a LeNet over some epochs, from a state to a new one."""

from collections.abc import Callable, Sequence

import tensorflow as tf

from lenet.digits import Digits
from lenet.results.training import Report
from lenet.settings import one_of
from lenet.start import temporary_folder
from lenet.state import TrainState
from lenet.training.batches import Batches
from lenet.training.loops import LOOPS, Loop
from lenet.training.outputs import check_model
from lenet.training.run import Run
from lenet.training.step import train_step

__all__ = ["LOOPS", "Loop", "train", "train_step"]


def train(
    model: tf.keras.Model,
    digits: Digits,
    *,
    loop: str | Loop = "graph",
    epochs: int = 5,
    batch_size: int = 64,
    optimizer: str = "adam",
    learning_rate: float = 1e-3,
    seed: int = 0,
    on_report: Callable[[Report], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
    state: TrainState | None = None,
    on_state: Callable[[TrainState], object] | None = None,
    callbacks: Sequence[tf.keras.callbacks.Callback] = (),
) -> TrainState:
    """Train `model` on `digits`; return its new state.

    Epoch e takes the images in an order that depends on [seed, e] only, for
    every loop. So equal arguments and the same loop give identical weights, bit
    for bit, whatever else runs in the process or beside it.

    With `state` the training continues from there, with that state's seed. The
    rest of an epoch that was begun counts as the first of `epochs`. If nothing
    else changed, the result is the same as without the interruption. An
    optimizer other than the state's starts with an empty state.

    `on_report` receives a Report for the first and last step of each epoch, and
    20 a second between them and while validating; the last of an epoch has the
    validation. No report comes while TensorFlow traces: a second or two before
    the first, less before the first validation. `on_state` receives a
    TrainState at each epoch's end. `should_stop` is called after each batch.
    The graph loop calls it, and `on_report`, from a thread of TensorFlow.
    `callbacks` are Keras callbacks; only fit calls them for each batch.

    `loop` is one of LOOPS, or a function like them, which takes the Run with
    its batches. `lenet.replicas.loop.replicated` runs each step on all replicas
    of a strategy: `loop=partial(replicated, strategy=...)`.

    Raises TypeError and ValueError for a model, digits or choices that no
    training can use, such as a model that returns logits, and OSError where no
    temporary file can be written, which AutoGraph needs.
    """
    temporary_folder.settle()  # for AutoGraph
    if not callable(loop):
        one_of("loop", loop, tuple(LOOPS))
        loop = LOOPS[loop]
    seed, step = (state.seed, state.step) if state else (seed, 0)
    batches = Batches(digits, batch_size, seed, step, epochs)
    check_model(model, batches.images)
    run = Run(model, batches, optimizer, learning_rate, on_report, should_stop)
    if state:
        run.restore(state)
    run.callbacks = [*callbacks, run.reporter]
    if on_state:
        run.callbacks.append(_at_each_epochs_end(run, on_state))
    loop(run)
    return run.state()


def _at_each_epochs_end(
    run: Run, on_state: Callable[[TrainState], object]
) -> tf.keras.callbacks.Callback:
    def on_epoch_end(epoch: int, logs: dict[str, float]) -> None:
        if not run.stopped:
            on_state(run.state())

    return tf.keras.callbacks.LambdaCallback(on_epoch_end=on_epoch_end)
