"""The lesson "The race" as a notebook: five lanes, one training."""

import time

import numpy as np
import tensorflow as tf

from lenet.graphs.race.training import eager, epoch, fit, function, session
from lenet.models.subclassing import lenet


def main(seed: int = 0) -> None:
    """Race five lanes over the same batches, with small and large ones.

    https://www.tensorflow.org/guide/intro_to_graphs
    """
    # Make some images with labels
    random = np.random.default_rng(seed)
    images = random.random((1_024, 32, 32, 1), np.float32)
    labels = random.integers(0, 10, 1_024)
    tf.keras.utils.set_random_seed(seed)
    weights = lenet().get_weights()

    # Make the lanes; the first call builds or traces their graphs
    makers = [session, eager, function, epoch, fit]
    lanes = {}
    for make in makers:
        start = time.perf_counter()
        lanes[make.__name__] = lane = make(lenet, weights)
        lane.run(images[:32], labels[:32], 32)
        seconds = time.perf_counter() - start
        print(f"{make.__name__:10} first call: {seconds:.2f} s")

    # All lanes do the same arithmetic
    moved = lanes["eager"].weights()
    for name, lane in lanes.items():
        pairs = zip(lane.weights(), moved, strict=True)
        farthest = max(np.abs(one - other).max() for one, other in pairs)
        print(f"{name:10} farthest from eager's weights: {farthest:.1e}")

    # Race over the same images, in small and in large batches
    for size in (8, 64, 512):
        print(f"\nBatches of {size}, images per second:")
        for name, lane in lanes.items():
            lane.run(images, labels, size)  # warms it up
            start = time.perf_counter()
            lane.run(images, labels, size)
            seconds = time.perf_counter() - start
            print(f"{name:10} {len(images) / seconds:9,.0f}")
