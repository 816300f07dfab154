import numpy as np
import pytest

from lenet.drawing.pieces import Box, boxes, pieces


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


def test_pieces_are_numbered_from_one() -> None:
    mask = np.random.default_rng(4).random((30, 50)) < 0.3
    found = np.unique(pieces(mask))
    np.testing.assert_array_equal(found, np.arange(len(found)))


def test_a_spiral_is_one_piece() -> None:
    rows, columns = np.mgrid[-60:60, -60:60]
    turns = np.hypot(rows, columns) / 4 + np.arctan2(rows, columns) / (2 * np.pi)
    mask = turns % 1 < 0.5
    assert len(boxes(pieces(mask))) == len(flooded(mask))


@pytest.mark.parametrize("mask", [np.zeros((4, 5), bool), np.ones((4, 5), bool)])
def test_all_and_nothing(mask: np.ndarray) -> None:
    numbers = pieces(mask)
    np.testing.assert_array_equal(numbers, mask)
    assert boxes(numbers) == ([Box(0, 0, 4, 5)] if mask.any() else [])


def test_boxes_are_the_smallest() -> None:
    numbers = pieces(np.random.default_rng(5).random((30, 40)) < 0.3)
    for number, box in enumerate(boxes(numbers), 1):
        rows, columns = np.nonzero(numbers == number)
        assert (box.top, box.bottom) == (rows.min(), rows.max() + 1)
        assert (box.left, box.right) == (columns.min(), columns.max() + 1)
        assert box.longest == max(box.height, box.width)


def test_boxes_beside_and_inside_each_other() -> None:
    outer, inner, beside = Box(0, 0, 9, 9), Box(2, 3, 5, 6), Box(1, 12, 4, 15)
    assert outer.holds(inner)
    assert not inner.holds(outer)
    assert not outer.holds(outer)
    assert outer.gap(beside) == beside.gap(outer) == (-3, 3)
    assert max(outer.gap(inner)) < 0
    assert outer.joined(beside) == Box(0, 0, 9, 15)
