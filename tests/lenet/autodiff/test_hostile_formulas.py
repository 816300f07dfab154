"""Hostile texts for the formula: none is evaluated, each is refused or computed."""

import ast
import itertools

import pytest

from lenet.autodiff.expression import derivatives
from lenet.autodiff.formula import FUNCTIONS, MOST_DEPTH, parse
from tests.deadlines import DEADLINE

NAMES = ("__import__", "eval", "exec", "open", "getattr", "globals", "compile", "print")
ATTRIBUTES = (
    "__class__",
    "__mro__",
    "__subclasses__()",
    "__globals__",
    "__init__.__globals__",
    "real",
    "numpy()",
)
LOOK_ALIKES = (
    "\u0445 + 1",  # Cyrillic ha
    "\uff58 + 1",  # full-width x, which Python reads as x
    "\u2093 * 2",
    "sin(\u0443)",
    "\U0001d465 + y",  # mathematical italic x
    "x \u00d7 y",
    "x\u00b2",
    "x\u200b + 1",
    "x\u2212y",
    "\u202ex + y",
    "s\u0131n(x)",
    "\uff53in(x)",
    "x\u00a0+ y",
)
CONTROL = (
    "x\x00",
    "x\n+ y",
    "x\r\ny",
    "x\ty",
    "\x1b[31mx",
    "x\x7f",
    "\ufeffx",
    "x;\ny",
)
SYNTAX = (
    "",
    "   ",
    "x +",
    "x y",
    "2x",
    "x = 1",
    "x == y",
    "x < y",
    "x; y",
    "import os",
    "(x := 3)",
    "lambda: x",
    "(lambda: x)()",
    "[x]",
    "(x, y)",
    "{x}",
    "{x: y}",
    "[x for x in y]",
    "[i for i in range(9**9)]",
    "(i for i in y)",
    "x if y else 1",
    "not x",
    "~x",
    "x and y",
    "x // y",
    "x % y",
    "x @ y",
    "x ^ 2",
    "x << 99",
    "x | y",
    "x[0]",
    "x[y:]",
    "*x",
    "**x",
    "f'{x}'",
    "'x'",
    "'x' * 999",
    "b'x'",
    "None",
    "True",
    "True + x",
    "...",
    "1j * x",
    "1e999",
    "-1e999 * x",
    "nan",
    "inf",
    "1001 * x",
    "x + 99999999999999999999999999999999",
    "0x7fffffffffffffff",
    "sin",
    "sin()",
    "sin(x, y)",
    "sin(*x)",
    "sin(**x)",
    "sin(x=1)",
    "sin(sin)(x)",
    "sin(x)(y)",
    "x(y)",
    "z",
    "pi",
    "e**x",
    "await x",
    "yield x",
    "x if",
    "))((",
    "#",
    "\\",
    "x\\",
    "`x`",
    "x` [press](https://example.com) `",
    "$x",
    "x!",
    "?",
    "x # y",
    "1_0 * x",
    "0x10 * x",
    "0b1 * x",
    "1e5j",
    "x.5",
    "2 x",
    "(x)(y)",
    "2(x)",
    "sin x",
    "sin 2x",
)
CONSTANTS = (
    "9**9**9",
    "9**9**9**9 * x",
    "(9**9)**9",
    "999**999",
    "2**1000 + x",
    "exp(999)",
    "exp(exp(9))",
    "1/0",
    "x + 1/0",
    "0**-1",
    "log(0)",
    "log(-1) * x",
    "sqrt(-1)",
    "(-1)**0.5",
    "(-8)**(1/3)",
    "x**21",
    "x**-21",
    "x**(9**9)",
    "x**999",
    "1000*1000*1000*1000*x",
)
LARGE = (
    "x" * 121,
    "x+" * 60 + "x",
    "x+" * 5_000 + "x",
    "(" * 5_000,
    "(" * 119,
    "-" * 120 + "x",
    "+".join("x" * 41),
    "9" * 120,
    "x" + "**x" * 40,
    "sin(" * 13 + "x" + ")" * 13,
    "exp(" * 20 + "x" + ")" * 20,
    "A" * 1_000_000,
)
REFUSED = (
    *(f"{name}('os')" for name in NAMES),
    *(f"{name}(x)" for name in NAMES),
    *NAMES,
    *(f"x.{attribute}" for attribute in ATTRIBUTES),
    *(
        f"({base}).{attribute}"
        for base in ("1", "''", "sin")
        for attribute in ATTRIBUTES
    ),
    *(f"sin(x.{attribute})" for attribute in ATTRIBUTES),
    *(f"sin.{attribute}" for attribute in ATTRIBUTES),
    *LOOK_ALIKES,
    *(text for text in CONTROL),
    *SYNTAX,
    *CONSTANTS,
    *LARGE,
)


