"""How replicas are fed: each its share, in order, and nothing left running."""

from tests.replicas_apart import run_apart

FED = """
from functools import partial
import numpy as np
import tensorflow as tf
from lenet.training.batches import Batches
from lenet.digits import load
from lenet.replicas.feed import Feed
from lenet.replicas.loop import local, shares
from lenet.replicas.strategies import strategy_for
from lenet.settings import Placement

strategy = strategy_for(Placement("mirrored", logical_cpus=3))
batches = Batches(load("sample", limit=100), 30, 0, 0, 2)
alone = tf.distribute.MirroredStrategy(["cpu:1"])
for strategy, replicas in ((strategy, 3), (alone, 1)):
    feed = Feed(strategy, partial(shares, batches))
    # Two epochs, with a smaller batch at the end of each; then over again.
    epochs = [*batches.epochs, *batches.epochs]
    for images, labels in (batch for epoch in epochs for batch in batches.of(epoch)):
        for whole, value in zip((images, labels), next(feed), strict=True):
            parts = strategy.experimental_local_results(value)
            assert len(parts) == replicas
            for part, share in zip(parts, np.array_split(whole, replicas), strict=True):
                np.testing.assert_array_equal(part, share)
    assert not feed.dataset.options().autotune.enabled

    @tf.function(input_signature=[*feed.element_spec])
    def sizes(images, labels):
        return strategy.run(lambda images, labels: tf.size(labels), (images, labels))

    for expected in (30, 30, 30, 10):
        assert local(strategy, sizes(*next(feed))).sum() == expected
    assert sizes.experimental_get_tracing_count() == 1  # whatever the last one's size
print("fed")
"""


def test_each_replica_gets_its_share_of_each_batch_and_one_trace_takes_them():
    assert run_apart(FED) == "fed\n"
