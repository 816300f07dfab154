"""The one training step, on each replica of a strategy at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import tensorflow as tf

from lenet.models import PARADIGMS
from lenet.replicas.feed import Feed
from lenet.replicas.step import check_shares, distributed_step, local, shares
from lenet.state import arrays
from lenet.training.optimizers import OPTIMIZERS, restore

if TYPE_CHECKING:
    from lenet.training.run import Run


def replicated(run: Run, strategy: tf.distribute.Strategy) -> None:
    """Run each step on all replicas, which then hold the same weights.

    The model and the optimizer that train are made under the strategy. At the
    end of each epoch their values are copied to the run's own, on one device,
    which are tested, logged and saved. Raises ValueError where a batch does not
    divide among the replicas.

    https://www.tensorflow.org/guide/distributed_training
    """
    check_shares(run.batches, strategy.num_replicas_in_sync)
    with strategy.scope():
        model = PARADIGMS[run.state().paradigm]()
        optimizer = OPTIMIZERS[run.optimizer_name](run.learning_rate)
        optimizer.build(model.trainable_variables)
        model.set_weights(run.model.get_weights())
        restore(optimizer, arrays(run.optimizer.variables))
    batches = Feed(strategy, partial(shares, run.batches))
    step = distributed_step(strategy, model, optimizer, batches.element_spec)
    votes = 0.0
    # All replicas stop after the same batch, or those that go on would wait.
    epochs = run.epochs(stop_rule=lambda: votes > 0)
    for epoch in epochs:
        for size in run.batches.sizes(epoch):
            vote = tf.constant(float(run.should_stop()))
            loss, accuracy, votes, work = step(
                *next(batches), tf.constant(size), vote
            )
            run.reporter.after_replicas(*local(strategy, work))
            if run.after_batch(loss, accuracy):
                break
        run.model.set_weights(model.get_weights())
        restore(run.optimizer, arrays(optimizer.variables))
