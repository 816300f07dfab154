"""Train the weights that ship with LeNet Lab: lenet/data/weights.npz.

    LENET_MNIST=... python -m scripts.train_shipped_weights

MNIST is downloaded if LENET_MNIST is not set. Training takes about 15 minutes on
two cores. `python -m benchmarks.weights` then measures the accuracy.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import tensorflow as tf

from benchmarks.canvas_digits import drawn
from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.training import train_step
from lenet.weights import SHIPPED
from lenet.weights import file as weights_file
from scripts.distortions import rewritten

SETS = 10  # distorted copies of all training images
DRAWN = 60_000  # simulated drawings, by benchmarks.canvas_digits
PASSES = 5  # over all images
BATCH_SIZE = 128
LEARNING_RATE = 2e-3  # at first; it falls to 0 along a cosine
SEED = 2026

Examples = tuple[np.ndarray, np.ndarray]  # images and their labels


def training_images() -> Examples:
    """Return MNIST's training images without the sample's test images: 59,000.

    They are (n, 28, 28) uint8, with their labels; images are compared by content.
    """
    mnist = load("mnist")
    kept_back = {image.tobytes() for image in load("sample").test_images}
    kept = [image.tobytes() not in kept_back for image in mnist.train_images]
    assert sum(kept) == 59_000
    return as_pixels(mnist.train_images[kept]), mnist.train_labels[kept]


def copies(images: np.ndarray, labels: np.ndarray) -> list[Examples]:
    """Return `SETS` distorted copies of all images, and simulated drawings."""
    seeds = range(SEED, SEED + SETS)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        distorted = pool.map(rewritten, [images] * SETS, seeds)
        strokes = pool.map(drawn, [DRAWN // SETS] * SETS, seeds)
        return [
            *((copy, labels) for copy in distorted),
            *((as_pixels(drawings), digits) for drawings, digits in strokes),
        ]


def as_pixels(images: np.ndarray) -> np.ndarray:
    """Return LeNet's input as (n, 28, 28) uint8, in a quarter of the memory."""
    return np.rint(images[:, 2:-2, 2:-2, 0] * 255).astype(np.uint8)


def train(images: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    """Train LeNet and return the moving average of its weights."""
    steps = len(images) // BATCH_SIZE
    model = PARADIGMS["Subclassing"](seed=SEED)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    learning_rate = tf.keras.optimizers.schedules.CosineDecay(
        LEARNING_RATE, PASSES * steps
    )
    optimizer = tf.keras.optimizers.Adam(
        learning_rate, use_ema=True, ema_momentum=0.9995
    )
    optimizer.build(model.trainable_variables)
    pixels, digits = tf.constant(images), tf.constant(labels)

    @tf.function
    def one_pass(order: tf.Tensor) -> tf.Tensor:
        total = 0.0
        for step in tf.range(steps):
            indices = order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
            batch = tf.cast(tf.gather(pixels, indices), tf.float32) / 255
            padded = tf.pad(batch, [[0, 0], [2, 2], [2, 2]])[..., None]
            padded = tf.ensure_shape(padded, (None, 32, 32, 1))
            total += train_step(
                model, loss_fn, optimizer, padded, tf.gather(digits, indices)
            )
        return total / tf.cast(steps, tf.float32)

    random = np.random.default_rng(SEED)
    for number in range(1, PASSES + 1):
        loss = one_pass(tf.constant(random.permutation(len(images))))
        print(f"pass {number} of {PASSES}: loss {loss:.4f}", flush=True)
    optimizer.finalize_variable_values(model.trainable_variables)
    return model.get_weights()


def main(path: Path = SHIPPED) -> None:
    """Distort the images, train, and save the weights that ship."""
    scanned = training_images()
    images, labels = zip(scanned, *copies(*scanned), strict=True)
    weights = train(np.concatenate(images), np.concatenate(labels))
    weights_file.save(path, weights)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
