"""The images of an exported training, and their batches."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import tensorflow as tf

from lenet.digits import Digits, as_input
from lenet.training.batches import shuffled


def load_mnist(file: str, limit: int) -> Digits:
    """Load digits from a file in Keras's format, else MNIST through Keras.

    Of the training images only the first `limit` are kept. Keras downloads
    MNIST once, about 11 MB. Ends the program where neither can be had.

    https://keras.io/api/datasets/mnist/
    """
    try:
        if Path(file).exists():
            with np.load(file) as arrays:
                x_train, y_train = arrays["x_train"], arrays["y_train"]
                x_test, y_test = arrays["x_test"], arrays["y_test"]
        else:
            print(f"There is no {file} here: these images are Keras's MNIST.")
            loaded = tf.keras.datasets.mnist.load_data()
            (x_train, y_train), (x_test, y_test) = loaded
    except Exception as error:  # Keras raises a plain Exception
        sys.exit(
            f"There are no images: {error}. Put {file} into this folder, with "
            "the arrays of Keras's mnist.npz, or connect to the internet."
        )
    return Digits(
        train_images=as_input(x_train[:limit]),
        train_labels=y_train[:limit].astype(np.int64),
        test_images=as_input(x_test),
        test_labels=y_test.astype(np.int64),
    )


def batches(
    digits: Digits, batch_size: int, seed: int, epoch: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the images and labels of an epoch, batch by batch, shuffled."""
    order = shuffled(len(digits.train_images), seed, epoch)
    for first in range(0, len(order), batch_size):
        batch = order[first : first + batch_size]
        yield digits.train_images[batch], digits.train_labels[batch]
