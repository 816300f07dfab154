"""The bug hunt: its code runs as it stands, and does not tell what is wrong in it."""

import ast
import textwrap

import pytest

from lenet.microscope.mistakes import MISTAKES
from lenet.source import source
from lenet.training.step import train_step
from ui.lessons.microscope.hunt import HIDDEN, Hunt, wrong_lines
from ui.lessons.microscope.hunt_lines import mistaken, without_remarks
from ui.lessons.microscope.one_weight import SPANS, fitting_span


def code(name):
    """Read the mistaken function: of batches, the order."""
    mistake = MISTAKES[name]
    return source(f"{mistake.code}.order" if name == "unshuffled" else mistake.code)


@pytest.mark.parametrize("name", HIDDEN)
def test_only_remarks_are_left_out(name):
    whole = code(name)
    lines = without_remarks(whole)
    texts = whole.text.splitlines()
    shown = lines.source.text.splitlines()
    assert shown == [texts[number - 1] for number in lines.numbers]
    assert [lines.shown(number) for number in lines.numbers] == [
        *range(1, len(shown) + 1)
    ]
    assert "mistake" not in lines.source.text + lines.source.file
    tree = ast.parse(textwrap.dedent(whole.text)).body[0]
    assert isinstance(tree.body.pop(0).value, ast.Constant)  # the description
    cut = ast.parse(textwrap.dedent(lines.source.text)).body[0]
    assert ast.dump(cut) == ast.dump(tree)  # and the rest runs as it did


def test_the_right_step_has_no_wrong_line():
    right = source(f"{train_step.__module__}:train_step")
    assert mistaken(right) == ()
    assert "Move the weights" not in without_remarks(right).source.text


@pytest.mark.parametrize("name", HIDDEN)
def test_the_wrong_line_is_the_one_that_the_right_code_does_not_have(name):
    whole = code(name)
    (first, *_) = mistaken(whole)
    right = {
        "unshuffled": "lenet.training.batches:Batches.order",
        "zeros": "lenet.microscope.mistakes.correct:build",
    }.get(name, "lenet.training.step:train_step")
    assert whole.text.splitlines()[first - 1] not in source(right).text.splitlines()


def test_a_guess_is_marked_and_no_line_counts_twice():
    right = source("lenet.microscope.mistakes.correct:build")
    sources = {"train_step": code("softmax"), "build": right}
    ((function, line),) = wrong_lines(sources)
    hunt = Hunt("softmax")
    for _ in range(2):
        hunt.guess(sources, "build", 1)
    assert (hunt.guesses, hunt.is_over) == ([("build", 1)], False)
    hunt.guess(sources, function, line)
    assert hunt.is_found
    hunt.guess(sources, "build", 2)
    assert len(hunt.guesses) == 2
    for wrong in (("build", 0), ("build", 999), ("other", 1)):
        with pytest.raises(ValueError, match="line is"):
            Hunt("softmax").guess(sources, *wrong)


@pytest.mark.parametrize(
    ("update", "span"), [(0.001, 0.01), (-0.02, 0.05), (0.3, 1.0), (30.0, SPANS[-1])]
)
def test_the_first_range_shows_the_step(update, span):
    assert fitting_span(update) == span
