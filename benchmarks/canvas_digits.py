"""Simulate digits that people draw on a canvas: strokes of a round pen.

No drawings of people are collected here. Each style is a few control points of the
strokes, and each drawing bends, tilts, stretches and moves them at random.
"""

import numpy as np
from PIL import Image, ImageDraw

from lenet.drawing import to_digit

SIDE = 280  # pixels of the canvas in the app
PENS = (10, 24)  # pixels of width; the app's pen has 18
HEIGHTS = (110, 230)  # pixels from the top of a digit to its bottom

Stroke = list[tuple[float, float]]


def arc(
    centre: tuple[float, float], radii: tuple[float, float], start: int, end: int
) -> Stroke:
    """Return points of an ellipse; angles in degrees from the right, clockwise."""
    angles = np.radians(np.linspace(start, end, 13))
    across = centre[0] + radii[0] * np.cos(angles)
    down = centre[1] + radii[1] * np.sin(angles)
    return list(zip(across.tolist(), down.tolist(), strict=True))


FLAT_BOTTOM: Stroke = [(0.05, 1), (0.95, 1)]
BELLY: Stroke = [(0.4, 0.46), (0.85, 0.56), (0.9, 0.85), (0.5, 1), (0.05, 0.88)]
FIVE: Stroke = [(0.15, 0.42), (0.5, 0.36), (0.9, 0.55), (0.85, 0.88), (0.45, 1)]
LOOP: Stroke = [
    *((0.88, 0.2), (0.5, 0), (0.12, 0.2), (0.2, 0.48)),
    *((0.6, 0.52), (0.86, 0.22)),
]

# For each digit its styles; a style is strokes, a stroke smooth from point to
# point: (across, down), both from 0 to 1. A corner is where one stroke ends
# and the next begins.
STYLES: dict[int, list[list[Stroke]]] = {
    0: [
        [arc((0.5, 0.5), (0.5, 0.5), -90, -450)],
        [arc((0.5, 0.5), (0.35, 0.5), -60, -430)],
        [arc((0.5, 0.5), (0.45, 0.5), -100, 250)],
    ],
    1: [
        [[(0.5, 0), (0.5, 1)]],
        [[(0.65, 0), (0.35, 1)]],
        [[(0.25, 0.22), (0.5, 0)], [(0.5, 0), (0.5, 1)]],
        [[(0.1, 0.42), (0.55, 0)], [(0.55, 0), (0.55, 1)]],
        [[(0.25, 0.22), (0.5, 0)], [(0.5, 0), (0.5, 1)], [(0.2, 1), (0.8, 1)]],
    ],
    2: [
        [
            [(0.08, 0.25), (0.3, 0.02), (0.75, 0.05), (0.85, 0.35), (0.05, 1)],
            FLAT_BOTTOM,
        ],
        [
            [(0.05, 0.15), (0.5, 0), (0.9, 0.2), (0.6, 0.6), (0.1, 0.95)],
            [(0.1, 0.95), (0.08, 0.8), (0.3, 0.8), (0.6, 0.97), (0.95, 0.9)],
        ],
        [[(0.1, 0.05), (0.9, 0)], [(0.9, 0), (0.05, 1)], FLAT_BOTTOM],
    ],
    3: [
        [
            [(0.1, 0.12), (0.45, 0), (0.85, 0.15), (0.75, 0.38), (0.4, 0.46)],
            BELLY,
        ],
        [[(0.1, 0), (0.85, 0)], [(0.85, 0), (0.4, 0.42)], BELLY],
        [
            [(0.1, 0.05), (0.8, 0.1), (0.8, 0.35), (0.3, 0.48)],
            [(0.3, 0.48), (0.95, 0.6), (0.8, 0.95), (0, 1)],
        ],
    ],
    4: [
        [
            [(0.15, 0), (0.1, 0.58)],
            [(0.1, 0.58), (0.95, 0.58)],
            [(0.75, 0), (0.75, 1)],
        ],
        [
            [(0.35, 0), (0.05, 0.6)],
            [(0.05, 0.6), (0.95, 0.55)],
            [(0.68, 0.3), (0.6, 1)],
        ],
        [[(0.7, 1), (0.7, 0)], [(0.7, 0), (0, 0.68)], [(0, 0.68), (1, 0.68)]],
        [
            [(0.1, 0.05), (0.12, 0.45), (0.5, 0.55), (0.85, 0.4)],
            [(0.85, 0), (0.82, 1)],
        ],
    ],
    5: [
        [[(0.85, 0), (0.2, 0)], [(0.2, 0), (0.15, 0.42)], [*FIVE, (0.05, 0.9)]],
        [[(0.2, 0.02), (0.15, 0.42)], [*FIVE, (0.05, 0.9)], [(0.28, 0), (0.9, 0)]],
        [
            [(0.9, 0.04), (0.4, 0), (0.15, 0.22), (0.45, 0.45)],
            [(0.45, 0.45), (0.85, 0.65), (0.7, 0.96), (0.1, 0.95)],
        ],
    ],
    6: [
        [
            [(0.75, 0), (0.35, 0.2), (0.08, 0.6), (0.2, 0.95), (0.6, 1)],
            [(0.6, 1), (0.9, 0.8), (0.75, 0.55), (0.4, 0.52), (0.12, 0.72)],
        ],
        [[(0.6, 0), (0.12, 0.7)], arc((0.5, 0.74), (0.4, 0.26), -170, 200)],
        [
            [(0.3, 0), (0.12, 0.45), (0.12, 0.8), (0.5, 1)],
            [(0.5, 1), (0.88, 0.85), (0.7, 0.62), (0.15, 0.75)],
        ],
    ],
    7: [
        [[(0.05, 0), (0.95, 0)], [(0.95, 0), (0.4, 1)]],
        [[(0.05, 0.03), (0.95, 0)], [(0.95, 0), (0.6, 0.45), (0.45, 1)]],
        [[(0.05, 0), (0.95, 0)], [(0.95, 0), (0.4, 1)], [(0.35, 0.5), (0.9, 0.5)]],
        [[(0.05, 0.2), (0.06, 0)], [(0.06, 0), (0.9, 0.02)], [(0.9, 0.02), (0.5, 1)]],
    ],
    8: [
        [
            [(0.85, 0.15), (0.5, 0), (0.15, 0.2), (0.35, 0.42), (0.7, 0.6)],
            [(0.7, 0.6), (0.88, 0.82), (0.5, 1), (0.12, 0.82), (0.3, 0.6)],
            [(0.3, 0.6), (0.65, 0.42), (0.85, 0.15)],
        ],
        [
            arc((0.5, 0.25), (0.36, 0.25), 80, 450),
            arc((0.5, 0.75), (0.46, 0.25), -90, 270),
        ],
    ],
    9: [
        [LOOP, [(0.88, 0.1), (0.84, 1)]],
        [LOOP, [(0.88, 0.12), (0.6, 1)]],
        [LOOP, [(0.88, 0.15), (0.86, 0.65), (0.6, 1), (0.1, 0.92)]],
        [arc((0.5, 0.27), (0.4, 0.27), 0, -360), [(0.9, 0.27), (0.8, 0.7), (0.5, 1)]],
    ],
}


