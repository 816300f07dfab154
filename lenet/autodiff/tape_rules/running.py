"""Run a rule's function, and return what its tapes watched and recorded."""

from typing import Any

import numpy as np

from lenet.autodiff.tape_rules import RULES
from lenet.autodiff.tape_rules.taping import Taped, taping
from lenet.results.tape_rules import Program, RuleRun
from lenet.settings import one_of
from lenet.snippets.attempt import attempt
from lenet.snippets.differing import differing
from lenet.snippets.messages import raised_at, read
from lenet.source import resolve, source

DECIMALS = 4


def run_rule(name: str, *, broken: bool = False) -> RuleRun:
    """Run the function that follows a rule, or the one that breaks it.

    An error is a part of the result. Raises ValueError for a name that is none
    of RULES.

    https://www.tensorflow.org/api_docs/python/tf/GradientTape
    """
    shown = program(name, broken=broken)
    function = resolve(RULES[name].code if broken else RULES[name].right)
    taped = Taped(function)
    with taping(taped):
        result, error = attempt(function)
    return RuleRun(
        program=shown,
        returned="" if error else text_of(result),
        message=read(error, shown.source) if error else None,
        raised=raised_at(error, function),
        watched=taped.watched(),
        lines=taped.lines(),
    )


def program(name: str, *, broken: bool = False) -> Program:
    """Return the program that follows a rule, or breaks it, without a run.

    Raises ValueError for a name that is none of RULES.
    """
    one_of("rule", name, tuple(RULES))
    codes = RULES[name].right, RULES[name].code
    shown, other = map(source, reversed(codes) if broken else codes)
    return Program(shown, *differing(shown.text, other.text))


def text_of(result: Any) -> str:
    """Return a gradient, or a tuple of several, as text; "None" for None."""
    if result is None:
        return "None"
    if isinstance(result, tuple):
        return ", ".join(map(text_of, result))
    return str(np.round(np.asarray(result, float), DECIMALS).tolist())
