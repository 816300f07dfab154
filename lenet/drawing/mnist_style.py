"""From a drawing to an image of the kind that LeNet was trained on."""

from functools import reduce

import numpy as np
from PIL import Image, ImageChops

BOX = 20  # MNIST's digits fit a box of 20x20 pixels,
FIELD = 28  # with their centre of mass in the middle of 28x28;
BORDER = 2  # LeNet's input has two more pixels on each side.
FAINTEST = 8  # of 255: a smaller difference from the background is no ink
SMALLEST = 0.05  # of the drawing's shorter side: a shorter mark is no digit


def to_digit(rgba: np.ndarray) -> np.ndarray:
    """Turn a drawing into an image like those of MNIST.

    `rgba` is (height, width, 4) uint8, in any colours. The background is the
    colour of most of the edge; ink is all that differs from it. Returns
    (32, 32, 1) float32 in [0, 1], ink bright on black. The digit's longest side
    is 20 pixels, and its centre of mass is in the middle of 28x28.

    Raises ValueError for an array that is no picture, for a drawing without
    ink, and for a mark no longer than a twentieth of the drawing.

    https://web.archive.org/web/2024/http://yann.lecun.com/exdb/mnist/
    """
    return as_mnist(ink(rgba))


def unprepared(rgba: np.ndarray) -> np.ndarray:
    """Return a drawing as it is, only made as small as LeNet's input.

    Takes and returns what `to_digit` does, but nothing is cropped, scaled to a
    size or centred: the whole drawing becomes the 32x32 pixels. Raises
    ValueError as `to_digit` does, but takes any mark.
    """
    drawn = ink(rgba)
    _has_ink(drawn)
    side = FIELD + 2 * BORDER
    exact = Image.fromarray(drawn.astype(np.float32))
    small = np.asarray(exact.resize((side, side), Image.Resampling.BOX))
    return (small / 255)[..., np.newaxis]


def ink(rgba: np.ndarray) -> np.ndarray:
    """Return how much each pixel differs from the background.

    Takes (height, width, 4) uint8, returns (height, width) uint8. Raises
    ValueError for an array that is no picture.
    """
    # Weighted by alpha, a transparent pixel is the same whatever its colour.
    picture = as_picture(rgba).convert("RGBa")
    pixels = np.asarray(picture)
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    background = tuple(int(band) for band in np.median(edge, axis=0))
    plain = Image.new(picture.mode, picture.size, background)
    bands = ImageChops.difference(picture, plain).split()
    difference = np.asarray(reduce(ImageChops.lighter, bands))
    return np.where(difference < FAINTEST, 0, difference).astype(np.uint8)


def as_picture(rgba: np.ndarray) -> Image.Image:
    """Return (height, width, 4) uint8 as an image; else raise ValueError."""
    if rgba.dtype != np.uint8 or rgba.ndim != 3 or rgba.shape[2] != 4:
        raise ValueError(
            f"This picture is {rgba.shape} of {rgba.dtype}; it should be "
            "(height, width, 4) of uint8: red, green, blue and alpha."
        )
    if not rgba.size:
        raise ValueError(f"This picture has no pixels: it is {rgba.shape}.")
    return Image.fromarray(rgba)


def as_mnist(ink: np.ndarray) -> np.ndarray:
    """Crop, scale and centre ink, (height, width) uint8, as in MNIST.

    Returns (32, 32, 1) float32 in [0, 1]; the darkest ink is 1. Raises
    ValueError where there is no ink, or too little.
    """
    digit = _fit(_crop(ink))
    height, width = digit.shape
    field = np.zeros((FIELD + 2 * BORDER, FIELD + 2 * BORDER, 1), np.float32)
    top = BORDER + _start(digit.sum(axis=1))
    left = BORDER + _start(digit.sum(axis=0))
    field[top : top + height, left : left + width, 0] = digit / digit.max()
    return field


def _crop(ink: np.ndarray) -> np.ndarray:
    _has_ink(ink)
    rows = np.flatnonzero(ink.any(axis=1))
    columns = np.flatnonzero(ink.any(axis=0))
    cropped = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if max(cropped.shape) < SMALLEST * min(ink.shape):
        raise ValueError(
            f"The drawing is only {max(cropped.shape)} pixels in size, of "
            f"{min(ink.shape)}. Draw a larger digit."
        )
    return cropped


def _has_ink(ink: np.ndarray) -> None:
    """Raise ValueError where there is no ink."""
    if not ink.any():
        raise ValueError("There is nothing drawn yet: draw a digit, 0 to 9.")


def _fit(ink: np.ndarray) -> np.ndarray:
    """Scale the longest side to 20 pixels; each is a mean of the ink in it."""
    scale = BOX / max(ink.shape)
    height, width = (max(1, round(side * scale)) for side in ink.shape)
    # The mean of many pixels when there are more, a smooth curve when fewer.
    resample = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    exact = Image.fromarray(ink.astype(np.float32))
    digit = np.asarray(exact.resize((width, height), resample))
    return digit.clip(min=0)  # such a curve falls below 0 beside an edge


def _start(profile: np.ndarray) -> int:
    """Return where ink starts on an axis: its centre of mass is at 14 of 28."""
    centre = np.average(np.arange(len(profile)) + 0.5, weights=profile)
    start = FIELD // 2 - int(centre)
    return max(0, min(start, FIELD - len(profile)))
