"""A formula's derivatives: the tape, SymPy and the difference agree."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from lenet.autodiff.expression import derivatives, difference_errors
from lenet.autodiff.formula import FUNCTIONS, MOST_NODES, parse
from tests.lenet.autodiff.formulas import formulas, points

# Far enough from where abs and relu bend, and from where log and sqrt end.
CLEAR = 1e-2
TOLERANCE = 1e-5
EPSILON = 1e-5
STEEP = ("**", "/", "sqrt", "log")  # their slopes may be infinite


def by_hand(text, x, y):
    """Compute a formula with Python itself: the tests' texts are our own."""
    names = {
        **{name: getattr(math, name, None) for name in FUNCTIONS},
        "abs": abs,
        "relu": lambda value: max(value, 0.0),
        "sigmoid": lambda value: 1 / (1 + math.exp(-value)),
    }
    return eval(text, {"__builtins__": {}}, {**names, "x": x, "y": y})


def largest_terms(text, x, y):
    """Return how large a formula's values are around a point, or None.

    None where it has no value nearby, or is not smooth there: a difference over
    `EPSILON` is then no measure of the derivative.
    """
    values = []
    for along_x, along_y in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
        for step in (CLEAR, EPSILON):
            try:
                value = by_hand(text, x + along_x * step, y + along_y * step)
            except (ValueError, TypeError, ArithmeticError):  # complex, 1 / 0, ∞
                return None
            if isinstance(value, complex) or not math.isfinite(value):
                return None
            values.append(abs(value))
    return max(values)


def is_smooth(text, x, y):
    """Return whether differences over two epsilons agree, and those of both sides."""
    value = by_hand(text, x, y)
    for along_x, along_y in ((EPSILON, 0), (0, EPSILON)):
        after = by_hand(text, x + along_x, y + along_y) - value
        before = value - by_hand(text, x - along_x, y - along_y)
        # In between, the slope changes by the second derivative times epsilon.
        if abs(after - before) > 0.01 * max(EPSILON, abs(after), abs(before)):
            return False
    found = [derivatives(text, x, y, epsilon) for epsilon in (EPSILON, 4 * EPSILON)]
    near, wide = (np.array(each.difference) for each in found)
    return bool(np.all(np.abs(near - wide) <= TOLERANCE * np.maximum(1, abs(near))))


@settings(
    max_examples=500,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(formulas, points, points)
def test_the_three_witnesses_agree(text, x, y):
    try:
        found = derivatives(text, x, y, EPSILON)
    except ValueError:
        assume(False)  # too large, or a constant without a value
    largest = largest_terms(text, x, y)
    assume(largest is not None and largest < 1e4 and is_smooth(text, x, y))
    assume(all(map(math.isfinite, found.tape)))  # or it meets sqrt at 0: see below
    assert found.value == pytest.approx(by_hand(text, x, y), rel=1e-9, abs=1e-9)
    # (x - x)**0.5 is flat, but the tape multiplies infinity by 0: the page says so.
    assume(not (np.isnan(found.tape).any() and any(part in text for part in STEEP)))
    # A difference cannot be better than its values are rounded.
    rounding = 1e-15 * largest / EPSILON
    for tape, symbolic, difference in zip(
        found.tape, found.symbolic, found.difference, strict=True
    ):
        assert tape == pytest.approx(symbolic, rel=TOLERANCE, abs=1e-9)
        allowed = TOLERANCE + rounding
        assert difference == pytest.approx(symbolic, rel=TOLERANCE, abs=allowed)


def test_the_tape_meets_an_operation_without_a_derivative_and_sympy_does_not():
    """SymPy makes 0 of x - x before it derives; the tape multiplies 1/0 by 0."""
    found = derivatives("sqrt(x - x)", 1.0, 1.0)
    assert math.isnan(found.tape[0])
    assert (found.value, found.symbolic, found.difference) == (0, (0, 0), (0, 0))


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_each_function_has_its_derivative(function):
    found = derivatives(f"{function}(x*y)", 0.8, 0.7)
    near = [by_hand(f"{function}(x*y)", 0.8 + e, 0.7) for e in (1e-6, -1e-6)]
    slope = (near[0] - near[1]) / 2e-6
    assert found.value == pytest.approx(by_hand(f"{function}(x*y)", 0.8, 0.7))
    for witness in (found.tape, found.symbolic, found.difference):
        assert witness[0] == pytest.approx(slope, rel=1e-6)


def test_a_formula_computed_by_hand():
    found = derivatives("sin(x)*y + x**2/exp(y)", 1.5, 2.0)
    by_x = math.cos(1.5) * 2 + 2 * 1.5 / math.exp(2)
    by_y = math.sin(1.5) - 1.5**2 / math.exp(2)
    assert found.value == pytest.approx(math.sin(1.5) * 2 + 1.5**2 / math.exp(2))
    assert found.tape == pytest.approx((by_x, by_y), rel=1e-14)
    assert found.symbolic == pytest.approx((by_x, by_y), rel=1e-14)
    assert found.difference == pytest.approx((by_x, by_y), rel=1e-8)
    assert found.spread(0) < 1e-8
    assert r"\cos" in found.formulas[0]


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("log(x)", -1.0, 0.0),
        ("log(x)", 0.0, 0.0),
        ("sqrt(x)", -2.0, 1.0),
        ("1/(x - y)", 1.0, 1.0),
        ("x**-1", 0.0, 1.0),
        ("(x - 2)**0.5", 1.0, 1.0),
        ("exp(exp(exp(x)))", 3.0, 0.0),
        ("sqrt(-x**2)", 1.0, 0.0),
        ("x/x", 0.0, 1.0),
    ],
)
def test_a_formula_without_a_value_there_is_nan(text, x, y):
    found = derivatives(text, x, y)
    assert not found.has_value
    for pair in (found.tape, found.symbolic, found.difference):
        assert np.isnan(pair).all()
    assert math.isnan(found.spread(0))


