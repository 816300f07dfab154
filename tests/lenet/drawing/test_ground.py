import numpy as np
import pytest

from lenet.drawing.ground import contrast, otsu, over


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


@pytest.mark.parametrize(("size", "pick"), [(1, max), (4, max), (7, min)])
def test_over_is_the_extreme_of_each_window(size: int, pick) -> None:
    values = np.random.default_rng(3).integers(0, 256, (12, 15), np.uint8)
    found = over(values, size, np.maximum if pick is max else np.minimum)
    assert found.shape == (13 - size, 16 - size)
    for row, column in np.ndindex(found.shape):
        window = values[row : row + size, column : column + size]
        assert found[row, column] == pick(window.ravel())


@pytest.mark.parametrize("table", [0, 60, 150])
def test_a_stroke_is_ink_and_a_table_is_ground(table: int) -> None:
    grey = np.full((100, 120), 220, np.uint8)
    grey[40:60, 50:56] = 70
    grey[:, :30] = grey[-9:] = table
    difference = contrast(grey, 20)
    assert (difference[40:60, 50:56] == 150).all()
    assert not difference[:, :30].any()
    assert not difference[-9:].any()


def test_beyond_the_edges_there_may_be_paper() -> None:
    grey = np.full((60, 60), 200, np.uint8)
    grey[:6] = 50  # the bar of a 7 that was cut close
    assert not contrast(grey, 20)[:6].any()
    assert (contrast(grey, 20, 200)[:6] == 150).all()
