"""Common mistakes in training, to be made here on purpose.

Each one changes one line or value of a step. The effects are not written down
here: `lenet.microscope.symptoms` finds them in a recording. This registry
imports no TensorFlow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lenet.mistake import Mistake

__all__ = ["MISTAKES", "StepMistake"]


@dataclass(frozen=True, kw_only=True)
class StepMistake(Mistake):
    """A mistake in one training step.

    The names "lenet.module:name" are for `lenet.source.resolve`. `step` is
    called like `lenet.training.train_step`; `build` takes a paradigm and a seed
    and returns a model; `batches` is a class like
    `lenet.training.batches.Batches`. `learning_rates` are by optimizer, and
    empty where the learner's choice counts. `own_weights` is True where the
    initial weights are the mistake.
    """

    step: str = "lenet.training.step:train_step"
    build: str = "lenet.microscope.mistakes.correct:build"
    batches: str = "lenet.training.batches:Batches"
    learning_rates: Mapping[str, float] = field(default_factory=dict)
    own_weights: bool = False

    def learning_rate_for(self, optimizer: str, own: float) -> float:
        """Return the mistake's learning rate, or `own` where it has none."""
        return self.learning_rates.get(optimizer, own)


MISTAKES: dict[str, StepMistake] = {
    "none": StepMistake(
        title="No mistake",
    ),
    "learning_rate": StepMistake(
        title="Learning rate too large",
        look_at="Compare the updates with the weights, then read the check. "
        "How far does the step go, and does the loss fall?",
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
        look_at="Read the labels of the batch. The check says that each step "
        "helped. Now follow another digit on the tab *One digit*.",
        fix="Shuffle the images again in each epoch.",
        code="lenet.microscope.mistakes.unshuffled:SortedBatches",
        batches="lenet.microscope.mistakes.unshuffled:SortedBatches",
    ),
    "zeros": StepMistake(
        title="Zeros as first weights",
        look_at="Look at the feature maps and at the gradient of each layer. "
        "Which variable is the only one that moves?",
        fix="Draw the kernels at random, as Keras does by default. Biases may "
        "start at zero.",
        code="lenet.microscope.mistakes.zeros:build",
        build="lenet.microscope.mistakes.zeros:build",
        own_weights=True,
    ),
    "softmax": StepMistake(
        title="A softmax too many",
        look_at="Compare the probabilities that go into the loss with those "
        "that the model returns. Then look at the size of the gradients.",
        fix="Pass the model's probabilities to the loss without another "
        "softmax. Or remove the model's softmax and let the loss compute it, "
        "with `from_logits=True`.",
        code="lenet.microscope.mistakes.softmax:train_step",
        step="lenet.microscope.mistakes.softmax:train_step",
    ),
    "training": StepMistake(
        title="A forgotten training=True",
        look_at="Compare the input of the dropout layer with its output.",
        fix="Call the model with `training=True` in the training step, and "
        "only there.",
        code="lenet.microscope.mistakes.training:train_step",
        step="lenet.microscope.mistakes.training:train_step",
        build="lenet.microscope.mistakes.dropout:build",
    ),
    "variable": StepMistake(
        title="A variable created in the step",
        look_at="Compare the number of variables that the tape watches with "
        "the number of gradients. One is missing: which value does it have in "
        "each step?",
        fix="Create variables once, in the model, where "
        "`trainable_variables` finds them.",
        code="lenet.microscope.mistakes.variable:train_step",
        step="lenet.microscope.mistakes.variable:train_step",
    ),
    "outside": StepMistake(
        title="NumPy inside the tape's block",
        look_at="Read the gradients: what did the tape return? Then look for "
        "the value in the loss that is an array and not a tensor.",
        fix="Compute with TensorFlow inside the tape's block, here with "
        "`tf.clip_by_value`. Keras's loss clips the probabilities itself, so "
        "the line can also go.",
        code="lenet.microscope.mistakes.outside:train_step",
        step="lenet.microscope.mistakes.outside:train_step",
    ),
}