def draw(digit: int, random: np.random.Generator) -> np.ndarray:
    """Draw a digit in one of its styles: (280, 280, 4) uint8, as a canvas."""
    styles = STYLES[digit]
    strokes = styles[random.integers(len(styles))]
    pen = int(random.integers(*PENS, endpoint=True))
    canvas = Image.new("L", (SIDE, SIDE))
    for stroke in _placed(strokes, pen, random):
        _ink(ImageDraw.Draw(canvas), _smooth(stroke), pen)
    alpha = np.asarray(canvas)
    return np.dstack([np.zeros((SIDE, SIDE, 3), np.uint8), alpha])


def drawn(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw many, 0 to 9 in turn: (count, 32, 32, 1) float32, and the digits."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    images = [to_digit(draw(int(digit), random)) for digit in labels]
    return np.stack(images), labels


def _placed(
    strokes: list[Stroke], pen: int, random: np.random.Generator
) -> list[np.ndarray]:
    """Bend, stretch, tilt and place strokes on the canvas, in pixels."""
    height = random.uniform(*HEIGHTS)
    width = height * random.uniform(0.5, 0.95)
    slant, angle = random.normal(0, 0.15), random.normal(0, np.radians(6))
    shape = np.array([[width, -slant * height], [0, height]])
    cosine, sine = np.cos(angle), np.sin(angle)
    matrix = np.array([[cosine, -sine], [sine, cosine]]) @ shape
    # The same bend at the same point, so strokes that meet still meet.
    waves = random.normal(0, 0.03, (2, 2, 2))
    bent = [np.array(stroke) - 0.5 for stroke in strokes]
    bent = [
        points
        + np.einsum("nk,kij->nij", np.sin(4 * points), waves).sum(axis=1)
        + random.normal(0, 0.012, points.shape)
        for points in bent
    ]
    pixels = [points @ matrix.T for points in bent]
    reach = np.abs(np.concatenate(pixels)).max(axis=0)
    room = np.maximum(SIDE / 2 - reach - pen / 2, 0)
    middle = SIDE / 2 + random.uniform(-room, room)
    return [points + middle for points in pixels]


def _smooth(points: np.ndarray, steps: int = 12) -> np.ndarray:
    """Run a Catmull-Rom curve through the points of a stroke."""
    ends = np.concatenate([points[:1], points, points[-1:]])
    before, start, end, after = ends[:-3], ends[1:-2], ends[2:-1], ends[3:]
    t = np.linspace(0, 1, steps)[:, None, None]
    curve = (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    ) / 2
    return curve.transpose(1, 0, 2).reshape(-1, 2)


def _ink(pencil: ImageDraw.ImageDraw, points: np.ndarray, pen: int) -> None:
    pencil.line([tuple(point) for point in points], fill=255, width=pen)
    for across, down in points:  # a round pen has round ends and bends
        pencil.circle((across, down), pen / 2, fill=255)