def _nested(shape, depth):
    """Return a formula with itself at its braces, `depth` times."""
    text = "x"
    for _ in range(depth):
        text = shape.replace("{}", text)
    return text


# Formulas, but ones that can hang whoever computes them in another way.
HEAVY = (
    "x" + "**x" * 39,
    *(f"{'sigmoid(' * count}x{')' * count}" for count in range(1, MOST_DEPTH)),
    *(
        f"{name}({name}({name}({name}({name}({name}(x*y))))))"
        for name in sorted(FUNCTIONS)
    ),
    *(
        f"{one}({other}({one}({other}(x))))**x"
        for one, other in itertools.permutations(sorted(FUNCTIONS), 2)
    ),
    "((((x**20)**20)**20)**20)**20",
    "(x+y)**20*(x-y)**20*(x*y+1)**20",
    "*".join(["(x+y)"] * 18),
    "/".join(["sin(x)"] * 17),
    "tan(x)**tan(y)**tan(x)**tan(y)**tan(x)**tan(y)",
    "((x+y)**(x-y))**((x-y)**(x+y))",
    "-" * 119 + "x",
    "(-" * 39 + "x" + ")" * 39,
    "sqrt(abs(log(x)))**2 + abs(sqrt(x)**y)",
    "0*log(x) + 0/x",
    "sqrt(x)**2 - abs(x)",
    "x**0.1**x**0.1**x**0.1",
    "1e-300*x/1e-300",
    # Slow where SymPy simplifies or prints an argument again at each level.
    *(
        _nested(shape, depth)
        for depth in (6, 10)
        for shape in (
            "exp(-{})",
            "exp(1-{})",
            "exp(x*{})",
            "exp({})*x",
            "exp(x-y*{})",
            "y**(1-{})",
            "(x*{})**-y",
            "x/(1+x/{})",
            "1/(x+y**{})",
            "1/sqrt(x+{})",
            "tan(x+{})",
            "abs({})",
            "relu({})",
        )
    ),
    *(_nested(shape, 5) for shape in ("1/(1+exp(-{}))", "x**(y*{})/y", "x/(y/{})")),
    "(x+1)*(x+2)*(x+3)*(x+4)*(x+5)*(x+6)*(x+7)*(x+8)*(y+1)*(y+2)",
)


def test_there_are_more_than_three_hundred():
    assert len({*REFUSED, *HEAVY}) >= 300


@pytest.mark.timeout(DEADLINE)
@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text[:30]))
def test_a_text_that_is_no_formula_is_refused_with_a_message(text, monkeypatch):
    monkeypatch.setattr("builtins.eval", None)
    monkeypatch.setattr("builtins.exec", None)
    monkeypatch.setattr("sympy.sympify", None)
    with pytest.raises(ValueError, match=r"formula|large|number|value|exponent") as it:
        parse(text)
    message = str(it.value)
    assert message.isascii() or not text.isascii()
    assert len(message) < 600


@pytest.mark.timeout(DEADLINE)
@pytest.mark.parametrize("text", HEAVY, ids=lambda text: text[:30])
@pytest.mark.parametrize(("x", "y"), [(1.3, -2.7), (3.0, 3.0), (-3.0, 0.0)])
def test_a_heavy_formula_is_computed(text, x, y):
    found = derivatives(text, x, y)
    assert len(found.tape) == len(found.symbolic) == len(found.difference) == 2


def test_a_refusal_says_what_came_and_what_is_allowed():
    with pytest.raises(ValueError, match=r"`\^` is no power. Write `x\*\*2`"):
        parse("x^2")
    with pytest.raises(ValueError, match="the name `z`; it can have x and y"):
        parse("x + z")
    with pytest.raises(ValueError, match="121 characters; it can have 120"):
        parse("x" * 121)
    with pytest.raises(ValueError, match="13 calls inside each other"):
        parse("sin(" * 13 + "x" + ")" * 13)
    parse("sin(" * 12 + "x" + ")" * 12)
    with pytest.raises(ValueError, match="exponent 21 is too large"):
        parse("x**21")


def test_python_reads_a_full_width_x_as_x_so_that_it_is_refused_before():
    assert ast.parse("\uff58", mode="eval").body.id == "x"
    with pytest.raises(ValueError, match="plain keyboard"):
        parse("\uff58")


@pytest.mark.parametrize("text", [text for text in REFUSED if text.isascii()])
def test_a_quoted_text_stays_in_its_backticks(text):
    with pytest.raises(ValueError) as it:  # noqa: PT011
        parse(text)
    odd = str(it.value).split("`")[::2]  # what is outside of code
    assert not any("](" in part or "<" in part for part in odd)
