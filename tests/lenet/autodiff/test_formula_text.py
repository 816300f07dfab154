"""Formulas as people write them, and as code: what is said, and what it computes."""

import math

import numpy as np
import pytest
import sympy
import tensorflow as tf
from hypothesis import assume, given, settings

from lenet.autodiff.expression.by_tensorflow import evaluate
from lenet.autodiff.formula import parse
from lenet.autodiff.formula.written import code, function_code
from tests.lenet.autodiff.formulas import formulas, points


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2x", "missing between `2` and `x`. Write `*`"),
        ("x y", "missing between `x` and `y`"),
        ("2(x + 1)", "missing between `2` and `(`"),
        ("(x)(y)", "missing between `)` and `(`"),
        ("(x + 1)y", "missing between `)` and `y`"),
        ("sin x", "`sin` needs a value in brackets: `sin(x)`"),
        ("2*sin 3", "`sin` needs a value in brackets"),
        ("sin", "`sin` needs a value in brackets"),
        ("sin^2(x)", "A power comes after them: `sin(x)**2`"),
        ("sin**2(x)", "A power comes after them: `sin(x)**2`"),
        ("ln x", "the name `ln`. Write `log(x)` for it"),
        ("sinx", "the name `sinx`; it can have x and y. Write `sin(x)` for it"),
        ("xy + 1", "the name `xy`; it can have x and y. Write `x*y` for it"),
        ("y(x + 1)", "missing between `y` and `(`"),
        ("(-1)**0.5", "`(-1) ** 0.5` has no value"),
        ("x\N{DOT OPERATOR}y", "Write `*` for it"),
        ("SIN(x)", "`SIN` is `sin`, in small letters"),
        ("2*X", "`X` is `x`, in small letters"),
        ("ln(x)", "none of the functions. Write `log(x)` for it"),
        ("e**x", "the name `e`; it can have x and y. Write `exp(1)` for it"),
        ("\N{GREEK SMALL LETTER PI}*x", "Write `3.14159` for it"),
        ("010*x", "`010` begins with a 0. Write `10`"),
        ("00.5*x", "begins with a 0. Write `0.5`"),
        ("|x|", "Write `abs(x)`"),
        ("x +", "a value is missing"),
        ("(x", "was never closed"),
        ("x # y", "`#` cannot be part"),
        ("1_0*x", "missing between `1` and `_0`"),
        ("0x10*x", "missing between `0` and `x10`"),
        ("\u0445", "`\u0445` (cyrillic small letter ha)"),
        ("x\u202e", "'\\u202e' (right-to-left override)"),
        ("x\x1b", "'\\x1b'. Type it"),
        ("x \N{MULTIPLICATION SIGN} y", "Write `*` for it"),
        ("x\N{SUPERSCRIPT TWO}", "Write `**2` for it"),
    ],
)
def test_what_is_nearly_a_formula_is_told_how_to_become_one(text, said):
    with pytest.raises(
        ValueError, match=r"formula|brackets?|begins|small|value"
    ) as refused:
        parse(text)
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ["1.5*x", "1.*x", ".5*x", "2e-3*x", "1E2*x", "x+1e+1"])
def test_numbers_are_read_as_python_reads_them(text):
    computed = float(evaluate(parse(text), tf.constant(2.0), tf.constant(0.0)))
    assert computed == pytest.approx(eval(text, {"x": 2.0}))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("sin(x)*y + x**2/exp(y)", "tf.sin(x) * y + x**2 / tf.exp(y)"),
        ("x - (y - 1)", "x - (y - 1)"),
        ("(x - y) - 1", "x - y - 1"),
        ("(x**y)**2", "(x**y)**2"),
        ("x**y**2", "x**y**2"),
        ("-x**2", "-x**2"),
        ("(-x)**2", "(-x)**2"),
        ("x/(y*2)", "x / (y * 2)"),
        ("relu(-(x + y))", "tf.nn.relu(-(x + y))"),
        ("(1 - 3)**x", "(-2)**x"),
    ],
)
def test_the_code_has_no_more_brackets_than_needed(text, written):
    assert code(parse(text), "tf") == written


def test_a_number_alone_is_a_tensor_in_code():
    constant = eval(function_code(parse("2*3"), "tf"), {"tf": tf})
    assert float(constant(tf.constant(1.5), None)) == 6


@given(text=formulas, x=points, y=points)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_code_computes_what_the_formula_is(text, x, y):
    try:
        formula = parse(text)
    except ValueError:
        assume(False)
    tensors = [tf.constant(each, tf.float64) for each in (x, y)]
    expected = float(evaluate(formula, *tensors))
    by_tensorflow = eval(function_code(formula, "tf"), {"tf": tf})
    np.testing.assert_allclose(float(by_tensorflow(*tensors)), expected, rtol=1e-9)
    if math.isfinite(expected) and abs(expected) < 1e9:
        by_sympy = eval(function_code(formula, "sympy"), {"sympy": sympy})
        found = by_sympy(*map(sympy.Float, (x, y)))
        assert float(found) == pytest.approx(expected, rel=1e-6, abs=1e-6)
