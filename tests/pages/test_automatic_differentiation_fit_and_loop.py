"""fit is your loop on its page: a guess, five ways, a bug, and the line to blame."""

import pytest

from lenet.autodiff.fit_and_loop import blame
from lenet.results.fit_and_loop import BUGS, EAGER_FIT, LOOP, WAYS
from tests.pages.reading import (
    bodies,
    boxes,
    button,
    check,
    marked,
    press,
    run,
    table,
    verdicts,
    whole_text,
)
from tests.pages.reading import choose as choose_key
from tests.pages.training import run_until
from ui.components.messages import READ
from ui.components.numbers import NOT_YET
from ui.lessons.automatic_differentiation import fit_and_loop
from ui.lessons.automatic_differentiation.fit_and_loop.questions import EFFECTS
from ui.lessons.automatic_differentiation.tabs import FIT_AND_LOOP, TABS

PAGE = "automatic_differentiation"
SHOWED = "What this showed"


@pytest.fixture
def open_tab(open_page):
    def opened(**query):
        named = {f"{PAGE}_{name}": value for name, value in query.items()}
        app = open_page(PAGE, **{TABS.key: FIT_AND_LOOP, "fit_steps": 20}, **named)
        run_until(app, lambda app: button(app, "Compare"))
        choose_key(app, f"{PAGE}_fit_steps", 20)
        return app

    return opened


def choose(app, key, value):
    return choose_key(app, f"{PAGE}_{key}", value)


def compare(app):
    """Compare, and wait for the result."""
    press(app, "Compare")
    return run_until(app, lambda app: button(app, "Compare again"))


def rows(app):
    return {row["Way"].strip("*"): row for row in table(app, "Way")}


def lit(app, source):
    """Return the lit lines of a box of code."""
    name = source.text.split("(")[0].removeprefix("def ")
    body = next(body for body in bodies(app) if "<pre" in body and name in body)
    return marked(body, READ)


def test_five_ways_are_compared_and_the_prediction_is_marked(open_tab):
    app = open_tab()
    assert SHOWED not in [each.value for each in app.subheader]
    choose(app, "guess_apart", "0.0, bit for bit")
    compare(app)
    assert verdicts(app) == ["green"]
    found = rows(app)
    assert list(found) == list(WAYS)
    assert found[EAGER_FIT]["Largest weight difference"] == "0.0"
    assert len({row["Last loss"] for row in found.values()}) == 1
    assert "After 20 steps in five ways" in whole_text(app)


def test_a_bug_lights_the_line_to_blame_after_its_run(open_tab):
    app = open_tab(fit_bug=BUGS["training"].title)
    code = blame("training")
    choose(app, "guess_bug_1", EFFECTS["loss"][0])
    assert not lit(app, code.wrong)
    compare(app)
    assert verdicts(app) == ["green"]
    (line,) = code.wrong_lines
    assert lit(app, code.wrong) == [code.wrong.text.splitlines()[line - 1].strip()]
    assert "part from the others' at step 1" in whole_text(app)
    assert f"You have seen **1** of {len(BUGS)} bugs" in whole_text(app)


def test_where_a_bug_raises_its_message_stands_there(open_tab):
    app = compare(open_tab(fit_bug=BUGS["one-hot"].title))
    text = next(text for label, text in boxes(app) if "message" in label)
    assert "target.shape=(32, 10)" in text
    assert rows(app)[LOOP]["Last loss"] == NOT_YET
    assert "raised an error in step 1" in whole_text(app)


def test_a_wrong_metric_leaves_the_weights_alone(open_tab):
    app = open_tab(fit_bug=BUGS["metrics"].title)
    choose(app, "guess_bug_5", EFFECTS["loss"][0])
    compare(app)
    assert verdicts(app) == ["orange"]
    assert "the largest weight difference is 0.0" in whole_text(app)
    assert rows(app)[LOOP]["Accuracy"] != rows(app)[EAGER_FIT]["Accuracy"]


def test_another_paradigm_is_another_comparison(open_tab):
    app = compare(open_tab())
    choose_key(app, "paradigm", "Sequential")
    assert button(app, "Compare")
    choose_key(app, "paradigm", "Subclassing")
    assert button(app, "Compare again")


def test_predicting_again_hides_the_result(open_tab):
    app = compare(open_tab())
    press(app, "Predict again")
    assert not [text for text in whole_text(app).splitlines() if "| Way" in text]
    check(run(app))


@pytest.mark.parametrize(
    "query", [{"fit_steps": "1e9"}, {"fit_bug": "<b>"}, {"fit_steps": "-1"}]
)
def test_what_no_setting_can_be_is_the_first_one(open_page, query):
    named = {f"{PAGE}_{name}": value for name, value in query.items()}
    app = open_page(PAGE, **{TABS.key: FIT_AND_LOOP}, **named)
    run_until(app, lambda app: button(app, "Compare"))
    assert app.session_state[f"{PAGE}_fit_steps"] in fit_and_loop.STEPS
    assert app.session_state[f"{PAGE}_fit_bug"] == fit_and_loop.NO_BUG
