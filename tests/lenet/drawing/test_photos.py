import contextlib

import numpy as np
import pytest
from PIL import Image

import lenet
from benchmarks.photo_situations import SITUATIONS, ink_of, photographed, several
from lenet.digits import load
from lenet.drawing import to_digit
from lenet.drawing.photos import find_digit, photo_to_digit

HEIGHT, WIDTH = 450, 600


def photo(
    amount: np.ndarray, *, ink: float = -0.65, slope: float = 70, seed: int = 0
) -> np.ndarray:
    """Paper in light that falls off, with noise; `ink` darkens or lightens."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    light = 140 + slope * (rows / HEIGHT - 0.5) - slope * (columns / WIDTH - 0.5)
    noise = np.random.default_rng(seed).normal(0, 5, light.shape)
    grey = np.clip(light * (1 + ink * amount) + noise, 0, 255)
    alpha = np.full(grey.shape, 255)
    return np.dstack([grey, grey, grey, alpha]).astype(np.uint8)


def written(digit: np.ndarray, top: int = 100, left: int = 200) -> np.ndarray:
    """Return an MNIST digit, 280 pixels high, somewhere on a sheet: 0 to 1."""
    image = Image.fromarray(digit[2:-2, 2:-2, 0])
    sheet = np.zeros((HEIGHT, WIDTH))
    large = np.asarray(image.resize((280, 280), Image.Resampling.BICUBIC))
    sheet[top : top + 280, left : left + 280] = np.clip(large, 0, 1)
    return sheet


@pytest.fixture(scope="module")
def mnist_images() -> np.ndarray:
    return load("sample").test_images[:30]


@pytest.mark.parametrize("ink", [-0.65, 0.6])
def test_digits_photographed_come_back(mnist_images: np.ndarray, ink: float) -> None:
    differences = [
        np.abs(photo_to_digit(photo(written(image), ink=ink)) - image).mean()
        for image in mnist_images
    ]
    assert np.mean(differences) < 0.04
    assert np.max(differences) < 0.15


def test_specks_and_the_papers_edge_are_dropped(mnist_images: np.ndarray) -> None:
    amount = written(mnist_images[0])
    dirty = amount.copy()
    dirty[40:48, 40:48] = 1
    dirty[400:404, 500:520] = 1
    dirty[:, :20] = 1
    clean = photo_to_digit(photo(amount))
    assert np.abs(photo_to_digit(photo(dirty)) - clean).mean() < 0.01


def test_strokes_that_do_not_touch_are_kept() -> None:
    amount = np.zeros((HEIGHT, WIDTH))
    amount[100:300, 200:220] = 1
    amount[100:120, 240:330] = 1
    digit = photo_to_digit(photo(amount))[..., 0]
    rows, columns = np.nonzero(digit)
    assert np.ptp(rows) + 1 == 20
    assert np.ptp(columns) + 1 == pytest.approx(13, abs=1)


@pytest.mark.parametrize("slope", [0, 70])
def test_a_blank_sheet_has_no_ink(slope: float) -> None:
    with pytest.raises(ValueError, match="No ink stands out"):
        photo_to_digit(photo(np.zeros((HEIGHT, WIDTH)), slope=slope))


@pytest.mark.parametrize("size", [(1, 1), (3, 1_000), (1_000, 5)])
def test_photos_of_odd_sizes(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="No ink stands out"):
        photo_to_digit(np.full((*size, 4), 200, np.uint8))


def test_what_is_no_picture() -> None:
    with pytest.raises(ValueError, match="This picture"):
        photo_to_digit(np.zeros((9, 9), np.uint8))


SAMPLE = load("sample")
# Ten digits, one of each.
CHOSEN = [int(np.flatnonzero(SAMPLE.test_labels == digit)[3]) for digit in range(10)]


@pytest.fixture(scope="module")
def inks() -> list[np.ndarray]:
    return [ink_of(SAMPLE.test_images[index]) for index in CHOSEN]


def predictions(images: list[np.ndarray]) -> np.ndarray:
    return lenet.pretrained("Sequential")(np.stack(images)).numpy().argmax(axis=1)


def clean(ink: np.ndarray) -> np.ndarray:
    alpha = np.pad(255 * ink, 60)
    return to_digit(np.dstack([np.zeros((*alpha.shape, 3)), alpha]).astype(np.uint8))


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_photo_is_read_as_a_clean_drawing_is(
    name: str, inks: list[np.ndarray]
) -> None:
    random = np.random.default_rng(4)
    chosen = [inks[index] for index in random.permutation(10)[:3]]
    found = [photo_to_digit(SITUATIONS[name](ink, random)) for ink in chosen]
    expected = predictions([clean(ink) for ink in chosen])
    assert (predictions(found) == expected).sum() >= 2


@pytest.mark.parametrize("name", ["plain paper, uneven light", "a sheet on wood"])
def test_nothing_is_said_where_all_is_clear(name: str, inks: list[np.ndarray]) -> None:
    random = np.random.default_rng(5)
    assert not any(find_digit(SITUATIONS[name](ink, random)).notes for ink in inks[2:6])


@pytest.mark.parametrize("count", [2, 3])
def test_several_digits_are_said_to_be_there(
    count: int, inks: list[np.ndarray]
) -> None:
    for start in (0, 4, 7):
        random = np.random.default_rng(start)
        found = find_digit(several(inks[start : start + count], random))
        assert any("more than one digit" in note for note in found.notes)


def test_a_digit_that_is_cut_is_said_to_be_cut(inks: list[np.ndarray]) -> None:
    for digit in (2, 5, 8):
        sheet = np.full((600, 800), 225.0)
        sheet[:180, 200 : 200 + inks[digit].shape[1]] -= 165 * inks[digit][100:]
        found = find_digit(photographed(sheet, np.random.default_rng(0)))
        assert any("reaches the edge" in note for note in found.notes)


def test_faint_ink_is_said_to_be_faint(inks: list[np.ndarray]) -> None:
    sheet = np.full((600, 800), 225.0)
    sheet[100:380, 200 : 200 + inks[3].shape[1]] -= 32 * inks[3]
    found = find_digit(photographed(sheet, np.random.default_rng(0), noise=1))
    assert any("stands out little" in note for note in found.notes)


@pytest.mark.parametrize("side", [6, 8, 10])
def test_a_picture_of_few_pixels_is_read_and_said_to_have_few(
    side: int, inks: list[np.ndarray]
) -> None:
    for digit in (0, 1, 7):
        sheet = np.zeros((320, 320))
        sheet[20:300, 60 : 60 + inks[digit].shape[1]] = inks[digit]
        small = Image.fromarray(sheet.astype(np.float32)).resize((side, side), 4)
        grey = 255 * (1 - np.asarray(small))
        rgba = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
        found = find_digit(rgba.astype(np.uint8))
        assert found.notes == (
            f"The digit has only {side} pixels in length, too few for its shape: "
            "send a larger picture of it.",
        )
        np.testing.assert_array_equal(found.digit, to_digit(rgba.astype(np.uint8)))


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (30, 20)])
def test_a_small_picture_without_ink_is_called_so(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"of {size[1]} x {size[0]} pixels: send one"):
        find_digit(np.full((*size, 4), 90, np.uint8))


@pytest.mark.parametrize("kind", ["noise", "spiral", "stripes", "dots"])
def test_a_hostile_pattern_ends(kind: str) -> None:
    rows, columns = np.mgrid[:768, :1024]
    far = np.hypot(rows - 384, columns - 512)
    turn = np.arctan2(rows - 384, columns - 512) / (2 * np.pi)
    grey = {
        "noise": np.random.default_rng(0).integers(0, 256, rows.shape),
        "spiral": 255 * ((far / 12 + turn) % 1 < 0.5),
        "stripes": 255 * (columns // 7 % 2),
        "dots": 255 * ((columns // 6 % 2) & (rows // 6 % 2)),
    }[kind]
    rgba = np.dstack([grey, grey, grey, np.full(grey.shape, 255)]).astype(np.uint8)
    with contextlib.suppress(ValueError):
        assert find_digit(rgba).digit.shape == (32, 32, 1)
