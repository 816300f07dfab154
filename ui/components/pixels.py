"""Arrays as pictures: small PNGs within the page, in the app's two scales.

Pixels and activations are grey, from 0 to the largest. Weights, gradients and
updates are orange below 0 and blue above 0, with the same limit on both sides. NaN
and inf are magenta.

A picture is made in three steps: `levels` turns values into levels of a scale, a
layout (`sheet`, `weights`, ...) puts them into one rectangle, and `png` makes the
data URL. Between the steps all is uint8, so they cost well under a millisecond.
"""

import base64
import io
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image

from ui.components import theme

# Indices of a palette: 0 to TOP are the scale, an odd count so that zero has one.
# INK is black, for lines over a picture.
TOP, INK, GAP, ODD = 252, 253, 254, 255


@dataclass(frozen=True)
class Scale:
    """Colours from low to high: for 0 to 1, or for -1 to 1 where it is `signed`."""

    colours: tuple[str, ...]
    signed: bool

    @cached_property
    def palette(self) -> bytes:
        """Return 256 colours of three bytes each, as a PNG stores them."""
        stops = np.array([_rgb(colour) for colour in self.colours])
        positions = np.linspace(0, TOP, len(stops))
        table = np.zeros((256, 3))
        for channel in range(3):
            table[: TOP + 1, channel] = np.interp(
                np.arange(TOP + 1), positions, stops[:, channel]
            )
        table[INK] = _rgb(theme.BLACK)
        table[ODD] = _rgb(theme.MAGENTA)
        return np.rint(table).astype(np.uint8).tobytes()


SEQUENTIAL = Scale(theme.SEQUENTIAL, signed=False)
DIVERGING = Scale(theme.DIVERGING, signed=True)


def fitting(values: np.ndarray) -> Scale:
    """Return the scale for activations: grey, if none of them is negative."""
    with np.errstate(invalid="ignore"):
        negative = np.any((values < 0) & np.isfinite(values))
    return DIVERGING if negative else SEQUENTIAL


def largest(values: np.ndarray) -> float:
    """Return the largest magnitude of the finite values, or 0."""
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def levels(values: np.ndarray, scale: Scale, limit: float) -> np.ndarray:
    """Return values as levels of a scale that ends at `limit`: uint8, same shape."""
    finite = np.isfinite(values)
    share = np.where(finite, values, 0) / (limit or 1)
    if scale.signed:
        share = (share + 1) / 2
    indices = np.rint(TOP * np.clip(share, 0, 1))
    return np.where(finite, indices, ODD).astype(np.uint8)


def png(picture: np.ndarray, scale: Scale) -> str:
    """Return levels, (height, width) uint8, as a PNG in a data URL.

    Gaps are transparent, so that they suit both themes.
    """
    image = Image.fromarray(picture)
    image.putpalette(scale.palette)
    file = io.BytesIO()
    image.save(file, "png", compress_level=1, transparency=GAP)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def tiled(
    pictures: np.ndarray, across: int = 0, *, gap: int = 1, empty: int = GAP
) -> np.ndarray:
    """Return (n, height, width) pictures as one, laid out row by row.

    As square as possible, or with `across` in each row. The `gap` pixels between
    them and the cells that are left over are `empty`.
    """
    across = across or across_of(len(pictures))
    down = math.ceil(len(pictures) / across)
    height, width = pictures.shape[1:]
    cell = (height + gap, width + gap)
    cells = np.full((down * across, *cell), empty, pictures.dtype)
    cells[: len(pictures), :height, :width] = pictures
    rows = cells.reshape(down, across, *cell).swapaxes(1, 2)
    whole = rows.reshape(down * cell[0], across * cell[1])
    return whole[: whole.shape[0] - gap, : whole.shape[1] - gap]


def mosaic(images: np.ndarray, across: int = 0) -> np.ndarray:
    """Return (n, height, width) images as one picture, without gaps; black is 0."""
    return tiled(images, across, gap=0, empty=0)


def rectangle(units: np.ndarray) -> np.ndarray:
    """Return (n,) levels in rows, as square as possible."""
    across = across_of(len(units))
    cells = np.full(math.ceil(len(units) / across) * across, GAP, np.uint8)
    cells[: len(units)] = units
    return cells.reshape(-1, across)


def sheet(output: np.ndarray, across: int = 0) -> np.ndarray:
    """Return a layer's output for one image as one rectangle.

    The output is (height, width, maps) or (units,). `across` maps are in a row; 0
    means as square as possible.
    """
    if output.ndim == 3:
        return tiled(np.moveaxis(output, -1, 0), across)
    return rectangle(output.ravel())


def weights(array: np.ndarray) -> np.ndarray:
    """Return weights as one rectangle, laid out by their shape.

    Kernels (3, 3, in, out) have a row for each input and a column for each output,
    kernels of dense layers (in, units) a row for each unit. Biases are a strip.
    """
    if array.ndim == 4:
        small = array.transpose(2, 3, 0, 1)
        return tiled(small.reshape(-1, *array.shape[:2]), across=array.shape[3])
    if array.ndim == 2:
        return array.T
    strip = array.reshape(1, -1)
    return strip.repeat(strip_height(strip.size), axis=0)


def strip_height(length: int) -> int:
    """Return how many pixels high a strip is: thick enough to see."""
    return max(1, length // 16)


def across_of(count: int) -> int:
    """Return how many go into a row: a number that leaves no gap, if it is near."""
    square = math.ceil(math.sqrt(count))
    nearby = range(square, 2 * square)
    return next((across for across in nearby if count % across == 0), square)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
