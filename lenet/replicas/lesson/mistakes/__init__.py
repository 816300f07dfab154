"""Mistakes that are made with replicas, to be made here on purpose.

Each one takes the place of one part of a replicated training, and leaves the
rest as it is. What comes of it is not written down here:
`lenet.replicas.lesson.mistake_curves` trains without and with it. This
registry imports no TensorFlow.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lenet.mistake import Mistake

__all__ = ["MISTAKES", "PARTS", "ReplicaMistake"]

# What a replicated training is made of, by names for `lenet.source.resolve`:
# a replica's loss, of the size of the global batch; the dataset of the shares;
# a model, of a seed; an optimizer, of its name, its rate for one device's
# batches and how many times as large the global batch is.
PARTS: dict[str, str] = {
    "loss": "lenet.replicas.step:ShareOfLoss",
    "shares": "lenet.replicas.step:shares",
    "build": "lenet.replicas.lesson.mistakes.correct:build",
    "optimizer": "lenet.replicas.lesson.mistakes.correct:optimizer",
}


@dataclass(frozen=True, kw_only=True)
class ReplicaMistake(Mistake):
    """A mistake in one part of a replicated training.

    `part` of PARTS is `right` in the one training and `code` in the other.
    `batch_size` is the global batch, or, where the batch `grows`, that of each
    replica. `learning_rates` are by optimizer, those for one device.
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
        what="Each replica takes the mean loss of its own images, as one "
        "device would. The optimizer adds up the replicas' gradients.",
        fix="Divide by the global batch: "
        "`tf.nn.compute_average_loss(..., global_batch_size=...)`.",
        part="loss",
        right=PARTS["loss"],
        code="lenet.replicas.lesson.mistakes.mean:MeanOfSlice",
        batch_size=32,
        learning_rates={"sgd": 0.2, "adam": 1e-3},
    ),
    "rate": ReplicaMistake(
        title="A learning rate not scaled",
        what="Each replica has the batch that one device had, so an epoch has "
        "fewer steps. The learning rate stays what it was.",
        fix="Scale the rate with the global batch, and begin below it for "
        "the first epochs: the linear scaling rule with warm-up, of [Goyal et "
        "al. (2017)](https://arxiv.org/abs/1706.02677), found for SGD.",
        part="optimizer",
        right=PARTS["optimizer"],
        code="lenet.replicas.lesson.mistakes.learning_rate:optimizer",
        batch_size=16,
        learning_rates={"sgd": 0.02, "adam": 1e-3},
        epochs=3,
        grows=True,
    ),
    "normalisation": ReplicaMistake(
        title="Normalised by a slice",
        what="A LeNet with batch normalisation after its first dense layer: "
        "each replica normalises by the few images of its own slice.",
        fix="`BatchNormalization(synchronized=True)` adds up the statistics "
        "of all replicas, in an all-reduce of its own; or give each replica "
        "more images.",
        part="build",
        right="lenet.replicas.lesson.mistakes.normalisation:build_synchronized",
        code="lenet.replicas.lesson.mistakes.normalisation:build",
        batch_size=32,
        learning_rates={"sgd": 0.1, "adam": 1e-3},
        epochs=1,
    ),
    "unsharded": ReplicaMistake(
        title="Data that is not sharded",
        what="Every replica gets the same slice of each batch: nobody asks "
        "which replica it is for.",
        fix="Give each replica its own slice, as here; or shard by hand, "
        "with `Dataset.shard`; or leave it to "
        "`strategy.experimental_distribute_dataset`.",
        part="shares",
        right=PARTS["shares"],
        code="lenet.replicas.lesson.mistakes.unsharded:shares",
        batch_size=64,
        learning_rates={"sgd": 0.1, "adam": 1e-3},
    ),
}
assert all(mistake.part in PARTS for mistake in MISTAKES.values())
