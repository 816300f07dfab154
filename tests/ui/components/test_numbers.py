"""How numbers are written, case by case."""

import pytest

from ui.components.numbers import (
    agreement,
    counted,
    duration,
    loss,
    milliseconds,
    whole,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.311581, "2.3116"),
        (0.0, "0.0000"),
        (999.99999, "1000.0000"),
        (23740.4, "23,740"),
        (float("nan"), "no number"),
        (float("inf"), "no number"),
    ],
)
def test_a_loss(value, text):
    assert loss(value) == text


def test_a_loss_with_fewer_decimals():
    assert loss(0.12345, 3) == "0.123"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0004, "0 ms"),
        (0.0123, "12 ms"),
        (0.9996, "1.0 s"),
        (4.24, "4.2 s"),
        (59.96, "1 min 0 s"),
        (125.2, "2 min 5 s"),
    ],
)
def test_a_duration_has_the_unit_that_suits_it(seconds, text):
    assert duration(seconds) == text


def test_milliseconds_keep_a_decimal():
    assert milliseconds(0.01234) == "12.3 ms"
    assert milliseconds(1.5) == "1,500.0 ms"


def test_counts():
    assert whole(3256.6) == "3,257"
    assert [counted(n, "image") for n in (0, 1, 60_000)] == [
        "0 images",
        "1 image",
        "60,000 images",
    ]


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (0.0, "identical, bit for bit"),
        (5.96e-8, "up to 5.96e\N{MINUS SIGN}8 apart"),
        (float("nan"), "up to NaN apart"),
    ],
)
def test_how_far_numbers_are_apart(difference, text):
    assert agreement(difference) == text
