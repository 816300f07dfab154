"""Pictures that people can see, of small arrays and of the app's own files."""

import base64
import functools
import math
from pathlib import Path

import numpy as np


def enlarged(digit: np.ndarray, times: int = 8) -> np.ndarray:
    """Turn a (32, 32, 1) image in [0, 1] into uint8 with square, sharp pixels."""
    pixels: np.ndarray = np.rint(255 * digit.squeeze()).astype(np.uint8)
    return pixels.repeat(times, axis=0).repeat(times, axis=1)


def tiled(images: np.ndarray) -> np.ndarray:
    """Lay (n, 32, 32, 1) images in [0, 1] out as one picture, as square as can be."""
    across = math.ceil(math.sqrt(len(images)))
    down = math.ceil(len(images) / across)
    sheet = np.zeros((down * across, *images.shape[1:3]), images.dtype)
    sheet[: len(images)] = images.squeeze(-1)
    rows = sheet.reshape(down, across, *images.shape[1:3]).swapaxes(1, 2)
    return rows.reshape(down * images.shape[1], across * images.shape[2])


@functools.cache
def svg_address(file: Path) -> str:
    """Read an SVG file once, and give it as an address that a browser shows."""
    encoded = base64.b64encode(file.read_bytes()).decode()
    return f"data:image/svg+xml;base64,{encoded}"
