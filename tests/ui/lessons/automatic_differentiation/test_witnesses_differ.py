"""Points where tape, SymPy and difference differ: what the page says is true there."""

import math

import pytest

from lenet.autodiff.expression import derivatives, difference_errors
from lenet.results.derivatives import DTYPES, DifferenceErrors, is_same
from ui.lessons.automatic_differentiation.agreement import agreement
from ui.lessons.automatic_differentiation.witnesses.questions import (
    OFFERED,
    ROUNDING,
    best_offered,
    truth,
    why,
)
from ui.lessons.automatic_differentiation.witnesses.verdicts import why_not

NAN, INF = math.nan, math.inf
# A formula, its point, 0 for d/dx or 1 for d/dy; then tape and SymPy; then words.
POINTS = [
    # Without a bend, and within rounding.
    ("sin(x)*y", 1.5, 0.5, 0, math.cos(1.5) * 0.5, math.cos(1.5) * 0.5, "All three"),
    ("x", 1.5, 0.5, 1, 0, 0, "they are identical"),
    # Bends: both have a rule for the slope, and the difference takes the mean.
    ("abs(x)", 0.0, 1.0, 0, 0, 0, "slope is \N{MINUS SIGN}1 before this point, and 1"),
    ("relu(x)", 0.0, 1.0, 0, 0, 0, "slope is 0 before this point, and 1"),
    ("relu(x - y)", 3.0, 3.0, 1, 0, 0, "slope is \N{MINUS SIGN}1 before this point"),
    # Its parts bend, the formula does not: the tape follows the rules of its parts.
    ("relu(x) - relu(-x)", 0.0, 1.0, 0, 0, 0, "slope is 1 on both sides"),
    # An end of the formula: it has a value at the point, and none on the left.
    ("sqrt(x)", 0.0, 1.0, 0, INF, INF, "infinite"),
    ("x**(1/3)", 0.0, 1.0, 0, INF, INF, "infinite"),
    ("(x + y)**19.999", 0.0, 0.0, 0, 0, 0, "beside this point"),
    # SymPy's slope is infinite, and TensorFlow takes a log of 0 as 0.
    ("x**y", 0.0, 0.0, 1, 0, -INF, "infinite here. The tape's 0 comes"),
    # Infinity times 0.
    ("sqrt(x**2)", 0.0, 1.0, 0, NAN, 0, "infinity times 0"),
    ("exp(log(x))", 0.0, 1.0, 0, NAN, NAN, "Neither"),
    ("x**0", 0.0, 1.0, 0, NAN, 0, "infinity times 0"),
    ("sqrt(abs(x))", 0.0, 1.0, 0, NAN, NAN, "Neither"),
    # The log of a negative number, or of 0: TensorFlow's power has a rule for it.
    ("x**y", -1.0, 2.0, 1, 0, NAN, "log of 0 or of a negative"),
    ("(-8)**x", 1.0, 1.0, 0, 0, NAN, "beside this point"),
    ("x**x", -2.0, 1.0, 0, 0.25, NAN, "The tape's 0.25 comes from"),
    ("x**y", 0.0, 2.0, 1, 0, NAN, "difference agrees with it"),
    ("x**relu(y)", -1.0, 0.0, 1, 0, NAN, "beside this point"),
    # Slopes too steep for this epsilon.
    ("sin(x*1000)**20", 1.5, 0.5, 0, 1963.38, 1963.38, "slope changes much"),
]


@pytest.mark.parametrize(
    ("text", "x", "y", "index", "tape", "symbolic", "said"), POINTS
)
def test_the_page_says_why_the_witnesses_differ(
    text, x, y, index, tape, symbolic, said
):
    found = derivatives(text, x, y)
    assert found.has_value
    assert found.tape[index] == pytest.approx(tape, nan_ok=True, rel=1e-5)
    assert found.symbolic[index] == pytest.approx(symbolic, nan_ok=True, rel=1e-5)
    assert said in agreement(found, index)


@pytest.mark.parametrize("text", ["(-8)**(1/3)", "log(-1)*x", "0**-1", "1/0"])
def test_a_constant_off_the_real_branch_is_refused(text):
    with pytest.raises(ValueError, match="no value among the real numbers"):
        derivatives(text, 1.0, 1.0)


def test_overflow_and_tiny_values():
    assert not derivatives("exp(1000*x)", 3.0, 0.0).has_value
    assert derivatives("exp(-1000*x)", 3.0, 0.0).tape == (0, 0)
    tiny = derivatives("log(1e-300*x)", 2.0, 0.0)
    assert tiny.tape[0] == pytest.approx(0.5)
    assert is_same(tiny.tape[0], tiny.symbolic[0])


@pytest.mark.parametrize(
    ("text", "x", "said"),
    [
        ("relu(x)", 0.0, "the error is 0.5 or more"),
        ("x**y", -1.0, ""),
        ("sqrt(x)", 0.0, "has no value"),
        ("log(x)", -1.0, "has no value"),
        ("sin(x)", 0.0, ""),
        ("tan(x*1000)", 1.5, ""),
        ("sin(x*1000)", 1.5, ""),
        ("y", 1.5, "nothing to choose"),
        ("exp(exp(exp(x)))", 1.5, "In float32, "),
        ("sin(1000*x)*1000", 3.0, ""),
    ],
)
def test_without_a_best_epsilon_the_reason_is_said(text, x, said):
    found = why_not(difference_errors(text, x, 2.0, "x"))
    assert said in found if said else not found


def test_where_all_epsilons_are_as_good_there_is_nothing_to_choose():
    errors = difference_errors("abs(x)", 0.0, 1.0, "x")
    assert "nothing to choose" in why_not(errors)


def test_equally_good_epsilons_are_all_right_and_the_largest_is_named():
    errors = DifferenceErrors(
        (1e-1, 1e-2, 1e-5, 1e-8, 1e-12),
        dict.fromkeys(DTYPES, (0.5, 0.0, 0.0, 0.5, math.nan)),
    )
    assert best_offered(errors, "float64") == (1e-2, 1e-5)
    assert errors.best("float64") == 1e-2


@pytest.mark.parametrize("dtype", DTYPES)
def test_each_reason_names_the_size_of_both_errors_of_its_epsilon(dtype):
    """Checked with exp at 0, where the value and all slopes are 1."""
    errors = difference_errors("exp(x)", 0.0, 0.0, "x")
    for epsilon in OFFERED:
        rounding = ROUNDING[dtype] / epsilon
        largest = min(1.0, 10 * max(epsilon**2, rounding))
        assert errors.near(epsilon)[dtype] <= largest
        assert ("the difference is 0" in why(epsilon, dtype)) is (rounding >= 1)


@pytest.mark.parametrize("text", ["x*y + x", "(x + y)*(x - y)"])
def test_a_wide_step_is_best_for_lines_and_parabolas(text):
    errors = difference_errors(text, 1.5, 0.5, "x")
    assert best_offered(errors, "float64")[0] >= 0.01
    assert errors.errors["float64"][0] < 1e-14


def test_an_epsilon_without_a_value_is_never_the_best():
    errors = difference_errors("log(x)", 0.1, 1.0, "x")
    assert not math.isfinite(errors.near(0.1)["float64"])
    assert 0.1 not in best_offered(errors, "float64")
    assert "no value at 1e-1" in truth(errors, "float64", 0.1, 1.0)
