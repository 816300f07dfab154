"""Images of small arrays, enlarged, and of the app's own SVG files."""

import base64
import functools
from pathlib import Path

import numpy as np


def enlarged(digit: np.ndarray, times: int = 8) -> np.ndarray:
    """Return a (32, 32, 1) image in [0, 1] as uint8, each pixel a sharp square."""
    pixels: np.ndarray = np.rint(255 * digit.squeeze()).astype(np.uint8)
    return pixels.repeat(times, axis=0).repeat(times, axis=1)


@functools.cache
def svg_address(file: Path) -> str:
    """Read an SVG file once; return it as a data URL."""
    encoded = base64.b64encode(file.read_bytes()).decode()
    return f"data:image/svg+xml;base64,{encoded}"
