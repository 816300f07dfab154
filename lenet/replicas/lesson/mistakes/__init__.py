"""Typical mistakes with replicas, made here on purpose.

Each one replaces one part of a replicated training, and nothing else. Its
effect is not written down here: `lenet.replicas.lesson.mistake_curves` trains
without and with it. This registry imports no TensorFlow.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lenet.mistake import Mistake

__all__ = ["MISTAKES", "PARTS", "ReplicaMistake"]

# The parts of a replicated training, as names for `lenet.source.resolve`. They
# make a replica's loss from the size of the global batch, the dataset of the
# shares, a model from a seed, and an optimizer from its name, its learning rate
# for one device, and how many times as large the global batch is.
PARTS: dict[str, str] = {
    "loss": "lenet.replicas.step:ShareOfLoss",
    "shares": "lenet.replicas.step:shares",
    "build": "lenet.replicas.lesson.mistakes.correct:build",
    "optimizer": "lenet.replicas.lesson.mistakes.correct:optimizer",
}


@dataclass(frozen=True, kw_only=True)
class ReplicaMistake(Mistake):
    """A mistake in one part of a replicated training.

    In PARTS, `part` is `right` in the one training and `code` in the other.
    `batch_size` is the global batch, or that of each replica where the batch
    `grows` with the replicas. `learning_rates` maps an optimizer to its
    learning rate for one device.
    """

    part: str
    right: str
    batch_size: int
    learning_rates: Mapping[str, float]
    epochs: int = 2
    grows: bool = False


MISTAKES: dict[str, ReplicaMistake] = {
    "mean": ReplicaMistake(
        title="A mean for each replica",
        what="Each replica computes the mean loss of its own images, as one "
        "device would. The optimizer adds up the replicas' gradients.",
        fix="Divide by the global batch: "
        "`tf.nn.compute_average_loss(..., global_batch_size=...)`.",
        part="loss",
        right=PARTS["loss"],
        code="lenet.replicas.lesson.mistakes.mean:MeanOfShare",
        batch_size=32,
        learning_rates={"sgd": 0.2, "adam": 1e-3},
    ),
    "learning_rate": ReplicaMistake(
        title="Learning rate not scaled",
        what="Each replica gets as many images as one device did, so an epoch "
        "has fewer steps. The learning rate stays the same.",
        fix="Multiply the learning rate by the growth of the global batch, "
        "and start with a smaller one in the first epochs. This is the linear "
        "scaling rule with warm-up of [Goyal et al. (2017)]"
        "(https://arxiv.org/abs/1706.02677), found for SGD.",
        part="optimizer",
        right=PARTS["optimizer"],
        code="lenet.replicas.lesson.mistakes.learning_rate:optimizer",
        batch_size=16,
        learning_rates={"sgd": 0.02, "adam": 1e-3},
        epochs=3,
        grows=True,
    ),
    "normalisation": ReplicaMistake(
        title="Normalised by its own share",
        what="A LeNet with batch normalisation after its first dense layer. "
        "Each replica normalises by the few images of its own share.",
        fix="`BatchNormalization(synchronized=True)` adds up the statistics "
        "of all replicas, in an all-reduce of its own. Or give each replica "
        "more images.",
        part="build",
        right="lenet.replicas.lesson.mistakes.normalisation:build_synchronized",
        code="lenet.replicas.lesson.mistakes.normalisation:build",
        batch_size=32,
        learning_rates={"sgd": 0.1, "adam": 1e-3},
        epochs=1,
    ),
    "unsharded": ReplicaMistake(
        title="Data not sharded",
        what="Every replica gets the same share of each batch, because the "
        "code does not ask which replica the share is for.",
        fix="Give each replica its own share, as the code here does. Or use "
        "`Dataset.shard`, or let "
        "`strategy.experimental_distribute_dataset` do it.",
        part="shares",
        right=PARTS["shares"],
        code="lenet.replicas.lesson.mistakes.unsharded:shares",
        batch_size=64,
        learning_rates={"sgd": 0.1, "adam": 1e-3},
    ),
}
assert all(mistake.part in PARTS for mistake in MISTAKES.values())
