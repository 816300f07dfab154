"""Train the weights that ship with LeNet Lab: lenet/data/weights.npz.

    LENET_MNIST=... python -m scripts.train_shipped_weights

MNIST is downloaded where LENET_MNIST names no file. It takes about 15 minutes
on two cores, and the same weights come out on the same machine.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import tensorflow as tf

from lenet import weights_file
from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.training import train_step
from lenet.weights import SHIPPED
from scripts.distortions import rewritten

SETS = 10  # distorted copies of all training images
PASSES = 5  # over all of these
BATCH_SIZE = 128
LEARNING_RATE = 2e-3  # at first; it falls to 0 along a cosine
SEED = 2026


def training_images() -> tuple[np.ndarray, np.ndarray]:
    """MNIST's training images less the sample's test images: 59,000.

    Found by content: (n, 28, 28) uint8 and their labels.
    """
    mnist = load("mnist")
    kept_back = {image.tobytes() for image in load("sample").test_images}
    kept = [image.tobytes() not in kept_back for image in mnist.train_images]
    images = mnist.train_images[kept][:, 2:-2, 2:-2, 0]
    assert len(images) == 59_000
    return np.rint(images * 255).astype(np.uint8), mnist.train_labels[kept]


def distorted(images: np.ndarray) -> np.ndarray:
    """Distort all images `SETS` times, on all cores."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        sets = pool.map(rewritten, [images] * SETS, range(SEED, SEED + SETS))
        return np.concatenate(list(sets))


def train(images: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    """Train LeNet and return the moving average of its weights."""
    steps = len(images) // BATCH_SIZE
    model = PARADIGMS["Subclassing"](seed=SEED)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    rate = tf.keras.optimizers.schedules.CosineDecay(LEARNING_RATE, PASSES * steps)
    optimizer = tf.keras.optimizers.Adam(rate, use_ema=True, ema_momentum=0.9995)
    optimizer.build(model.trainable_variables)
    pixels, digits = tf.constant(images), tf.constant(labels)

    @tf.function
    def one_pass(order: tf.Tensor) -> tf.Tensor:
        total = 0.0
        for step in tf.range(steps):
            places = order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
            batch = tf.cast(tf.gather(pixels, places), tf.float32) / 255
            padded = tf.pad(batch, [[0, 0], [2, 2], [2, 2]])[..., None]
            padded = tf.ensure_shape(padded, (None, 32, 32, 1))
            total += train_step(
                model, loss_fn, optimizer, padded, tf.gather(digits, places)
            )
        return total / tf.cast(steps, tf.float32)

    random = np.random.default_rng(SEED)
    for number in range(1, PASSES + 1):
        loss = one_pass(tf.constant(random.permutation(len(images))))
        print(f"pass {number} of {PASSES}: loss {loss:.4f}", flush=True)
    optimizer.finalize_variable_values(model.trainable_variables)
    return model.get_weights()


def main(path: Path = SHIPPED) -> None:
    """Distort, train, and write the weights where LeNet Lab finds them."""
    images, labels = training_images()
    copies = np.concatenate([images, distorted(images)])
    weights = train(copies, np.tile(labels, 1 + SETS))
    weights_file.save(path, weights)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
