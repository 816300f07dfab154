"""The cells of pictures: each tells the value that its pixel shows."""

import html
import json
import re
from itertools import product

import numpy as np
import pytest

from ui.components import cells, pixels
from ui.components.html import picture
from ui.components.numbers import number

SHAPES = {
    pixels.sheet: [(5, 4, 3), (3, 3, 1), (4, 4, 6), (7,), (100,)],
    pixels.weights: [(3, 3, 2, 5), (3, 3, 1, 6), (6, 5), (3,), (40,)],
}
CASES = [(layout, shape) for layout, shapes in SHAPES.items() for shape in shapes]


def cell_at(grid, x, y):
    """Find the index and the words of the cell at a pixel, as cells_reader.js does."""
    (height, width), gap = grid["tile"], grid["gap"]
    across, column = divmod(x, width + gap)
    down, row = divmod(y, height + gap)
    tile = down * grid["across"] + across
    if column >= width or row >= height or tile >= grid["count"]:
        return None
    places = (row, column, down, across)
    index = sum(a * b for a, b in zip(places, grid["strides"], strict=True))
    names = ("row", "column", "down", "across")
    found = dict(zip(names, places, strict=True), tile=tile)
    return index, grid["words"].format(**found)


def read(text):
    """Return the grid and the values that a picture's HTML has."""
    grid = json.loads(html.unescape(re.search(r'data-grid="(.*?)"', text)[1]))
    values = re.search(r'data-values="(.*?)"', text)
    return grid, values and values[1].split(" ")


@pytest.mark.parametrize(("layout", "shape"), CASES)
def test_each_pixel_has_its_own_value(layout, shape):
    values = np.random.default_rng(0).permutation(np.prod(shape)).reshape(shape)
    grid, written = read(picture(values, "It", layout=layout))
    laid_out = layout(values.astype(np.uint8))
    assert written == [number(float(value)) for value in values.ravel()]
    words = set()
    for y, x in product(*map(range, laid_out.shape)):
        cell = cell_at(grid, x, y)
        if cell is None:
            assert laid_out[y, x] == pixels.GAP
        else:
            assert written[cell[0]] == str(laid_out[y, x])
            words.add(cell)
    assert len(words) == values.size  # and each place has its own words
    assert len({each for _, each in words}) == values.size


def test_a_place_is_said_in_the_words_of_its_axes():
    assert cell_at(vars(cells.of_sheet((5, 4, 3))), 6, 2) == (
        (2 * 4 + 1) * 3 + 1,
        "row 2, column 1, map 1",
    )
    assert cell_at(vars(cells.of_sheet((5, 4, 1))), 3, 2)[1] == "row 2, column 3"
    index, words = cell_at(vars(cells.of_weights((3, 3, 6, 16))), 4 * 7 + 1, 4 * 2 + 2)
    assert np.unravel_index(index, (3, 3, 6, 16)) == (2, 1, 2, 7)
    assert words == "row 2, column 1, input map 2, output map 7"
    index, words = cell_at(vars(cells.of_weights((120, 84))), 100, 3)
    assert np.unravel_index(index, (120, 84)) == (100, 3)
    assert words == "input unit 100, output unit 3"


def test_a_large_picture_has_places_and_no_values():
    grid, values = read(picture(np.zeros((576, 120)), "It", layout=pixels.weights))
    assert values is None
    assert grid["count"] == 576 * 120


def test_what_is_no_number_is_written_as_such():
    _, values = read(picture(np.array([np.nan, -np.inf, -0.5]), "It"))
    assert values == [number(np.nan), number(-np.inf), number(-0.5)]


def test_a_picture_that_can_be_clicked_says_what_it_sends():
    text = picture(np.zeros(3), "Biases", layout=pixels.weights, pick="weight out/bias")
    assert 'data-pick="weight out/bias" role="button" tabindex="0"' in text
    assert "data-pick" not in picture(np.zeros(3), "Biases")
