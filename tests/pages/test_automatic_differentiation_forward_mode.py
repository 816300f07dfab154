"""Forward and reverse on the page: a guess, the counts, and LeNet."""

import pytest

from lenet.autodiff.forward_mode import modes
from lenet.results.forward_mode import FORWARD, REVERSE, SIZES
from tests.deadlines import wait_until
from tests.pages.reading import choose as choose_key
from tests.pages.reading import press, table, verdicts, whole_text
from ui.components.numbers import whole
from ui.foreman.client import foreman
from ui.lessons.automatic_differentiation.tabs import FORWARD_MODE, TABS

PAGE = "automatic_differentiation"


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture(scope="module")
def found():
    return modes("Subclassing", 0)


@pytest.fixture
def open_tab(open_page):
    def opened(**query):
        named = {f"{PAGE}_{name}": value for name, value in query.items()}
        return open_page(PAGE, **{TABS.key: FORWARD_MODE}, **named)

    return opened


def choose(app, key, value):
    return choose_key(app, f"{PAGE}_{key}", value)


@pytest.mark.parametrize(("inputs", "outputs"), [(1, 16), (16, 1), (1, 2)])
def test_the_counts_mark_the_prediction(open_tab, found, inputs, outputs):
    app = open_tab(inputs=inputs, outputs=outputs)
    this = found.of(inputs, outputs)
    choose(app, "guess_fewer", this.fewer or "Both the same")
    assert not app.metric
    press(app, "Count the operations")
    assert verdicts(app) == ["green"]
    assert [each.value for each in app.metric] == [
        whole(this.operations[mode]) for mode in (FORWARD, REVERSE)
    ]


def test_all_sizes_are_in_a_table(open_tab, found):
    app = press(open_tab(), "Count the operations")
    rows = table(app, "Inputs")
    assert [row["Inputs"].strip("*") for row in rows] == list(map(str, SIZES))
    forward = whole(found.of(16, 1).operations[FORWARD])
    assert rows[-1]["1 out"].startswith(f"{forward} / **")


def test_lenet_needs_a_pass_for_each_weight(open_tab, found):
    app = open_tab()
    choose(app, "guess_passes", "10")
    press(app, "Count for LeNet")
    assert verdicts(app) == ["orange"]
    rows = table(app, "")
    assert rows[0]["Passes for the gradient"] == whole(found.lenet.weights)
    assert rows[1]["Operations in all"] == whole(found.lenet.operations[REVERSE])
    assert f"all {whole(found.lenet.weights)} derivatives" in whole_text(app)


def test_other_sizes_are_asked_about_anew(open_tab):
    app = press(open_tab(), "Count the operations")
    choose(app, "inputs", 16)
    assert not app.metric


def test_predicting_again_hides_the_counts(open_tab):
    app = press(open_tab(), "Count the operations")
    press(app, "Predict again")
    assert not app.metric


@pytest.mark.parametrize("value", ["3", "1e9", "<b>"])
def test_what_is_no_size_is_the_usual_one(open_tab, value):
    app = open_tab(inputs=value)
    assert app.session_state[f"{PAGE}_inputs"] == 4
