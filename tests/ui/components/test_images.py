"""Pictures made of small arrays."""

import numpy as np

from ui.components.images import enlarged


def test_pixels_stay_sharp():
    digit = np.array([[[0.0], [1.0]], [[1.0], [0.0]]])
    assert enlarged(digit, times=2).tolist() == [
        [0, 0, 255, 255],
        [0, 0, 255, 255],
        [255, 255, 0, 0],
        [255, 255, 0, 0],
    ]
