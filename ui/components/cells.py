"""The cells of a picture: which value of its array each of them shows.

The values are beside the picture, as attributes of its HTML. `cells_reader.js` shows
them: under the mouse, below a finger, or at the arrow keys.
"""

import json
from dataclasses import asdict, dataclass
from html import escape

import numpy as np

from ui.components.numbers import number
from ui.components.pixels import across_of, strip_height

# A picture with more values has only the places of its cells: its values would weigh
# many times as much as its colours.
MOST_VALUES = 6000


@dataclass(frozen=True)
class Grid:
    """A picture in tiles, which are pixels apart by the `gap`.

    A tile is `tile` pixels high and wide, and there are `across` in a row and `count`
    in all. The index of a cell's value, in the array's own order, is the sum of row and
    column in the tile, and row and column of the tile, each times its stride. `words`
    say where a cell is, with {row}, {column}, {down}, {across} and {tile}.
    """

    tile: tuple[int, int]
    gap: int
    across: int
    count: int
    strides: tuple[int, int, int, int]
    words: str


def of_sheet(shape: tuple[int, ...]) -> Grid:
    """Return the cells of what `pixels.sheet` lays out, as square as possible."""
    if len(shape) == 3:
        height, width, maps = shape
        words = "row {row}, column {column}" + (", map {tile}" if maps > 1 else "")
        across = across_of(maps)
        strides = (width * maps, maps, across, 1)
        return Grid((height, width), 1, across, maps, strides, words)
    units = int(np.prod(shape))
    across = across_of(units)
    if shape == (across, across):  # a picture: its rows are those of the rectangle
        return Grid(shape, 1, 1, 1, (across, 1, 0, 0), "row {row}, column {column}")
    return Grid((1, 1), 0, across, units, (0, 0, across, 1), "unit {tile}")


def of_weights(shape: tuple[int, ...]) -> Grid:
    """Return the cells of what `pixels.weights` lays out."""
    if len(shape) == 4:
        height, width, inputs, outputs = shape
        words = "row {row}, column {column}, input map {down}, output map {across}"
        maps = inputs * outputs
        strides = (width * maps, maps, outputs, 1)
        return Grid((height, width), 1, outputs, maps, strides, words)
    if len(shape) == 2:
        inputs, units = shape
        words = "input unit {across}, output unit {down}"
        return Grid((1, 1), 0, inputs, inputs * units, (0, 0, 1, units), words)
    units = shape[0]
    tile = (strip_height(units), 1)
    return Grid(tile, 0, units, units, (0, 0, 0, 1), "output unit {across}")


def attributes(values: np.ndarray, grid: Grid) -> str:
    """Return the attributes of a picture's HTML that `cells_reader.js` reads."""
    text = f' data-grid="{escape(json.dumps(asdict(grid)))}"'
    if values.size > MOST_VALUES:
        return text
    written = " ".join(map(number, values.ravel().tolist()))
    return f'{text} data-values="{written}"'
