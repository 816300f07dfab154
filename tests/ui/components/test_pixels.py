"""Arrays as pictures: each colour and each position against plain loops."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from ui.components import theme
from ui.components.pixels import (
    DIVERGING,
    GAP,
    ODD,
    SEQUENTIAL,
    TOP,
    fitting,
    largest,
    levels,
    mosaic,
    png,
    rectangle,
    sheet,
    tiled,
    weights,
)

BLACK, WHITE, MAGENTA, ORANGE, BLUE = (
    tuple(bytes.fromhex(colour.removeprefix("#")))
    for colour in (theme.BLACK, theme.WHITE, theme.MAGENTA, theme.ORANGE, theme.BLUE)
)


def colours(address):
    """Decode an address into (height, width, 4) colours, as a browser does."""
    kind, _, data = address.partition(",")
    assert kind == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA"))


def shown(values, scale, limit):
    values = np.array([values], np.float32)
    picture = colours(png(levels(values, scale, limit), scale))
    assert (picture[..., 3] == 255).all()
    return [tuple(colour) for colour in picture[0, :, :3].tolist()]


def test_activations_go_from_black_to_white():
    assert shown([0, 0.5, 1], SEQUENTIAL, 1.0) == [BLACK, (128, 128, 128), WHITE]


def test_weights_are_orange_white_and_blue():
    assert shown([-2, 0, 2], DIVERGING, 2.0) == [ORANGE, WHITE, BLUE]


def test_colours_between_are_mixed_evenly():
    half_orange, half_blue = shown([-1, 1], DIVERGING, 2.0)
    np.testing.assert_allclose(half_orange, np.add(ORANGE, WHITE) / 2, atol=1)
    np.testing.assert_allclose(half_blue, np.add(BLUE, WHITE) / 2, atol=1)


@pytest.mark.parametrize("scale", [SEQUENTIAL, DIVERGING])
def test_what_is_no_number_is_magenta(scale):
    found = shown([np.nan, np.inf, -np.inf, 1], scale, 1.0)
    assert found[:3] == [MAGENTA] * 3
    assert found[3] != MAGENTA


@pytest.mark.parametrize("scale", [SEQUENTIAL, DIVERGING])
def test_no_number_on_a_scale_looks_like_none(scale):
    every = np.linspace(-1, 1, 2001, dtype=np.float32)[None]
    assert levels(every, scale, 1.0).max() <= TOP < min(GAP, ODD)


def test_both_sides_of_zero_are_equally_far():
    values = np.random.default_rng(0).normal(size=1000).astype(np.float32)
    limit = largest(values)
    there, back = levels(values, DIVERGING, limit), levels(-values, DIVERGING, limit)
    np.testing.assert_array_equal(there.astype(int) + back, TOP)
    assert (levels(np.zeros(3), DIVERGING, limit) == TOP // 2).all()


def test_zeros_alone_need_no_limit():
    assert shown([0, 0], SEQUENTIAL, largest(np.zeros(2))) == [BLACK] * 2
    assert shown([0, 0], DIVERGING, largest(np.zeros(2))) == [WHITE] * 2


def test_the_largest_is_that_of_the_numbers():
    assert largest(np.array([1, -3, np.nan, np.inf])) == 3
    assert largest(np.array([np.nan, -np.inf])) == 0


def test_the_smallest_and_largest_floats_are_shown():
    info = np.finfo(np.float32)
    for size in (info.smallest_subnormal, info.max):
        values = [-float(size), 0, float(size)]
        assert shown(values, DIVERGING, float(size)) == [ORANGE, WHITE, BLUE]


def test_activations_below_zero_get_the_scale_with_two_sides():
    assert fitting(np.array([0, 2.0, np.nan])) is SEQUENTIAL
    assert fitting(np.array([0, -np.inf])) is SEQUENTIAL
    assert fitting(np.array([2.0, -1e-9])) is DIVERGING


def test_gaps_are_seen_through():
    picture = colours(png(np.array([[GAP, 0]], np.uint8), SEQUENTIAL))
    assert picture[0, :, 3].tolist() == [0, 255]


@pytest.mark.parametrize(
    ("count", "across", "down"),
    [(1, 1, 1), (6, 3, 2), (7, 3, 3), (16, 4, 4), (64, 8, 8), (256, 16, 16)],
)
def test_maps_are_laid_out_row_by_row(count, across, down):
    maps = np.arange(count * 6).reshape(count, 2, 3) % TOP
    picture = tiled(maps.astype(np.uint8))
    assert picture.shape == (3 * down - 1, 4 * across - 1)
    rest = picture.copy()
    for index, each in enumerate(maps):
        row, column = 3 * (index // across), 4 * (index % across)
        found = picture[row : row + 2, column : column + 3]
        np.testing.assert_array_equal(found, each)
        rest[row : row + 2, column : column + 3] = GAP
    assert (rest == GAP).all()


def test_images_are_laid_out_row_by_row_without_gaps():
    images = np.stack([np.full((2, 2), n, np.float32) for n in range(5)])
    assert mosaic(images, across=3).tolist() == [
        [0, 0, 1, 1, 2, 2],
        [0, 0, 1, 1, 2, 2],
        [3, 3, 4, 4, 0, 0],
        [3, 3, 4, 4, 0, 0],
    ]


def test_maps_in_one_row():
    picture = tiled(np.zeros((6, 30, 30), np.uint8), across=6)
    assert picture.shape == (30, 6 * 31 - 1)


@pytest.mark.parametrize(
    ("count", "size"), [(10, (2, 5)), (84, (7, 12)), (120, (10, 12)), (576, (24, 24))]
)
def test_the_units_of_lenet_fill_a_rectangle(count, size):
    units = (np.arange(count) % TOP).astype(np.uint8)
    picture = rectangle(units)
    assert picture.shape == size
    np.testing.assert_array_equal(picture.ravel(), units)


def test_a_count_that_fills_none_ends_in_gaps():
    picture = rectangle(np.arange(7, dtype=np.uint8)).ravel()
    np.testing.assert_array_equal(picture[:7], range(7))
    assert (picture[7:] == GAP).all()


def test_a_layers_maps_are_its_last_axis():
    answer = np.random.default_rng(1).integers(0, TOP, (5, 4, 6), np.uint8)
    picture = sheet(answer)
    np.testing.assert_array_equal(picture[:5, :4], answer[..., 0])
    np.testing.assert_array_equal(picture[6:, 5:9], answer[..., 4])
    assert sheet(np.zeros(84, np.uint8)).shape == (7, 12)


def test_kernels_have_a_row_for_each_input_and_a_column_for_each_output():
    kernel = np.random.default_rng(2).integers(0, TOP, (3, 3, 6, 16), np.uint8)
    picture = weights(kernel)
    assert picture.shape == (6 * 4 - 1, 16 * 4 - 1)
    for row in range(6):
        for column in range(16):
            found = picture[4 * row : 4 * row + 3, 4 * column : 4 * column + 3]
            np.testing.assert_array_equal(found, kernel[:, :, row, column])


def test_a_dense_kernel_has_a_row_for_each_unit():
    kernel = np.random.default_rng(3).integers(0, TOP, (576, 120), np.uint8)
    picture = weights(kernel)
    assert picture.shape == (120, 576)
    np.testing.assert_array_equal(picture[7], kernel[:, 7])


@pytest.mark.parametrize("count", [6, 10, 16, 84, 120])
def test_a_bias_is_a_strip(count):
    bias = np.arange(count, dtype=np.uint8)
    for row in weights(bias):
        np.testing.assert_array_equal(row, bias)
