"""`fit` beside a loop with a tape: plain data, and the names in it."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from lenet.mistake import Mistake
from lenet.results.messages import Message
from lenet.settings import PARADIGM_NAMES, one_of, within
from lenet.source import Source

LOOP, FIT, EAGER_FIT = "Tape loop", "fit", "fit(run_eagerly=True)"
ON_BATCH, OWN_STEP = "train_on_batch", "Own train_step"
WAYS = (LOOP, FIT, EAGER_FIT, ON_BATCH, OWN_STEP)  # in their order
GRAPHS = (FIT, ON_BATCH, OWN_STEP)  # Keras traces their step
IMAGES, BATCH_SIZE = 304, 32  # so the last batch of an epoch is half as large
STEPS_PER_EPOCH = 10
MOST_STEPS = 500
LOSS, ACCURACY, MESSAGE = "loss", "accuracy", "message"
ROUNDING = 1e-5  # far above the graphs' rounding, far below a bug
GROWN = 1e-6  # rounding alone, while no unit of relu has been switched by it
DROPOUT, L2 = 0.3, 0.01  # of the networks of two bugs
FIRST_RATE, DECAY_STEPS, DECAY = 0.1, 5, 0.8  # of the schedule


@dataclass(frozen=True, kw_only=True)
class Bug(Mistake):
    """A classic bug: `code` has it, `right` differs from it in a few tokens.

    `part` is what both are part of: the step, the whole loop, the loss, or the
    call of `fit`. `way` is the one of WAYS that has it. `shows` is where it
    shows: in the loss, in the accuracy alone, or as a message.
    """

    right: str
    part: Literal["step", "loop", "loss", "fit"]
    way: str = LOOP
    shows: str = LOSS


STEP = "lenet.training.step:train_step"
CODE = "lenet.autodiff.fit_and_loop"
BUGS: dict[str, Bug] = {
    "shuffle": Bug(
        title="Shuffle left on",
        what="`fit` shuffles arrays by default. The loop takes the batches in "
        "their order.",
        fix="Pass `shuffle=False`, or shuffle both in the same way.",
        part="fit",
        way=FIT,
        code=f"{CODE}.shuffle:shuffled_fit",
        right=f"{CODE}.ways:fit",
    ),
    "training": Bug(
        title="training=True forgotten",
        what="The network has a Dropout layer. The loop calls the model as "
        "for a prediction.",
        fix="Call the model with `training=True` in the step.",
        part="step",
        code=f"{CODE}.dropout:without_training",
        right=STEP,
    ),
    "softmax": Bug(
        title="Softmax twice",
        what="The network's last layer has a softmax. The loop applies another "
        "one. A loss with `from_logits=True` does it too, but Keras 3 notices "
        "its own softmax: it warns, and takes the logits.",
        fix="Apply softmax once: in the last layer, or in a loss with "
        "`from_logits=True`.",
        part="step",
        code=f"{CODE}.softmax:softmax_twice",
        right=STEP,
    ),
    "sum": Bug(
        title="Sum instead of mean",
        what="Keras takes the mean of a batch's losses. The loop's loss is "
        "their sum.",
        fix="Leave `reduction` as it is, or divide by the batch size.",
        part="loss",
        code=f"{CODE}.losses:sum_loss",
        right=f"{CODE}.losses:mean_loss",
    ),
    "partial": Bug(
        title="The last batch has another size",
        what="The loop divides the sum of the losses by the usual batch size, "
        "also in the last batch of an epoch, which is smaller.",
        fix="Divide by the number of images that the batch really has.",
        part="loss",
        code=f"{CODE}.losses:by_the_usual_size",
        right=f"{CODE}.losses:by_its_size",
    ),
    "metrics": Bug(
        title="Metrics not reset",
        what="Keras begins its metrics anew in each epoch. The loop never "
        "does.",
        fix="Call `reset_state()` of each metric when an epoch begins.",
        part="loop",
        shows=ACCURACY,
        code=f"{CODE}.metrics:never_reset",
        right=f"{CODE}.ways:tape_loop",
    ),
    "regularisation": Bug(
        title="Regularisation left out",
        what="The network's kernels have an L2 regulariser. `fit` adds its "
        "losses by itself, also to the loss that it reports. The loop does "
        "not.",
        fix="Add `model.losses` to the loss, within the tape.",
        part="step",
        code=STEP,
        right=f"{CODE}.regularisation:with_regularisation",
    ),
    "added up": Bug(
        title="Gradients added up",
        what="In another framework, gradients add up until one sets them to "
        "zero. This loop does the same, and never sets them to zero.",
        fix="TensorFlow returns new gradients from each call of "
        "`tape.gradient`: use them as they are. If you add up several "
        "batches, begin with zeros again.",
        part="loop",
        code=f"{CODE}.added_up:never_zeroed",
        right=f"{CODE}.added_up:zeroed_each_step",
    ),
    "one-hot": Bug(
        title="One-hot labels, sparse loss",
        what="The sparse loss takes the number of the class. The loop gives "
        "it a row of ten numbers.",
        fix="Give the labels as numbers, or use `CategoricalCrossentropy`.",
        part="step",
        shows=MESSAGE,
        code=f"{CODE}.one_hot:one_hot",
        right=STEP,
    ),
    "schedule": Bug(
        title="Schedule by epoch",
        what="The learning rate falls by a schedule, "
        f"`ExponentialDecay({FIRST_RATE}, {DECAY_STEPS}, {DECAY})`. Keras "
        "counts steps; the loop gives the schedule the number of the epoch.",
        fix="Give the schedule the number of steps taken, or give it to the "
        "optimizer and let that count.",
        part="loop",
        code=f"{CODE}.schedule:by_epoch",
        right=f"{CODE}.schedule:by_step",
    ),
}


@dataclass(frozen=True)
class FitSettings:
    """Everything that decides a comparison.

    `bug` is one of BUGS, None for none. Raises ValueError for a value that no
    comparison can use.
    """

    steps: int
    bug: str | None = None
    paradigm: str = "Subclassing"
    seed: int = 0

    @property
    def learning_rate(self) -> float:
        """Return the rate of SGD: without a bug, a small one.

        The weights then move little. With larger moves, a unit of relu is soon
        so near to 0 that rounding switches it on in one way and off in another.
        """
        return 0.05 if self.bug else 0.01

    def __post_init__(self) -> None:
        within("steps", self.steps, 1, MOST_STEPS)
        if self.bug is not None:
            one_of("bug", self.bug, tuple(BUGS))
        one_of("paradigm", self.paradigm, PARADIGM_NAMES)
        within("seed", self.seed, 0, 2**31 - 1)


@dataclass(frozen=True)
class Comparison:
    """The same steps in five ways, or the part so far; keys are of WAYS.

    `losses` are those of each batch. `accuracies` are since the epoch's begin,
    as Keras reports them. `differences` are the largest absolute differences of
    a weight to the tape loop, after each step. `messages` are of the ways that
    raised an error: they have no more steps.
    """

    settings: FitSettings
    losses: dict[str, np.ndarray] = field(default_factory=dict)
    accuracies: dict[str, np.ndarray] = field(default_factory=dict)
    differences: dict[str, np.ndarray] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def weight_difference(self) -> dict[str, float]:
        """Return the largest difference to the tape loop over all steps.

        It is nan for a way whose weights are no numbers any more.
        """
        return {
            name: float(np.max(found))
            for name, found in self.differences.items()
            if len(found)
        }

    @property
    def is_complete(self) -> bool:
        """Return whether all ways have ended."""
        return len(self.seconds) == len(WAYS)

    @property
    def effect(self) -> str:
        """Return what parts the ways: MESSAGE, LOSS, ACCURACY, "" for nothing.

        LOSS stands for the weights as well, and ACCURACY for it alone.
        """
        if self.messages:
            return MESSAGE
        bug = BUGS.get(self.settings.bug or "")
        # Without a graph, no rounding: what differs is the bug's.
        if self.parted(bug.way if bug and bug.way != LOOP else EAGER_FIT):
            return LOSS
        usual = self.accuracies[LOOP]
        apart = [
            np.max(np.abs(each - usual)) for each in self.accuracies.values()
        ]
        return ACCURACY if max(apart) > ROUNDING else ""

    def parted(self, name: str, by: float = ROUNDING) -> int:
        """Return the first step, from 1, at which a way has other weights.

        A difference of up to `by` does not count. 0 if there is none.
        """
        apart = ~(self.differences[name] <= by)
        return int(np.argmax(apart)) + 1 if apart.any() else 0

    @property
    def most_inaccurate(self) -> int:
        """Return the step, from 1, at which two accuracies differ most.

        They are those of the tape loop and of eager `fit`.
        """
        one, other = self.accuracies[LOOP], self.accuracies[EAGER_FIT]
        return int(np.argmax(np.abs(one - other))) + 1


@dataclass(frozen=True)
class Blame:
    """The code with a bug beside the right one, and the lines that differ.

    Lines are counted from 1. `below` is the line below one that only the other
    code has, 0 if there is none.
    """

    wrong: Source
    right: Source
    wrong_lines: tuple[int, ...]
    right_lines: tuple[int, ...]
    below: int = 0
