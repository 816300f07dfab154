"""Mistakes that are made in training, to be made here on purpose.

Each one changes a step in one place, and leaves the rest as it is. Nothing
about what comes of it is written down here: `lenet.microscope.symptoms` reads
that from a recording. This registry imports no TensorFlow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lenet.mistake import Mistake

__all__ = ["MISTAKES", "StepMistake"]


@dataclass(frozen=True, kw_only=True)
class StepMistake(Mistake):
    """A mistake in one training step, in the place of what is right.

    The names "lenet.module:name" are for `lenet.source.resolve`: `step` is
    called like `lenet.training.train_step`, `build` takes a paradigm and a seed
    and returns a model, `batches` is a class like
    `lenet.training.batches.Batches`. `learning_rates` are by optimizer, and
    empty where the learner's own counts. `own_weights` is True where the first
    weights are the mistake.
    """

    step: str = "lenet.training.step:train_step"
    build: str = "lenet.microscope.mistakes.correct:build"
    batches: str = "lenet.training.batches:Batches"
    learning_rates: Mapping[str, float] = field(default_factory=dict)
    own_weights: bool = False

    def rate(self, optimizer: str, own: float) -> float:
        """Return the mistake's learning rate, or `own` where it has none."""
        return self.learning_rates.get(optimizer, own)


MISTAKES: dict[str, StepMistake] = {
    "none": StepMistake(
        title="No mistake",
    ),
    "learning_rate": StepMistake(
        title="Learning rate too large",
        look_at="The update beside the weights, and the check: the step goes "
        "far past the place that the gradient points to.",
        fix="Divide the learning rate by 10 until the loss falls.",
        # Each is 100 to 1,000 times what trains LeNet well.
        learning_rates={
            "adam": 0.1,
            "sgd": 10.0,
            "momentum": 10.0,
            "rmsprop": 0.1,
        },
    ),
    "unshuffled": StepMistake(
        title="No shuffling",
        look_at="The labels of the batch. The check is happy with each step; "
        "now follow another digit, in the part *One digit*.",
        fix="Shuffle the images anew in each epoch.",
        code="lenet.microscope.mistakes.unshuffled:SortedBatches",
        batches="lenet.microscope.mistakes.unshuffled:SortedBatches",
    ),
    "zeros": StepMistake(
        title="Zeros as first weights",
        look_at="The feature maps, and the gradient of each layer: which "
        "variable is the only one to move?",
        fix="Draw the kernels at random, as Keras does unless told "
        "otherwise; biases may start at zero.",
        code="lenet.microscope.mistakes.zeros:build",
        build="lenet.microscope.mistakes.zeros:build",
        own_weights=True,
    ),
    "softmax": StepMistake(
        title="A softmax too many",
        look_at="The probabilities that go into the loss, beside those that "
        "the model gives; then the size of the gradients.",
        fix="Give the loss what the model's softmax gives; or leave the "
        "softmax to the loss, with `from_logits=True`.",
        code="lenet.microscope.mistakes.softmax:train_step",
        step="lenet.microscope.mistakes.softmax:train_step",
    ),
    "training": StepMistake(
        title="A forgotten training=True",
        look_at="What the dropout layer gets, and what it gives.",
        fix="Call the model with `training=True` in the training step, and "
        "nowhere else.",
        code="lenet.microscope.mistakes.training:train_step",
        step="lenet.microscope.mistakes.training:train_step",
        build="lenet.microscope.mistakes.dropout:build",
    ),
    "variable": StepMistake(
        title="A variable created in the step",
        look_at="The number of variables that the tape watches, beside that of "
        "the gradients. One is missing: which value has it in each step?",
        fix="Create variables once, in the model, where "
        "`trainable_variables` finds them.",
        code="lenet.microscope.mistakes.variable:train_step",
        step="lenet.microscope.mistakes.variable:train_step",
    ),
}
