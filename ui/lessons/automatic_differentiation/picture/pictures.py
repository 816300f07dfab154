"""The digit, its gradient, and what a walk along it made of the digit."""

from functools import partial

import numpy as np

from lenet.results.picture_gradient import Walk
from ui.components import html
from ui.components.cells import Grid
from ui.components.numbers import counted
from ui.components.pixels import DIVERGING, INK, SEQUENTIAL, Scale

INKED = 0.5  # a pixel from here on is within the outline of the digit
ZOOM = 6
SIDE = 32 * ZOOM  # CSS pixels: three fit beside each other
LARGE_PIXELS = Grid(
    (ZOOM, ZOOM), 0, 32, 32 * 32, (0, 0, 32, 1), "row {down}, column {across}"
)


def pictures(walk: Walk, score: str, step: int) -> str:
    """Return the gradient, the picture after a step, and what has changed in it."""
    now = walk.pictures[step]
    return html.box(
        html.row(
            [
                html.picture(
                    walk.gradients[step],
                    f"Gradient of the {score}",
                    scale=DIVERGING,
                    layout=partial(outlined, digit=now),
                    grid=LARGE_PIXELS,
                    width=SIDE,
                    height=SIDE,
                ),
                _plain(now, f"After {counted(step, 'step')}", SEQUENTIAL),
                _plain(walk.difference(step), "What has changed", DIVERGING),
            ]
        ),
        html.note(
            f"Blue pixels raise the {score} of {walk.digit} if they become brighter, "
            "orange ones lower it. The line is the outline of the digit."
        ),
    )


def only_picture(walk: Walk) -> str:
    """Return the digit alone, before the walk."""
    return html.box(_plain(walk.pictures[0], "The picture", SEQUENTIAL))


def _plain(values: np.ndarray, name: str, scale: Scale) -> str:
    return html.picture(values, name, scale=scale, width=SIDE, height=SIDE)


def outlined(levels: np.ndarray, digit: np.ndarray) -> np.ndarray:
    """Return (32, 32) levels, enlarged, with the outline of the digit as a line."""
    large, inside = (
        each.repeat(ZOOM, axis=0).repeat(ZOOM, axis=1)
        for each in (levels, digit >= INKED)
    )
    edge = np.zeros_like(inside)
    edge[1:] |= inside[1:] != inside[:-1]
    edge[:, 1:] |= inside[:, 1:] != inside[:, :-1]
    return np.where(edge, np.uint8(INK), large)
