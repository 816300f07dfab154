"""A digit that moves along the gradient of one of LeNet's outputs.

`walking` computes it. This module imports no TensorFlow.
"""

import numpy as np

from lenet.digits import random_digit

MOST_STEPS = 30


def example(label: int, seed: int) -> np.ndarray:
    """Return a test image of the sample with this label, (32, 32, 1) float32.

    The seed decides which one. Raises ValueError for a label that is no digit.
    """
    if label not in range(10):
        raise ValueError(f"label is {label!r}; it must be a digit, 0 to 9.")
    random = np.random.default_rng([seed, label])
    while True:
        image, its_label = random_digit(random)
        if its_label == label:
            return image
