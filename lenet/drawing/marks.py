"""Marks in a photo: what is written, and what only looks like it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from lenet.drawing.ground import contrast, otsu, over
from lenet.drawing.pieces import Box, boxes, pieces

# Of the shorter side: no stroke is wider. A small width keeps tables and sheets
# out; a digit that fills the picture needs the large one.
WIDEST = (0.22, 0.45)
LEAST_CONTRAST = 24  # of 255, between ink and paper
ALONE = 0.7  # of a stroke's surroundings: at least this is ground
LEVELS = 3  # thresholds that are tried, each above the one before
SHORTEST = 0.03  # of the longer side: a shorter mark is dirt
SOLID = 0.36  # of its length: what is so thick is an object and no stroke
BLURRED = 6  # pixels: a smaller distance is not to be relied on
CANDIDATES = 12  # of each threshold: the largest marks
INSIDE = 0.3  # of a frame's length: what is inside of it is longer,
LEAST_INSIDE = 0.1  # or at least this, where it has a digit's shape


@dataclass(frozen=True, eq=False)
class Mark:
    """A piece of ink at one threshold.

    `numbers` has the numbers of all pieces at this threshold, `number` is that
    of the mark. `light` is True for light ink on dark ground.
    """

    numbers: np.ndarray = field(repr=False)
    contrasts: np.ndarray = field(repr=False)
    number: int
    box: Box
    light: bool
    level: int
    area: int
    alone: float  # the share of its surroundings that is ground

    @property
    def mask(self) -> np.ndarray:
        """Its pixels."""
        return self.numbers == self.number

    @property
    def contrast(self) -> float:
        """How much it differs from its ground, of 255, on average."""
        return float(self.contrasts[self.number - 1])

    @property
    def is_cut(self) -> bool:
        """Whether it reaches an edge of the picture."""
        return _reaches_edge(self, 2)

    @property
    def is_simple(self) -> bool:
        """Whether each row and column crosses it about once, as a 1 or a hole.

        Then its outline is about as long as that of the rectangle around it.
        """
        own = np.pad(self.mask.astype(np.int8), 1)
        sides = sum(np.abs(np.diff(own, axis=axis)).sum() for axis in (0, 1))
        return bool(sides < 2.4 * (self.box.height + self.box.width))

    @property
    def is_line(self) -> bool:
        """Whether it is straight, long and thin, as a pen or a fold."""
        return self.area < 0.1 * self.box.longest**2 and self.is_simple

    @property
    def corners(self) -> int:
        """How many corners of its box it reaches: a frame all, a digit few."""
        box = self.box
        own = self.mask[box.top : box.bottom, box.left : box.right]
        down, across = (max(1, side // 8) for side in own.shape)
        return sum(
            bool(own[rows, columns].any())
            for rows in (slice(down), slice(-down, None))
            for columns in (slice(across), slice(-across, None))
        )

    @property
    def score(self) -> float:
        """How much it stands out: dark, long and thick."""
        thick = self.area / self.box.longest
        return self.contrast**2 * self.box.longest * thick**0.5 * self.alone**8


def whole_marks(grey: np.ndarray) -> list[Mark]:
    """Return marks that no edge of the picture cuts, dark and light ones."""
    dark, light = (
        [
            mark
            for share in WIDEST
            for mark in _without_frames(
                _marks(_dark(grey, is_light), share, is_light)
            )
        ]
        for is_light in (False, True)
    )
    return [
        mark
        for marks, others in ((dark, light), (light, dark))
        for mark in marks
        if not _reaches_edge(mark, 1) and not _is_sheet(mark, others)
    ]


def edge_marks(grey: np.ndarray, whole: Sequence[Mark]) -> list[Mark]:
    """Return marks that reach an edge, as of a digit that was cropped.

    `whole` are the marks that reach none.
    """
    found = []
    for light in (False, True):
        others = [mark for mark in whole if mark.light != light]
        dark = _dark(grey, light)
        # Beyond the edges there is paper, as light as most of what is light.
        paper = int(np.percentile(dark, 90))
        for mark in _marks(dark, WIDEST[-1], light, paper):
            if (
                not mark.level
                and _reaches_edge(mark, BLURRED)
                and _share_of_edge(mark.mask) < 0.6
                and not _is_sheet(mark, others)
            ):
                found.append(mark)
    return found


def _reaches_edge(mark: Mark, within: int) -> bool:
    box, (height, width) = mark.box, mark.numbers.shape
    room = min(box.top, box.left, height - box.bottom, width - box.right)
    return room < within


def _dark(grey: np.ndarray, light: bool) -> np.ndarray:
    return 255 - grey if light else grey


def _marks(
    dark: np.ndarray, share: float, light: bool, paper: int | None = None
) -> list[Mark]:
    """Return the marks at each threshold that look like strokes."""
    widest = max(3, round(share * min(dark.shape)))
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
    difference: np.ndarray,
    threshold: int,
    light: bool,
    level: int,
) -> Iterator[Mark]:
    numbers = pieces(difference > threshold)
    areas = np.bincount(numbers.ravel())[1:]
    sums = np.bincount(numbers.ravel(), weights=difference.ravel())[1:]
    contrasts = sums / np.maximum(areas, 1)
    found = boxes(numbers)
    least = SHORTEST * max(numbers.shape)
    order = sorted(range(len(found)), key=lambda i: -found[i].longest)
    for i in order[:CANDIDATES]:
        box = found[i]
        if box.longest < least or _is_solid(numbers, i + 1, box):
            continue
        alone = _alone(dark, numbers, i + 1, box, contrasts[i])
        if alone < ALONE:
            continue
        yield Mark(
            numbers,
            contrasts,
            i + 1,
            box,
            light,
            level,
            int(areas[i]),
            alone,
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
    side = round(SOLID * box.longest)
    if side <= BLURRED or min(box.height, box.width) < side:
        return False
    own = numbers[box.top : box.bottom, box.left : box.right] == number
    return bool(over(own, side, np.minimum).any())


def _without_frames(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that are no frame around another one, nor a grid."""

    def is_frame(mark: Mark) -> bool:
        return any(
            _is_around(mark, other)
            and other.contrast > mark.contrast / 2
            and not mark.mask[other.mask].any()
            for other in marks
        )

    return [mark for mark in marks if not is_frame(mark)]


