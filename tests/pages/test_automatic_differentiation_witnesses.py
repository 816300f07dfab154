"""Three witnesses on the page: a formula, a point, and the best epsilon."""

import math

import pytest

from lenet.autodiff.expression import derivatives, difference_errors
from lenet.results.derivatives import DTYPES
from tests.deadlines import wait_until
from tests.pages.reading import choose as choose_key
from tests.pages.reading import press, run, table, verdicts, whole_text
from ui.foreman.client import foreman
from ui.lessons.automatic_differentiation.formula import EXAMPLES, FIRST_X, FIRST_Y
from ui.lessons.automatic_differentiation.strip import NO_VALUE, written
from ui.lessons.automatic_differentiation.tabs import TABS, WITNESSES
from ui.lessons.automatic_differentiation.witnesses.questions import (
    best_offered,
    write,
)

PAGE = "automatic_differentiation"


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def open_tab(open_page):
    def opened(**query):
        named = {f"{PAGE}_{name}": value for name, value in query.items()}
        return open_page(PAGE, **{TABS.key: WITNESSES}, **named)

    return opened


def choose(app, key, value):
    return choose_key(app, f"{PAGE}_{key}", value)


def shown(app):
    return [
        (row["The tape"], row["SymPy"], row["Finite difference"])
        for row in table(app, "")
    ]


def expected(text, x, y, epsilon=1e-5):
    found = derivatives(text, x, y, epsilon)
    pairs = found.tape, found.symbolic, found.difference
    return [tuple(written(pair[index]) for pair in pairs) for index in (0, 1)]


def test_the_witnesses_are_beside_each_other_and_follow_the_sliders(open_tab):
    app = open_tab()
    assert shown(app) == expected(EXAMPLES[0], FIRST_X, FIRST_Y)
    choose(app, "x", -2.0)
    choose(app, "epsilon", 0.1)
    assert shown(app) == expected(EXAMPLES[0], -2.0, FIRST_Y, 0.1)
    assert len({*shown(app)[0]}) > 1, "a wide step is another number"


@pytest.mark.parametrize("text", [*EXAMPLES, "3", "x", "abs(x)**y"])
def test_each_formula_is_shown(open_tab, text):
    app = open_tab(formula=text)
    assert shown(app) == expected(text, FIRST_X, FIRST_Y)


def test_the_address_has_formula_and_point(open_tab):
    app = open_tab(formula="x*y", x="2.0", y="-1.0", epsilon="1e-2", by="y")
    assert shown(app) == expected("x*y", 2.0, -1.0, 1e-2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x^2", "`^` is no power"),
        ("__import__('os')", "cannot be part of a formula"),
        ("__import__(x)", "none of the functions"),
        ("2x", "Write `*` to multiply"),
        ("x" * 500, "500 characters"),
        ("\u0445", "plain keyboard"),
    ],
)
def test_what_is_no_formula_has_a_message_and_the_page_goes_on(open_tab, text, said):
    app = open_tab(formula=text)
    assert said in app.warning[0].value
    assert not app.error
    choose(app, "formula", EXAMPLES[1])
    assert shown(app) == expected(EXAMPLES[1], FIRST_X, FIRST_Y)
    assert not app.warning


def test_without_a_value_the_page_says_so(open_tab):
    app = open_tab(formula="x**y", x="-1.0")
    assert shown(app)[0] == (NO_VALUE, NO_VALUE, NO_VALUE)
    assert "no value among the real numbers" in app.info[0].value
    press(app, "Compare with SymPy")
    assert "Nothing can be compared at this point" in app.info[1].value
    assert "What this showed" not in [head.value for head in app.subheader]
    choose(app, "x", 1.0)
    assert "What this showed" in [head.value for head in app.subheader]


@pytest.mark.parametrize("right", [True, False])
def test_the_run_marks_the_best_epsilon_of_each_dtype(open_tab, right):
    app = open_tab()
    assert "The errors in" not in whole_text(app)
    errors = difference_errors(EXAMPLES[0], FIRST_X, FIRST_Y, "x")
    for dtype in DTYPES:
        best = write(best_offered(errors, dtype)[0])
        choose(app, f"guess_epsilon_{dtype}", best if right else "1e-12")
    press(app, "Compare with SymPy")
    assert verdicts(app) == ["green" if right else "orange"] * 2
    assert "The errors in float32" in whole_text(app)
    assert f"With your epsilon of {write(1e-5)}" in whole_text(app)


def test_predicting_again_hides_the_errors(open_tab):
    app = open_tab()
    press(app, "Compare with SymPy")
    app.get_by_key(f"{PAGE}_guess_epsilon_float32_again").click()
    run(app)
    assert "With your epsilon" not in whole_text(app)
    press(app, "Compare with SymPy again")
    assert "With your epsilon" in whole_text(app)


def test_the_best_of_the_chart_is_the_best_of_all():
    errors = difference_errors(EXAMPLES[0], FIRST_X, FIRST_Y, "x")
    for dtype in DTYPES:
        best = errors.near(errors.best(dtype))[dtype]
        assert best == min(e for e in errors.errors[dtype] if not math.isnan(e))
