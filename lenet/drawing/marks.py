"""Marks in a photo: what is written, and what only looks like it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from lenet.drawing.ground import contrast, otsu, over
from lenet.drawing.pieces import Box, boxes, pieces

WIDEST = 0.22  # of the shorter side: no stroke of a digit is wider
LEAST_CONTRAST = 24  # of 255, between ink and paper
LEVELS = 3  # thresholds that are tried, each above the one before
SHORTEST = 0.03  # of the longer side: a shorter mark is dirt
SOLID = 0.36  # of its length: what is so thick is an object and no stroke
CANDIDATES = 12  # of each threshold: the largest marks
INSIDE = 0.3  # of a frame's length: what is inside of it is at least so long


@dataclass(frozen=True, eq=False)
class Mark:
    """A piece of ink at one threshold.

    `numbers` has the numbers of all pieces at this threshold, `number` is that
    of the mark. `light` is True for light ink on dark ground.
    """

    numbers: np.ndarray = field(repr=False)
    number: int
    box: Box
    contrast: float
    light: bool
    level: int
    at_edge: bool
    area: int
    alone: float  # the share of its surroundings that is ground

    @property
    def mask(self) -> np.ndarray:
        """Its pixels."""
        return self.numbers == self.number

    @property
    def score(self) -> float:
        """How much it stands out: dark, long and thick."""
        thick = self.area / self.box.longest
        return (
            self.contrast**2 * self.box.longest * thick**0.5 * self.alone**8
        )


def whole_marks(grey: np.ndarray) -> list[Mark]:
    """Return marks that no edge of the picture cuts, dark and light ones."""
    widest = max(3, round(WIDEST * min(grey.shape)))
    return [
        mark
        for light in (False, True)
        for mark in _without_frames(
            _marks(_dark(grey, light), widest, light)
        )
        if not mark.at_edge
    ]


def edge_marks(grey: np.ndarray) -> list[Mark]:
    """Return marks that reach an edge, as of a digit that was cropped."""
    widest = max(3, round(0.4 * min(grey.shape)))
    found = []
    for light in (False, True):
        dark = _dark(grey, light)
        # Beyond the edges there is paper, as light as most of what is light.
        paper = int(np.percentile(dark, 90))
        for mark in _marks(dark, widest, light, paper):
            if mark.at_edge and mark.level == 0 and _share_of_edge(mark.mask) < 0.6:
                found.append(mark)
    return found


def _dark(grey: np.ndarray, light: bool) -> np.ndarray:
    return 255 - grey if light else grey


def _marks(
    dark: np.ndarray, widest: int, light: bool, paper: int | None = None
) -> list[Mark]:
    """Return the marks at each threshold that look like strokes."""
    difference = contrast(dark, widest, paper)
    return [
        mark
        for level, threshold in enumerate(_thresholds(difference))
        for mark in _strokes(dark, difference, threshold, light, level)
    ]


def _thresholds(difference: np.ndarray) -> Iterator[int]:
    """Yield thresholds, each of which splits what the one before has kept.

    The lowest one also keeps ruled lines, shadows and wood; the digit's ink may
    hang together with them, and stands alone at a higher one.
    """
    kept = difference.ravel()
    for _ in range(LEVELS):
        threshold = max(otsu(kept), LEAST_CONTRAST)
        kept = kept[kept > threshold]
        if not kept.size:
            return
        yield threshold
        if np.ptp(kept) < LEAST_CONTRAST:
            return


def _strokes(
    dark: np.ndarray,
    difference: np.ndarray, threshold: int, light: bool, level: int
) -> Iterator[Mark]:
    numbers = pieces(difference > threshold)
    areas = np.bincount(numbers.ravel())[1:]
    sums = np.bincount(numbers.ravel(), weights=difference.ravel())[1:]
    found = boxes(numbers)
    height, width = numbers.shape
    least = SHORTEST * max(numbers.shape)
    order = sorted(range(len(found)), key=lambda i: -found[i].longest)
    for i in order[:CANDIDATES]:
        box = found[i]
        if box.longest < least or _is_solid(numbers, i + 1, box):
            continue
        at_edge = (
            not (box.top and box.left)
            or box.bottom == height
            or box.right == width
        )
        typical = float(sums[i] / areas[i])
        yield Mark(
            numbers,
            i + 1,
            box,
            typical,
            light,
            level,
            at_edge,
            int(areas[i]),
            _alone(dark, numbers, i + 1, box, typical),
        )


def _alone(
    dark: np.ndarray, numbers: np.ndarray, number: int, box: Box, typical: float
) -> float:
    """Return the share of a mark's surroundings that is ground, from 0 to 1.

    Paper between a digit and the sheet's edge is a narrow strip too, light
    beside ink and table; but where it goes on, there is no ground around it.
    """
    reach = max(4, round(0.12 * box.longest))
    rows = slice(max(0, box.top - reach), box.bottom + reach)
    columns = slice(max(0, box.left - reach), box.right + reach)
    own = np.pad(numbers[rows, columns] == number, reach)
    near = over(own, 2 * reach + 1, np.maximum)
    touching = over(own, 5, np.maximum)[reach - 2 : 2 - reach or None]
    touching = touching[:, reach - 2 : 2 - reach or None]
    own = own[reach:-reach, reach:-reach]
    grey = dark[rows, columns]
    around = near & ~touching
    if not around.any():
        return 0.0
    lighter = grey[around] > np.median(grey[own]) + typical / 2
    return float(lighter.mean())


def _is_solid(numbers: np.ndarray, number: int, box: Box) -> bool:
    """Return whether a large square fits into a piece, as into no stroke."""
    side = max(2, round(SOLID * box.longest))
    if min(box.height, box.width) < side:
        return False
    own = numbers[box.top : box.bottom, box.left : box.right] == number
    return bool(over(own, side, np.minimum).any())


def _without_frames(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that do not surround another one of some size."""

    def is_frame(mark: Mark) -> bool:
        return any(
            mark.level == other.level
            and mark.box.holds(other.box)
            and other.box.longest > INSIDE * mark.box.longest
            and other.contrast > mark.contrast / 2
            for other in marks
        )

    return [mark for mark in marks if not is_frame(mark)]


def _share_of_edge(mask: np.ndarray) -> float:
    edge = [mask[0], mask[-1], mask[:, 0], mask[:, -1]]
    return float(np.concatenate(edge).mean())
