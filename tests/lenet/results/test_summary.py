"""A tensor in a few numbers, against NumPy's own."""

import numpy as np
import pytest

from lenet.results.summary import largest_difference, rms, summarise


@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 4, 5)])
def test_the_numbers_are_numpys(shape):
    array = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    summary = summarise(array)
    assert summary.shape == shape
    assert summary.dtype == "float32"
    assert summary.minimum == array.min()
    assert summary.maximum == array.max()
    assert summary.mean == pytest.approx(array.mean(), rel=1e-6)
    assert summary.norm == pytest.approx(np.linalg.norm(array), rel=1e-6)
    assert summary.zeros == 0
    assert summary.finite


def test_zeros_are_counted():
    assert summarise(np.array([0, 1, 0, -2])).zeros == 0.5
    assert summarise(np.zeros(3, np.float32)).zeros == 1


def test_nan_and_infinity_are_counted():
    array = np.array([1, np.nan, np.inf, -np.inf, np.nan], np.float32)
    summary = summarise(array)
    assert (summary.nan, summary.inf) == (2, 2)
    assert not summary.finite
    assert np.isnan([summary.minimum, summary.mean, summary.norm]).all()
    assert summarise(np.array([1, np.inf])).maximum == np.inf


def test_whole_numbers_have_a_size_too():
    labels = np.array([3, 4])
    assert rms(labels) == pytest.approx(np.sqrt(12.5))
    assert summarise(labels).norm == pytest.approx(5)


def test_large_numbers_do_not_overflow():
    huge = np.full(4, 1e30, np.float32)
    assert rms(huge) == pytest.approx(1e30, rel=1e-6)


def test_the_largest_difference_is_of_all_arrays():
    some = (np.zeros(2), np.ones((1, 2)))
    others = (np.array([0, 0.5]), np.array([[1, -2]]))
    assert largest_difference(some, others) == 3
    assert largest_difference([0.5], [0.25], [1.0]) == 0.75
    assert largest_difference(some, some) == 0


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_the_difference_of_nan_is_nan(value):
    assert np.isnan(largest_difference([np.zeros(2), value], [np.zeros(2), value]))