def test_what_a_formula_lacks_has_the_derivative_zero():
    found = derivatives("3", 1.0, 2.0)
    assert found.value == 3
    assert found.tape == found.symbolic == found.difference == (0, 0)
    assert derivatives("x", 1.0, 2.0).tape == (1, 0)


@pytest.mark.parametrize("text", ["x**x**x", "x" + "**x" * (MOST_NODES - 1)])
def test_a_tower_of_powers_ends(text):
    assert derivatives(text, 0.9, 1.0).tape[0] == pytest.approx(
        derivatives(text, 0.9, 1.0).symbolic[0], rel=1e-6
    )
    assert not derivatives("x" + "**x" * (MOST_NODES - 1), 3.0, 1.0).has_value


@pytest.mark.parametrize(
    ("x", "y", "epsilon"),
    [
        (math.nan, 0.0, 1e-5),
        (0.0, math.inf, 1e-5),
        (0.0, 0.0, 0.0),
        (0.0, 0.0, -1e-5),
        (0.0, 0.0, math.nan),
    ],
)
def test_a_point_and_an_epsilon_that_are_none_are_refused(x, y, epsilon):
    with pytest.raises(ValueError, match="must be"):
        derivatives("x*y", x, y, epsilon)


def test_constant_parts_become_numbers_and_equal_texts_equal_formulas():
    assert parse("2*3*x") == parse("6*x") == parse(" 6 * ( x ) ")
    assert parse("+x") == parse("x")
    assert parse("sin(0)*y") == parse("0.0*y")


def test_the_best_epsilon_is_larger_in_float32():
    errors = difference_errors("sin(x)*y + x**2/exp(y)", 1.5, 2.0, "x")
    assert 1e-3 <= errors.best("float32") <= 1e-1
    assert 1e-6 <= errors.best("float64") <= 1e-4
    assert min(errors.errors["float64"]) < 1e-8 < min(errors.errors["float32"])
    assert len(errors.epsilons) == len(errors.errors["float32"])
    # On its left the curve falls with epsilon squared.
    wide = dict(zip(errors.epsilons, errors.errors["float64"], strict=True))
    assert wide[1e-1] / wide[1e-2] == pytest.approx(100, rel=0.02)


def test_without_a_value_there_is_no_best_epsilon():
    assert math.isnan(difference_errors("log(x)", -1.0, 0.0, "x").best("float64"))


AUDITED = """
import sys
from lenet.autodiff import expression

TEXT = "cos(x)*y + 1/tanh(x*y)"
HOSTILE = ("__import__('os').system('x')", "x.__class__", "(lambda: 1)()")
seen = []


def hook(event, args):
    if event in ("exec", "open", "os.system", "subprocess.Popen"):
        seen.append((event, args))


expression.derivatives(TEXT, 1.0, 1.0)  # imports what SymPy needs
expression._symbolic.cache_clear()
sys.addaudithook(hook)
expression.derivatives(TEXT, 1.0, 1.0)
for text in HOSTILE:
    try:
        expression.derivatives(text, 1.0, 1.0)
    except ValueError:
        continue
    raise SystemExit(text)
assert not seen, seen
"""


def test_no_code_is_run_for_a_formula():
    """Python's audit events tell of each `eval`, `exec` and opened file."""
    done = subprocess.run(
        [sys.executable, "-c", AUDITED], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr[-1500:]


@pytest.mark.parametrize(
    ("text", "x", "y", "along_x", "along_y"),
    [
        ("abs(x)", 0.0, 1.0, (-1, 1), (0, 0)),
        ("relu(x)*y", 0.0, 0.5, (0, 0.5), (0, 0)),
        ("abs(x - y)", 1.0, 1.0, (-1, 1), (-1, 1)),
        ("sqrt(x**2)", 0.0, 0.0, (-1, 1), (0, 0)),
        ("relu(x) - relu(-x)", 0.0, 0.0, (1, 1), (0, 0)),  # parts bend, the sum not
        ("1/x", 0.01, 0.0, None, (0, 0)),  # the slope changes fast
        ("1000*1000*1000 + x", 1.0, 1.0, None, None),  # lost in rounding
        ("sqrt(abs(x))", 0.0, 0.0, None, (0, 0)),  # steeper and steeper
        ("sqrt(x)", 0.0, 0.0, None, (0, 0)),  # it ends there: one side has no value
    ],
)
def test_the_slopes_of_both_sides_are_told_where_they_settle(
    text, x, y, along_x, along_y
):
    found = derivatives(text, x, y).slopes
    for slopes, expected in zip(found, (along_x, along_y), strict=True):
        if expected is None:
            assert slopes is None
        else:
            assert slopes == pytest.approx(expected, rel=1e-6, abs=1e-9)
