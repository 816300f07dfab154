"""LeNet's forward pass in NumPy: the oracle for what TensorFlow computes."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def relu(values):
    return np.maximum(values, 0)


def softmax(values):
    powers = np.exp(values - values.max())
    return powers / powers.sum()


def convolution(images, kernel, bias):
    """Take (height, width, maps): no padding, one step at a time."""
    windows = sliding_window_view(images, kernel.shape[:2], axis=(0, 1))
    return relu(np.einsum("yxcij,ijcm->yxm", windows, kernel) + bias)


def pooling(images):
    """Return the mean of each 2x2 window; what is left over is not used."""
    height, width = (side // 2 for side in images.shape[:2])
    whole = images[: 2 * height, : 2 * width]
    return whole.reshape(height, 2, width, 2, -1).mean(axis=(1, 3))


def layers(weights, digit):
    """Return the outputs of C1, S2, C3, S4, F5, F6 and the output layer."""
    exact = [weight.astype(np.float64) for weight in weights]
    c1 = convolution(digit.astype(np.float64), *exact[0:2])
    s2 = pooling(c1)
    c3 = convolution(s2, *exact[2:4])
    s4 = pooling(c3)
    f5 = relu(s4.ravel() @ exact[4] + exact[5])
    f6 = relu(f5 @ exact[6] + exact[7])
    return c1, s2, c3, s4, f5, f6, softmax(f6 @ exact[8] + exact[9])
