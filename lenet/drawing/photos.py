"""From a photo of a digit on paper to clean ink."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from lenet.drawing.mnist_style import as_mnist, as_picture

SIDE = 320  # pixels: enough for a digit, and few enough to be fast
TILES = 8  # along each side: the light on paper changes slowly
LEAST_CONTRAST = 24  # of 255, between ink and paper
SPECK = 0.08  # of the largest piece of ink: smaller pieces are dirt


def photo_to_digit(rgba: np.ndarray) -> np.ndarray:
    """Turn a photo of one digit on paper into an image like those of MNIST.

    `rgba` is (height, width, 4) uint8. The light may be uneven, the ink dark
    on light or light on dark; the digit should be the largest thing written.
    Returns (32, 32, 1) float32 in [0, 1], as `drawing.to_digit` does. Raises
    ValueError for an array that is no picture and where no ink stands out.
    """
    contrast = _contrast(_grey(rgba))
    written = contrast > max(otsu(contrast), LEAST_CONTRAST)
    if not written.any():
        raise ValueError(
            "No ink stands out in this photo: write one large digit with a "
            "dark pen on plain paper, and let it fill the picture."
        )
    return as_mnist(np.where(_digit(written), 255, 0).astype(np.uint8))


def otsu(values: np.ndarray) -> int:
    """Return the threshold, 0 to 255, that splits `values` (uint8) best.

    The best one has the largest variance between the two groups.

    Otsu (1979), https://doi.org/10.1109/TSMC.1979.4310076
    """
    counts = np.bincount(values.ravel(), minlength=256)
    below = counts.cumsum()
    above = values.size - below
    sums = (counts * np.arange(256)).cumsum()
    gap = sums / np.maximum(below, 1) - (sums[-1] - sums) / np.maximum(above, 1)
    return int(np.argmax(below * above * gap**2))


def pieces(mask: np.ndarray) -> np.ndarray:
    """Number the connected pieces of a mask (height, width) of bool.

    Returns (height, width) int64: 0 where the mask is False, elsewhere a
    number that is the same for pixels that touch above, below or beside.
    """
    numbers = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:
        spread = _spread(_spread(numbers).T).T
        if np.array_equal(spread, numbers):
            return numbers
        numbers = spread


def _spread(numbers: np.ndarray) -> np.ndarray:
    """Return the numbers with each run between zeros set to its largest."""
    flat = np.pad(numbers, ((0, 0), (0, 1))).ravel()
    starts = np.flatnonzero(np.diff(flat != 0, prepend=flat[0] == 0))
    largest = np.maximum.reduceat(flat, starts)
    filled = np.repeat(largest, np.diff(starts, append=len(flat)))
    flat[starts[0] :] = filled
    return flat.reshape(len(numbers), -1)[:, :-1]


def _grey(rgba: np.ndarray) -> Image.Image:
    """Return it grey, small, in whole tiles, and a little smoother."""
    photo = as_picture(rgba)
    white = Image.new("RGBA", photo.size, "white")
    grey = Image.alpha_composite(white, photo).convert("L")
    scale = min(1, SIDE / max(grey.size))
    size = [max(1, round(s * scale / TILES)) * TILES for s in grey.size]
    return grey.resize(size).filter(ImageFilter.GaussianBlur(1))


def _contrast(grey: Image.Image) -> np.ndarray:
    """Subtract a photo from an estimate of its paper without ink."""
    low, middle, high = np.percentile(_tiles(grey), [5, 50, 95], axis=(1, 3))
    if (high - middle).sum() > (middle - low).sum():  # chalk, not ink
        grey = ImageChops.invert(grey)
    paper = np.percentile(_tiles(grey), 80, axis=(1, 3)).astype(np.uint8)
    light = Image.fromarray(paper).resize(grey.size, Image.Resampling.BICUBIC)
    return np.asarray(ImageChops.subtract(light, grey))


def _tiles(grey: Image.Image) -> np.ndarray:
    width, height = grey.width // TILES, grey.height // TILES
    return np.asarray(grey).reshape(TILES, height, TILES, width)


def _digit(written: np.ndarray) -> np.ndarray:
    """Return the largest pieces, without those that the edge cuts."""
    numbers = pieces(written)
    cut = np.concatenate(
        [numbers[[0, -1]].ravel(), numbers[:, [0, -1]].ravel()]
    )
    whole = np.where(np.isin(numbers, cut), 0, numbers)
    if whole.any():
        numbers = whole
    found, indices, areas = np.unique(
        numbers, return_inverse=True, return_counts=True
    )
    large = (areas >= SPECK * areas[found > 0].max()) & (found > 0)
    return large[indices].reshape(numbers.shape)
