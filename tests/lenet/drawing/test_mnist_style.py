import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet.digits import load
from lenet.drawing import to_digit, unprepared
from lenet.drawing.mnist_style import as_mnist, ink

SIDE = 280


@pytest.fixture(scope="module")
def mnist_images() -> np.ndarray:
    """Return 100 images that LeNet reads, as MNIST's makers made them."""
    return load("sample").test_images[:100]


def strokes(digit: np.ndarray, factor: int = 10) -> np.ndarray:
    """Return the inner 28x28 of an image, each pixel enlarged to a square."""
    small = np.rint(digit[2:-2, 2:-2, 0] * 255).astype(np.uint8)
    return np.kron(small, np.ones((factor, factor), np.uint8))


def on_transparent(amount: np.ndarray) -> np.ndarray:
    return np.dstack([np.zeros((*amount.shape, 3), np.uint8), amount])


def on_opaque(
    amount: np.ndarray, pen: tuple[int, int, int], paper: tuple[int, int, int]
) -> np.ndarray:
    share = amount[..., None] / 255
    colours = np.rint(np.array(paper) * (1 - share) + np.array(pen) * share)
    return np.dstack([colours.astype(np.uint8), np.full_like(amount, 255)])


def a_line(
    start: tuple[int, int], end: tuple[int, int], width: int, side: int = SIDE
) -> np.ndarray:
    canvas = Image.new("L", (side, side))
    ImageDraw.Draw(canvas).line([start, end], fill=255, width=width)
    return on_transparent(np.asarray(canvas))


def centre_of_mass(digit: np.ndarray) -> tuple[float, float]:
    centres = np.arange(32) + 0.5
    image = digit[..., 0]
    rows = (image.sum(axis=1) * centres).sum() / image.sum()
    columns = (image.sum(axis=0) * centres).sum() / image.sum()
    return rows, columns


