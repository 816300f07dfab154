"""Small arrays as pictures that people can see."""

import numpy as np


def enlarged(digit: np.ndarray, times: int = 8) -> np.ndarray:
    """Turn a (32, 32, 1) image in [0, 1] into uint8 with square, sharp pixels."""
    pixels: np.ndarray = np.rint(255 * digit.squeeze()).astype(np.uint8)
    return pixels.repeat(times, axis=0).repeat(times, axis=1)
