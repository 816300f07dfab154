"""Mistakes that are made in training, to be made here on purpose.

Each one changes a step in one place, and leaves the rest as it is. Nothing
about what comes of it is written down here: `lenet.microscope.symptoms` reads
that from a recording. This registry imports no TensorFlow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["MISTAKES", "Mistake"]


@dataclass(frozen=True)
class Mistake:
    """One thing done wrong, where it shows, and how it is mended.

    `look_at` and `remedy` are Markdown; empty where nothing is wrong.
    `code` names what has the mistake in it, to be read; empty where there is
    no such code. The names "lenet.module:name" are for `lenet.source.resolve`:
    `step` is called like `lenet.training.train_step`, `build` takes a paradigm
    and a seed and gives a model, `batches` is a class like
    `lenet.training.batches.Batches`.
    `learning_rates` are by optimizer, and empty where the learner's own counts.
    `own_weights` is True where the first weights are the mistake.
    """

    title: str
    look_at: str = ""
    remedy: str = ""
    code: str = ""
    step: str = "lenet.training.step:train_step"
    build: str = "lenet.microscope.mistakes.right:build"
    batches: str = "lenet.training.batches:Batches"
    learning_rates: Mapping[str, float] = field(default_factory=dict)
    own_weights: bool = False

    def rate(self, optimizer: str, own: float) -> float:
        """Give the learning rate that counts: the mistake's, or one's own."""
        return self.learning_rates.get(optimizer, own)


MISTAKES: dict[str, Mistake] = {
    "none": Mistake(
        title="No mistake",
    ),
    "learning_rate": Mistake(
        title="Learning rate too large",
        look_at="The update beside the weights, and the check: the step goes "
        "far past the place that the gradient points to.",
        remedy="Divide the learning rate by 10 until the loss falls.",
        # Each is 100 to 1,000 times what trains LeNet well.
        learning_rates={
            "adam": 0.1,
            "sgd": 10.0,
            "momentum": 10.0,
            "rmsprop": 0.1,
        },
    ),
    "unshuffled": Mistake(
        title="No shuffling",
        look_at="The labels of the batch. The check is happy with each step; "
        "now follow another digit, in the part *One digit*.",
        remedy="Shuffle the images anew in each epoch.",
        code="lenet.microscope.mistakes.unshuffled:SortedBatches",
        batches="lenet.microscope.mistakes.unshuffled:SortedBatches",
    ),
    "zeros": Mistake(
        title="Zeros as first weights",
        look_at="The feature maps, and the gradient of each layer: which "
        "variable is the only one to move?",
        remedy="Draw the kernels at random, as Keras does unless told "
        "otherwise; biases may start at zero.",
        code="lenet.microscope.mistakes.zeros:build",
        build="lenet.microscope.mistakes.zeros:build",
        own_weights=True,
    ),
    "softmax": Mistake(
        title="A softmax too many",
        look_at="The probabilities that go into the loss, beside those that "
        "the model gives; then the size of the gradients.",
        remedy="Give the loss what the model's softmax gives; or leave the "
        "softmax to the loss, with `from_logits=True`.",
        code="lenet.microscope.mistakes.softmax:train_step",
        step="lenet.microscope.mistakes.softmax:train_step",
    ),
    "training": Mistake(
        title="A forgotten training=True",
        look_at="What the dropout layer gets, and what it gives.",
        remedy="Call the model with `training=True` in the training step, and "
        "nowhere else.",
        code="lenet.microscope.mistakes.training:train_step",
        step="lenet.microscope.mistakes.training:train_step",
        build="lenet.microscope.mistakes.dropout:build",
    ),
    "variable": Mistake(
        title="A variable created in the step",
        look_at="The number of variables that the tape watches, beside that of "
        "the gradients. One is missing: which value has it in each step?",
        remedy="Create variables once, in the model, where "
        "`trainable_variables` finds them.",
        code="lenet.microscope.mistakes.variable:train_step",
        step="lenet.microscope.mistakes.variable:train_step",
    ),
}