def extent(digit: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(digit[..., 0])
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def test_mnists_own_digits_come_back(mnist_images: np.ndarray) -> None:
    returned = [to_digit(on_transparent(strokes(image))) for image in mnist_images]
    differences = np.abs(np.array(returned) - mnist_images).max(axis=(1, 2, 3))
    # What is fainter than ink may be lost, and with it a row at the edge.
    assert np.median(differences) < 0.04
    assert np.mean(differences < 0.04) > 0.97


@pytest.mark.parametrize(
    ("pen", "paper"),
    [
        ((0, 0, 0), (255, 255, 255)),
        ((255, 255, 255), (0, 0, 0)),
        ((20, 40, 200), (250, 240, 200)),
        ((130, 130, 130), (255, 255, 255)),
    ],
)
def test_colours_do_not_matter(
    pen: tuple[int, int, int], paper: tuple[int, int, int]
) -> None:
    drawing = a_line((90, 50), (170, 220), 18)
    coloured = to_digit(on_opaque(drawing[..., 3], pen, paper))
    np.testing.assert_allclose(coloured, to_digit(drawing), atol=0.01)


def test_white_strokes_on_a_transparent_canvas_are_ink() -> None:
    drawing = a_line((100, 50), (150, 220), 18)
    white = drawing.copy()
    white[..., :3] = 255
    np.testing.assert_array_equal(to_digit(white), to_digit(drawing))


def test_colours_under_full_transparency_are_no_ink() -> None:
    drawing = a_line((100, 50), (150, 220), 18)
    hidden = drawing.copy()
    hidden[hidden[..., 3] == 0, :3] = (10, 200, 90)
    np.testing.assert_array_equal(to_digit(hidden), to_digit(drawing))


def test_place_does_not_matter(mnist_images: np.ndarray) -> None:
    amount = strokes(mnist_images[5])
    large = np.zeros((500, 700), np.uint8)
    large[200:480, 13:293] = amount
    np.testing.assert_array_equal(
        to_digit(on_transparent(large)), to_digit(on_transparent(amount))
    )


@pytest.mark.parametrize("factor", [3, 20])
def test_size_does_not_matter(mnist_images: np.ndarray, factor: int) -> None:
    for image in mnist_images[:20]:
        np.testing.assert_allclose(
            to_digit(on_transparent(strokes(image, factor))),
            to_digit(on_transparent(strokes(image, 10))),
            atol=0.01,
        )


def test_small_drawings_are_enlarged(mnist_images: np.ndarray) -> None:
    image = Image.fromarray(strokes(mnist_images[2], 10))
    small = np.zeros((SIDE, SIDE), np.uint8)
    small[100:121, 50:71] = image.resize((21, 21), Image.Resampling.BOX)
    digit = to_digit(on_transparent(small))
    assert max(extent(digit)) == 20
    assert np.abs(digit - mnist_images[2]).mean() < 0.06


@pytest.mark.parametrize(
    ("start", "end"),
    [((20, 260), (250, 30)), ((140, 10), (140, 270)), ((10, 140), (270, 200))],
)
def test_longest_side_is_20_and_the_mass_in_the_middle(
    start: tuple[int, int], end: tuple[int, int]
) -> None:
    digit = to_digit(a_line(start, end, 18))
    assert digit.shape == (32, 32, 1)
    assert digit.dtype == np.float32
    assert digit.min() == 0
    assert digit.max() == 1
    assert max(extent(digit)) == 20
    # MNIST's own centres lie in the pixel from 14 to 15 of 28, as here.
    assert min(centre_of_mass(digit)) >= 16 - 1e-5
    assert max(centre_of_mass(digit)) < 17


def test_aspect_is_kept() -> None:
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    canvas[40:240, 100:150] = 255
    assert extent(to_digit(on_transparent(canvas))) == (20, 5)


def test_nothing_is_cut_where_the_mass_lies_far_from_the_middle() -> None:
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    canvas[40:240, 100] = 255
    canvas[230:240, 40:240] = 255
    digit = to_digit(on_transparent(canvas))
    assert extent(digit) == (20, 20)
    inner = digit[2:30, 2:30]
    assert inner.sum() == pytest.approx(digit.sum())


@pytest.mark.parametrize("width", [1, 2, 6])
def test_thin_strokes_still_read_as_ink(width: int) -> None:
    digit = to_digit(a_line((140, 20), (140, 260), width))
    assert digit.max() == 1
    assert extent(digit) == (20, 1)


@pytest.mark.parametrize("value", [0, 255])
@pytest.mark.parametrize("alpha", [0, 255])
def test_empty_drawing(value: int, alpha: int) -> None:
    empty = np.full((SIDE, SIDE, 4), value, np.uint8)
    empty[..., 3] = alpha
    with pytest.raises(ValueError, match="nothing drawn yet"):
        to_digit(empty)


def test_a_stray_pixel_is_no_drawing() -> None:
    stray = np.zeros((SIDE, SIDE, 4), np.uint8)
    stray[100:103, 100:103, 3] = 255
    with pytest.raises(ValueError, match=r"only 3 pixels.*larger"):
        to_digit(stray)


def test_invisible_ink_is_no_drawing() -> None:
    faint = np.zeros((SIDE, SIDE, 4), np.uint8)
    faint[50:200, 100:120, 3] = 3
    with pytest.raises(ValueError, match="nothing drawn yet"):
        to_digit(faint)


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((28, 28), np.uint8),
        np.zeros((28, 28, 3), np.uint8),
        np.zeros((1, 28, 28, 4), np.uint8),
        np.zeros((28, 28, 4), np.float32),
        np.zeros((0, 28, 4), np.uint8),
    ],
)
def test_what_is_no_picture(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="This picture"):
        to_digit(wrong)


def test_ink_is_the_difference_from_the_background() -> None:
    rgba = np.full((9, 9, 4), (200, 200, 200, 255), np.uint8)
    rgba[4, 4] = (200, 80, 190, 255)
    expected = np.zeros((9, 9), np.uint8)
    expected[4, 4] = 120
    np.testing.assert_array_equal(ink(rgba), expected)


def test_as_mnist_leaves_its_argument_alone() -> None:
    amount = np.zeros((40, 40), np.uint8)
    amount[10:30, 18:22] = 100
    before = amount.copy()
    as_mnist(amount)
    np.testing.assert_array_equal(amount, before)


def test_unprepared_a_drawing_is_only_made_smaller() -> None:
    mark = np.zeros((320, 320), np.uint8)
    mark[10:20, 300:310] = 255  # one of 32x32 squares of ten pixels
    mark[100:110, 100:105] = 255  # half of one
    expected = np.zeros((32, 32, 1), np.float32)
    expected[1, 30], expected[10, 10] = 1, 0.5
    np.testing.assert_allclose(unprepared(on_transparent(mark)), expected)


def test_unprepared_an_empty_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing drawn yet"):
        unprepared(on_transparent(np.zeros((280, 280), np.uint8)))
