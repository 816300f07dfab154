"""Numbers as they are written."""

import pytest

from lenet.results.numbers import gigabytes, short


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (2.345, "2.35"),
        (29.06, "29.1"),
        (33_900.4, "33,900"),
        (1.234e9, "1.23e+09"),
        (0.000_123_4, "0.000123"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_three_digits_tell_a_number_or_all_of_a_few_thousand(value, text):
    assert short(value) == text


def test_bytes_are_written_as_gigabytes():
    assert gigabytes(6_300_000_000) == "6.3 GB"
