"""The tape on its page: steps, gradient functions, questions, and what stays."""

import pytest

from lenet.autodiff import chain
from lenet.results.chain import CONVOLUTION, DENSE, EXAMPLES, SOFTMAX
from lenet.results.numbers import MINUS
from tests.deadlines import wait_until
from tests.pages.reading import (
    bodies,
    boxes,
    button,
    plain,
    press,
    table,
    verdicts,
    whole_text,
)
from tests.pages.reading import choose as choose_key
from ui.foreman.client import foreman
from ui.lessons.automatic_differentiation.expression.questions import (
    MEETING,
    PUZZLES,
)
from ui.lessons.automatic_differentiation.formula import EXAMPLES as TEXTS
from ui.lessons.automatic_differentiation.formula import FIRST_X, FIRST_Y
from ui.lessons.automatic_differentiation.grids import brief
from ui.lessons.automatic_differentiation.tabs import EXPRESSION, TABS

PAGE = "automatic_differentiation"
RIGHT = {
    DENSE: "The sum of the rows",
    SOFTMAX: "(probabilities - labels) / batch",
    CONVOLUTION: "The sum over the places",
}


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def open_tab(open_page):
    def opened(**query):
        named = {f"{PAGE}_{name}": value for name, value in query.items()}
        return open_page(PAGE, **{TABS.key: EXPRESSION}, **named)

    return opened


def choose(app, key, value):
    return choose_key(app, f"{PAGE}_{key}", value)


def panel(app):
    """Return the text of the step's panel: the first one of the tab."""
    return next(plain(body) for body in bodies(app) if 'class="panel"' in body)


def step(app, times):
    for _ in range(times):
        press(app, "Step")
    return app


def test_each_step_shows_its_product_and_tensorflows_function(open_tab):
    app = open_tab()
    found = chain.of_formula(TEXTS[0], FIRST_X, FIRST_Y)
    assert brief(found.values[found.target]) in panel(app)
    for call in found.calls:
        step(app, 1)
        said = panel(app)
        assert said.startswith(f"{call.node} has the value")
        for flow in call.flows:
            assert flow.input in said
            assert brief(flow.gradient) in said
        source = chain.gradient_function(call.kind)
        assert (source.file, source.text.strip()) in [
            (label, text.strip()) for label, text in boxes(app)
        ]
        ran = f"{len(call.ran)} operation"
        assert ran in whole_text(app)


def test_the_sums_come_last_and_earn_the_lines_to_take_away(open_tab):
    app = open_tab()
    found = chain.of_formula(TEXTS[0], FIRST_X, FIRST_Y)
    assert "To take away" not in whole_text(app)
    step(app, len(found.steps))
    assert "AddN" in panel(app)
    assert brief(found.gradients["y"]) in panel(app)
    text = whole_text(app)
    assert f"{len(found.calls)} gradient functions" in text
    assert f"{found.operations} operations" in text
    assert (
        f"`x` is used in 2 places. Its gradient is {brief(found.gradients['x'])}"
        in (text)
    )


def test_the_sliders_move_everything_and_the_step_stays(open_tab):
    app = step(open_tab(), 4)
    before = panel(app)
    choose(app, "x", -2.0)
    assert panel(app) != before
    found = chain.of_formula(TEXTS[0], -2.0, FIRST_Y)
    assert brief(found.calls[3].flows[0].gradient) in panel(app)
    row = table(app, "")[0]
    assert float(row["The tape"].replace(MINUS, "-")) == pytest.approx(
        float(found.gradients["x"]), rel=1e-4
    )


def test_another_formula_begins_before_its_backward_pass(open_tab):
    app = step(open_tab(), 4)
    choose(app, "formula", "x*y + x")
    assert "The forward pass is done" in panel(app)
    step(app, 1)
    choose(app, "tape_computation", DENSE)
    assert "The forward pass is done" in panel(app)


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_marks_its_question_from_the_run(open_tab, name):
    app = open_tab(tape_computation=name)
    puzzle = PUZZLES[name]
    assert puzzle.right(chain.of_example(name, 0)) == (RIGHT[name],)
    choose_key(app, puzzle.question.key, RIGHT[name])
    assert not verdicts(app)
    step(app, len(chain.of_example(name, 0).steps))
    assert verdicts(app) == ["green"]
    assert button(app, "Step").disabled


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("name", EXAMPLES)
def test_one_option_alone_is_right_for_each_seed(name, seed):
    assert PUZZLES[name].right(chain.of_example(name, seed)) == (RIGHT[name],)


def test_where_paths_meet_gradients_are_added():
    for text in TEXTS:
        found = chain.of_formula(text, 1.3, 0.7)
        if found.sums:
            assert MEETING.right(found)[0] == "Their sum"


def test_a_wrong_prediction_is_told_why(open_tab):
    app = open_tab()
    choose_key(app, MEETING.question.key, "Their mean")
    step(app, 8)
    assert verdicts(app) == ["orange"]


def test_the_bias_is_summed_over_the_batch(open_tab):
    app = step(open_tab(tape_computation=DENSE), 4)
    assert "bias was broadcast along axis 0" in panel(app)
    assert "(4,2) becomes (2)" in panel(app)


def test_the_seed_draws_the_numbers_of_an_example(open_tab):
    app = open_tab(tape_computation=DENSE)
    first = panel(app)
    choose_key(app, "seed", 3)
    assert panel(app) != first


@pytest.mark.parametrize("text", ["y", "relu(x)*y"])
def test_formulas_with_fewer_steps_are_whole(open_tab, text):
    app = open_tab(formula=text)
    found = chain.of_formula(text, FIRST_X, FIRST_Y)
    step(app, len(found.steps))
    assert not app.exception


def test_a_point_without_a_derivative_says_so(open_tab):
    app = step(open_tab(formula="x**y", x="-1.5"), 1)
    assert "In float32, a number here is infinite or no number" in panel(app)
    assert "has no value among the real numbers" in app.info[0].value


def test_a_computation_that_does_not_exist_is_the_first_one(open_tab):
    app = open_tab(tape_computation="Transformer")
    assert "The forward pass is done" in panel(app)


def test_options_that_are_equal_by_chance_are_not_all_right():
    found = chain.of_formula("x*x", 0.0, FIRST_Y)
    assert MEETING.right(found) == ("Their sum",)


def test_the_verdict_names_its_point_and_the_strip_its_dtype(open_tab):
    app = step(open_tab(), 8)
    assert f"At x = {FIRST_X}, y = {FIRST_Y}, TensorFlow's gradient is" in (
        whole_text(app)
    )
    assert any("computed in float64" in each.value for each in app.caption)
