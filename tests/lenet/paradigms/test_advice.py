"""Three answers, one recommendation, an example that only it can do."""

from itertools import product

import pytest

from lenet.paradigms.advice import ANSWERS, QUESTIONS, recommend
from lenet.paradigms.behaviours import BEHAVIOURS
from lenet.settings import PARADIGM_NAMES

# What a seasoned user of Keras would say, by (branches, decides, alone).
EXPECTED = {
    ("No", "No", "No"): "Sequential",
    ("No", "No", "Yes"): "Sequential",
    ("Yes", "No", "No"): "Functional",
    ("Yes", "No", "Yes"): "Functional",
    ("No", "Yes", "No"): "Subclassing",
    ("No", "Yes", "Yes"): "Subclassing",
    ("Yes", "Yes", "No"): "Subclassing",
    ("Yes", "Yes", "Yes"): "Subclassing",
}


@pytest.mark.parametrize("answers", EXPECTED)
def test_every_answer_ends_in_a_paradigm(answers):
    advice = recommend(**dict(zip(QUESTIONS, answers, strict=True)))
    assert advice.paradigm == EXPECTED[answers]
    assert advice.reason.endswith(".")


def test_no_answer_is_left_out():
    assert set(EXPECTED) == set(product(ANSWERS, repeat=len(QUESTIONS)))


def test_each_paradigm_has_an_example_of_its_own():
    for answers, paradigm in EXPECTED.items():
        advice = recommend(**dict(zip(QUESTIONS, answers, strict=True)))
        assert BEHAVIOURS[advice.example].only == paradigm
    assert set(EXPECTED.values()) == set(PARADIGM_NAMES)


def test_the_reason_warns_of_code_that_no_file_holds():
    alone = recommend(branches="No", decides="Yes", alone="Yes")
    assert "needs your class" in alone.reason
    assert alone.reason.startswith(
        recommend(branches="No", decides="Yes", alone="No").reason
    )


def test_another_answer_is_refused():
    with pytest.raises(ValueError, match="decides is 'Maybe'"):
        recommend(branches="No", decides="Maybe", alone="No")
