import numpy as np
import pytest
from PIL import Image

from lenet.digits import load
from lenet.drawing.photos import otsu, photo_to_digit, pieces

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


def test_otsu_splits_two_groups() -> None:
    random = np.random.default_rng(0)
    values = np.concatenate([random.normal(60, 8, 9_000), random.normal(180, 8, 1_000)])
    assert 85 < otsu(values.astype(np.uint8)) < 155


def test_otsu_maximises_the_variance_between_groups() -> None:
    values = np.random.default_rng(1).integers(0, 256, 500, np.uint8)

    def between(threshold: int) -> float:
        low, high = values[values <= threshold], values[values > threshold]
        if not low.size or not high.size:
            return 0.0
        return low.size * high.size * float(low.mean() - high.mean()) ** 2

    best = max(range(256), key=between)
    assert between(otsu(values)) == pytest.approx(between(best))


def flooded(mask: np.ndarray) -> list[set[tuple[int, int]]]:
    """Return the connected pieces, by the plainest flood there is."""
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    found = []
    while left:
        piece, front = set(), [left.pop()]
        while front:
            row, column = front.pop()
            piece.add((row, column))
            for step in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                beside = (row + step[0], column + step[1])
                if beside in left:
                    left.remove(beside)
                    front.append(beside)
        found.append(piece)
    return found


@pytest.mark.parametrize("share", [0.0, 0.4, 0.6, 1.0])
def test_pieces_are_those_a_flood_finds(share: float) -> None:
    mask = np.random.default_rng(2).random((40, 30)) < share
    numbers = pieces(mask)
    found = [
        {(int(row), int(column)) for row, column in np.argwhere(numbers == number)}
        for number in np.unique(numbers[mask])
    ]
    expected = flooded(mask)
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
    assert not numbers[~mask].any()
