"""A question as data: its result decides which options are right."""

import math

import numpy as np
import pytest

from ui.components.questions import Option, Question, between, exactly
from ui.lessons.three_paradigms.proof import DISTANCE

LOSS = Question(
    key="test_loss",
    page="train",
    text="Where does it end?",
    options=(
        Option("Lower", "why lower", between(-math.inf, 0.9)),
        Option("Same", "why same", between(0.9, 1.1)),
        Option("Higher", "why higher", lambda ratio: ratio >= 1.1),
    ),
)


@pytest.mark.parametrize(
    ("ratio", "right"),
    [
        (0.0, "Lower"),
        (0.9, "Same"),
        (np.float32(1.0), "Same"),
        (1.1, "Higher"),
        (math.inf, "Higher"),
    ],
)
def test_the_option_whose_range_holds_the_number_is_right(ratio, right):
    for pending, label in enumerate(LOSS.labels):
        answer = LOSS.answer("run", pending, ratio, "It was so.")
        assert answer.predicted == label
        assert answer.predicted_why == f"why {label.lower()}"
        assert answer.right == {right: f"why {right.lower()}"}
        assert answer.is_right is (label == right)


def test_what_is_no_number_makes_no_option_right():
    answer = LOSS.answer("run", 1, math.nan, "It was no number.")
    assert answer.right == {}
    assert not answer.is_right


def test_without_a_prediction_nothing_is_right():
    answer = LOSS.answer("run", None, 1.0, "It was so.")
    assert answer.predicted is None
    assert answer.right == {"Same": "why same"}
    assert not answer.is_right


def test_two_options_can_be_right():
    both = Question(
        "key",
        "train",
        "How many?",
        (
            Option("One for each replica", "a", exactly(8)),
            Option("One for each image", "b", exactly(8)),
            Option("One", "c", exactly(1)),
        ),
    )
    found = [both.answer("run", pending, 8, "8.").is_right for pending in range(3)]
    assert found == [True, True, False]


@pytest.mark.parametrize(
    ("difference", "right"),
    [(0.0, 0), (np.nextafter(0, 1), 1), (2e-8, 1), (1e-4, 2), (3.0, 2)],
)
def test_any_distance_of_the_weights_is_one_option(difference, right):
    holding = [option.holds(difference) for option in DISTANCE.options]
    assert [index for index, holds in enumerate(holding) if holds] == [right]
