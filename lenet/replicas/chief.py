"""Send the state of worker 0 to all workers, through the same all-reduce."""

import numpy as np
import tensorflow as tf

from lenet.settings import Settings
from lenet.state import TrainState
from lenet.weights import checkpoint


def state_of_chief(
    strategy: tf.distribute.Strategy,
    state: TrainState | None,
    settings: Settings,
) -> TrainState | None:
    """Return the state that worker 0 has, to the last bit, on all workers.

    Only worker 0's `state` counts, so no other needs to reach its disk.
    Raises ValueError at a worker that has other settings than worker 0.
    """
    is_chief = strategy.cluster_resolver.task_id == 0
    mine = checkpoint.to_bytes(state if is_chief else None, settings)
    (size,) = _sum(strategy, [len(mine) if is_chief else 0])
    padded = np.zeros(int(size), np.uint8)
    if is_chief:
        padded[:] = np.frombuffer(mine, np.uint8)
    theirs = _sum(strategy, padded).astype(np.uint8).tobytes()
    try:
        return checkpoint.from_bytes(theirs, settings, free=frozenset())
    except checkpoint.CheckpointError as error:
        raise ValueError(
            "All workers need the same command, and worker 0 runs another one: "
            f"what it sent {error}"
        ) from error


def wait_for_all(strategy: tf.distribute.Strategy) -> None:
    """Return once every worker has called this function."""
    _sum(strategy, [0])


def _sum(strategy: tf.distribute.Strategy, numbers: object) -> np.ndarray:
    """Add up vectors of whole numbers, one a worker; exact up to 2**24.

    As float32, since every device and every way of communication adds those.
    """
    mine = tf.constant(numbers, tf.float32)

    @tf.function
    def on_replica() -> tf.Tensor:
        replica = tf.distribute.get_replica_context()
        # A worker with several replicas takes part once.
        local = replica.num_replicas_in_sync // _workers(strategy)
        is_first = replica.replica_id_in_sync_group % local == 0
        return replica.all_reduce("SUM", mine * tf.cast(is_first, tf.float32))

    summed = strategy.run(on_replica)
    return strategy.experimental_local_results(summed)[0].numpy()


def _workers(strategy: tf.distribute.Strategy) -> int:
    return len(strategy.cluster_resolver.cluster_spec().as_dict()["worker"])
