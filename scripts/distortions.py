"""Distort a handwritten digit, as if another person had written it."""

import numpy as np
from PIL import Image, ImageFilter

from lenet.drawing.mnist_style import as_mnist

SIDE = 56  # twice MNIST's pixels, so a stroke can grow by half a pixel
CELLS = 4  # along each side of the grid that is bent


def distort(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return a distorted copy of an image, both (28, 28) uint8.

    The digit turns, leans, stretches and bends, and its stroke gets thicker or
    thinner. Then it is placed as the app places a drawing.
    """
    picture = Image.fromarray(image)
    bent = picture.transform(
        (SIDE, SIDE), Image.Transform.MESH, _mesh(random), Image.Resampling.BILINEAR
    )
    written = np.asarray(_thickness(bent, random)).astype(np.float32)
    # Drawings have sharper edges than scans; interpolation blurs them.
    crisp = (written - random.uniform(10, 50)) * random.uniform(1.0, 1.8)
    digit = as_mnist(np.clip(crisp, 0, 255).astype(np.uint8))[2:-2, 2:-2, 0]
    if random.random() < 0.15:
        digit = _shifted(digit, random)
    return np.rint(digit * 255 * random.uniform(0.8, 1)).astype(np.uint8)


def _mesh(random: np.random.Generator) -> list[tuple[tuple[int, ...], list[float]]]:
    """Return the source of each cell of the result: the corners of a quadrangle."""
    lines = np.linspace(0, 1, CELLS + 1)
    net = np.stack(np.meshgrid(lines, lines), axis=-1) - 0.5
    net = net @ _affine(random).T + random.normal(0, 0.022, net.shape)
    net = (net + 0.5) * 28
    size = SIDE // CELLS
    mesh = []
    for row in range(CELLS):
        for column in range(CELLS):
            corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
            source = [net[row + down, column + right] for down, right in corners]
            left, top = column * size, row * size
            box = (left, top, left + size, top + size)
            mesh.append((box, np.concatenate(source).tolist()))
    return mesh


def _affine(random: np.random.Generator) -> np.ndarray:
    angle = np.radians(random.normal(0, 8))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    lean = np.array([[1, random.normal(0, 0.18)], [0, 1]])
    # Above 1, so that a turned or leaning digit stays inside the picture.
    stretch = np.diag(random.uniform(1.0, 1.3, 2))
    return turn @ lean @ stretch


def _thickness(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    kinds = {
        "thinner": ImageFilter.MinFilter(3),
        "thicker": ImageFilter.MaxFilter(3),
    }
    kind = random.choice(["same", *kinds])
    if kind == "same":
        return picture
    return Image.blend(picture, picture.filter(kinds[kind]), random.random())


def _shifted(digit: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return np.roll(digit, random.integers(-1, 2, 2), axis=(0, 1))


def rewritten(images: np.ndarray, seed: int) -> np.ndarray:
    """Distort each of (n, 28, 28) uint8 once; equal seeds, equal results."""
    random = np.random.default_rng(seed)
    return np.stack([distort(image, random) for image in images])