def _is_around(mark: Mark, other: Mark) -> bool:
    """Return whether a mark has another one inside that may be a digit.

    What is simple may be the hole of a 0, or the dot in it, if it is short.
    """
    length = other.box.longest / mark.box.longest
    return (
        length > LEAST_INSIDE
        and mark.box.holds(other.box)
        and other.alone > 0.9
        and (length > INSIDE or not other.is_simple or mark.corners > 2)
    )


def _is_sheet(mark: Mark, others: Sequence[Mark]) -> bool:
    """Return whether a mark is a sheet that something is written on."""
    inside = [other for other in others if _is_around(mark, other)]
    if not inside:
        return False
    box = mark.box
    own = mark.mask[box.top : box.bottom, box.left : box.right]
    outside = pieces(~np.pad(own, 1))
    filled = (outside != outside[0, 0])[1:-1, 1:-1]
    share = SOLID
    if all(other.is_simple for other in inside):
        # It may be the hole of a 0, but then it takes much of the 0's inside.
        share = 0.45
        if own.sum() < 0.75 * filled.sum():
            return False
    side = round(share * box.longest)
    if min(filled.shape) < side:
        return False
    return bool(over(filled, side, np.minimum).any())


def _share_of_edge(mask: np.ndarray) -> float:
    edge = [mask[0], mask[-1], mask[:, 0], mask[:, -1]]
    return float(np.concatenate(edge).mean())
