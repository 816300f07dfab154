"""Pictures made of small arrays."""

import numpy as np

from ui.components.images import enlarged, tiled


def test_images_are_laid_out_row_by_row():
    images = np.stack([np.full((2, 2, 1), n, np.float32) for n in range(5)])
    sheet = tiled(images)
    assert sheet.tolist() == [
        [0, 0, 1, 1, 2, 2],
        [0, 0, 1, 1, 2, 2],
        [3, 3, 4, 4, 0, 0],
        [3, 3, 4, 4, 0, 0],
    ]


def test_pixels_stay_sharp():
    digit = np.array([[[0.0], [1.0]], [[1.0], [0.0]]])
    assert enlarged(digit, times=2).tolist() == [
        [0, 0, 255, 255],
        [0, 0, 255, 255],
        [255, 255, 0, 0],
        [255, 255, 0, 0],
    ]
