"""MNIST's handwritten digits: a sample that ships, and all 70,000 of them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from lenet.digits import mnist
from lenet.digits.checks import labelled
from lenet.digits.mnist import DigitsError
from lenet.settings import SOURCE_NAMES, TRAINING_IMAGES, one_of, within

__all__ = [
    "Digits",
    "DigitsError",
    "as_input",
    "checked",
    "load",
    "random_digit",
]

SAMPLE = Path(__file__).parents[1] / "data" / "sample.npz"
TEST_IMAGES = {"sample": 1_000, "mnist": 10_000}


@dataclass(frozen=True, eq=False)
class Digits:
    """Labelled images, for training and for testing.

    Images are (n, 32, 32, 1) float32 in [0, 1], bright ink on black: MNIST's
    28x28 with a border of 2 pixels, the input size of LeNet. Labels are (n,)
    int64, 0 to 9.

    LeCun et al. (1998), http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def load(source: str, *, limit: int | None = None) -> Digits:
    """Load the digits of `source`, "sample" or "mnist".

    The sample has 4,000 training images and 1,000 test images; MNIST has
    60,000 and 10,000. `limit` keeps only the first `limit` training images, and
    all test images. MNIST is read from the path in the environment variable
    LENET_MNIST, else from Keras's cache, else downloaded.

    Raises DigitsError if the digits cannot be loaded or are not MNIST's, and
    ValueError for another source or a limit below 1.

    https://keras.io/api/datasets/mnist/
    """
    one_of("source", source, SOURCE_NAMES)
    if limit is not None:
        within("limit", limit, 1, TRAINING_IMAGES["mnist"])
    arrays = _arrays(source)
    return Digits(
        train_images=as_input(arrays["x_train"][:limit]),
        train_labels=arrays["y_train"][:limit].astype(np.int64),
        test_images=as_input(arrays["x_test"]),
        test_labels=arrays["y_test"].astype(np.int64),
    )


def checked(digits: Digits) -> Digits:
    """Return the digits as `Digits` describes them, if they are valid.

    Other floats become float32, other integers int64. Raises TypeError for
    what is no Digits and has no arrays, and ValueError for arrays with
    anything but images and their labels.
    """
    if not isinstance(digits, Digits):
        raise TypeError(
            f"digits is a {type(digits).__name__}; expected lenet.digits."
            "Digits(train_images, train_labels, test_images, test_labels): "
            "make one, or take lenet.digits.load."
        )
    return Digits(
        *labelled(digits.train_images, digits.train_labels, "train_"),
        *labelled(digits.test_images, digits.test_labels, "test_"),
    )


def random_digit(random: np.random.Generator) -> tuple[np.ndarray, int]:
    """Return a test image of the sample, (32, 32, 1), and its label."""
    images, labels = _sample_test()
    index = random.integers(len(images))
    return as_input(images[index : index + 1])[0], int(labels[index])


def as_input(images: np.ndarray) -> np.ndarray:
    """Return (n, 28, 28) uint8 as LeNet's input, (n, 32, 32, 1) in [0, 1]."""
    inputs = np.zeros((len(images), 32, 32, 1), np.float32)
    np.divide(images, np.float32(255), out=inputs[:, 2:-2, 2:-2, 0])
    return inputs


@cache
def _sample_test() -> tuple[np.ndarray, np.ndarray]:
    arrays = _arrays("sample")
    return arrays["x_test"], arrays["y_test"]


def _arrays(source: str) -> dict[str, np.ndarray]:
    path = SAMPLE if source == "sample" else mnist.find()
    return mnist.read(path, TRAINING_IMAGES[source], TEST_IMAGES[source])
