"""An iterator that hands each replica of this process its share of a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf


class Feed:
    """An iterator over batches: for each, the shares of all replicas here.

    `make_dataset` returns, for a `tf.distribute.InputContext`, a dataset of the
    shares in the replicas' order. `element_spec` describes what `next` returns.

    The strategy's own iterator has an autotuning thread for each device. Such a
    thread may react to the end of the iterator only after up to a minute, and
    the process waits for it. Here one iterator without such a thread serves all
    replicas.

    https://www.tensorflow.org/tutorials/distribute/input
    """

    def __init__(
        self,
        strategy: tf.distribute.Strategy,
        make_dataset: Callable[[tf.distribute.InputContext], tf.data.Dataset],
    ) -> None:
        self.strategy = strategy
        described = strategy.distribute_datasets_from_function(
            lambda context: self._keep(make_dataset(context))
        )
        self.element_spec = described.element_spec
        self.shares = iter(self.dataset)

    def __iter__(self) -> Feed:
        return self

    def __next__(self) -> tuple[Any, Any]:
        """Return images and labels of the next batch, a share per replica."""
        if self.strategy.num_replicas_in_sync == 1:
            return next(self.shares)
        return self.strategy.experimental_distribute_values_from_function(
            lambda context: next(self.shares)
        )

    def _keep(self, dataset: tf.data.Dataset) -> tf.data.Dataset:
        options = tf.data.Options()
        options.autotune.enabled = False
        self.dataset = dataset.with_options(options)
        return self.dataset
