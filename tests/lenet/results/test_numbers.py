"""Numbers as they are written."""

import numpy as np
import pytest

from lenet.results.numbers import MINUS, decimal, gigabytes, number, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (2.345, "2.35"),
        (29.06, "29.1"),
        (33_900.4, "33,900"),
        (999.7, "1,000"),
        (-4_322, f"{MINUS}4,322"),
        (1.234e9, "1.23e9"),
        (0.000_123_4, "0.000123"),
        (-1.234e-5, f"{MINUS}1.23e{MINUS}5"),
        (-0.0, "0"),
        (float("nan"), "NaN"),
        (float("inf"), "∞"),
        (float("-inf"), f"{MINUS}∞"),
    ],
)
def test_three_digits_tell_a_number_or_all_of_a_few_thousand(value, text):
    assert number(value) == text


def test_more_digits_keep_the_commas():
    assert [number(4322.65, digits) for digits in (2, 4, 5, 9)] == [
        *("4,323", "4,323", "4,322.6", "4,322.65")
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((1e-5, "0.00001"), (3e-4, "0.0003"), (0.3, "0.3"), (1, "1.0")),
        *((float(np.float32(0.3)), "0.3"), (12.8, "12.8")),
    ],
)
def test_settings_are_written_without_an_exponent(value, text):
    assert decimal(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        *((0, "0%"), (1, "100%"), (0.125, "12.5%"), (0.9999, "100.0%")),
        *((0.0001, "0.0%"), (float("nan"), "NaN")),
    ],
)
def test_a_share_of_none_and_of_all_is_exact(share, text):
    assert percent(share) == text


def test_bytes_are_written_as_gigabytes():
    assert gigabytes(6_300_000_000) == "6.3 GB"
