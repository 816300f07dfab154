"""One running training: what its loop needs, and its state at the end."""

from collections.abc import Callable, Iterator

import tensorflow as tf

from lenet.results.training import Report
from lenet.settings import IMAGE_SHAPE, PARADIGM_NAMES, one_of, within
from lenet.state import TrainState, arrays
from lenet.training.batches import Batches
from lenet.training.loss import ScoredLoss
from lenet.training.optimizers import OPTIMIZERS, restore
from lenet.training.reporter import Reporter


class Run:
    """A model with its optimizer, its batches and its callbacks.

    It shares nothing with another training in the same process.
    """

    validation_batch_size = 500

    def __init__(
        self,
        model: tf.keras.Model,
        batches: Batches,
        optimizer: str,
        learning_rate: float,
        on_report: Callable[[Report], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        one_of("optimizer", optimizer, tuple(OPTIMIZERS))
        within("learning_rate", learning_rate, 0, 100)
        self.model = model
        self.optimizer_name, self.learning_rate = (
            optimizer,
            float(learning_rate),
        )
        self.optimizer = OPTIMIZERS[optimizer](learning_rate=self.learning_rate)
        self.optimizer.build(model.trainable_variables)
        self.loss_fn = ScoredLoss()
        self.batches, self.digits = batches, batches.digits
        self.should_stop = should_stop or (lambda: False)
        self.stop_rule = self.should_stop
        self.reporter = Reporter(
            batches, on_report or (lambda report: None), self._ask_to_stop
        )
        self.callbacks: list[tf.keras.callbacks.Callback] = [self.reporter]
        self.error: BaseException | None = None

    @property
    def stopped(self) -> bool:
        """Return whether the stop rule has ended the training."""
        return self.reporter.stopped

    def epochs(
        self, stop_rule: Callable[[], bool] | None = None
    ) -> Iterator[int]:
        """Yield each epoch; call what Keras's fit calls before and after it.

        After each batch `stop_rule` decides whether the training ends. The
        default is the `should_stop` of whoever started the training. A loop
        whose replicas have to agree passes its own rule.
        """
        self.stop_rule = stop_rule or self.should_stop
        self.model.compile(
            optimizer=self.optimizer,
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
        )
        callbacks = tf.keras.callbacks.CallbackList(
            self.callbacks, model=self.model
        )
        callbacks.on_train_begin()
        for epoch in self.batches.epochs:
            callbacks.on_epoch_begin(epoch)
            yield epoch
            if self.error:
                raise self.error
            if self.stopped:
                break
            logs = self.validate(callbacks)
            if self.stopped:
                break
            callbacks.on_epoch_end(epoch, logs)
        callbacks.on_train_end()

    def validate(
        self, callbacks: tf.keras.callbacks.CallbackList
    ) -> dict[str, float]:
        """Return the epoch's numbers; those of the test images are val_..."""
        validation = self.model.evaluate(
            self.digits.test_images,
            self.digits.test_labels,
            batch_size=self.validation_batch_size,
            callbacks=callbacks,
            return_dict=True,
            verbose=0,
        )
        return {
            "accuracy": self.reporter.accuracy,
            "loss": self.reporter.loss,
            **{f"val_{name}": value for name, value in validation.items()},
        }

    def after_batch(self, loss: float, accuracy: float) -> bool:
        """Report a batch; return whether to stop.

        An error stops the training too, and `epochs` raises it: TensorFlow, in
        whose graph this runs, would replace it by an error of its own.
        """
        try:
            return self.reporter.after_batch(loss, accuracy)
        except BaseException as error:
            self.error = error
            return True

    def spans(self) -> Iterator[tuple[range, int]]:
        """Yield epochs with their steps; one begun before comes alone."""
        first, last = self.batches.epochs.start, self.batches.epochs.stop
        begun = self.batches.begun(first)
        if begun:
            yield range(first, first + 1), self.batches.steps - begun
            first += 1
        if first < last and not self.stopped:
            yield range(first, last), self.batches.steps

    def dataset(self, epochs: range) -> tf.data.Dataset:
        """Make a dataset of the batches of `epochs`, in their order."""
        return tf.data.Dataset.from_generator(
            lambda: (
                batch for epoch in epochs for batch in self.batches.of(epoch)
            ),
            output_signature=(
                tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32),
                tf.TensorSpec([None], tf.int64),
            ),
        ).prefetch(tf.data.AUTOTUNE)

    def state(self) -> TrainState:
        """Return a copy of the state, for another training to continue."""
        kind = type(self.model).__name__
        return TrainState(
            paradigm=kind if kind in PARADIGM_NAMES else "Subclassing",
            optimizer=self.optimizer_name,
            weights=arrays(self.model.weights),
            optimizer_state=arrays(self.optimizer.variables),
            step=self.reporter.step,
            seed=self.batches.seed,
        )

    def restore(self, state: TrainState) -> None:
        """Continue from `state`; raise ValueError if it does not fit."""
        self.model.set_weights(state.weights)
        if state.optimizer == self.optimizer_name:
            restore(self.optimizer, state.optimizer_state)
            self.optimizer.learning_rate = self.learning_rate

    def _ask_to_stop(self) -> bool:
        return bool(self.stop_rule())
