"""What the tape watches, on the page: run a rule as written, then broken."""

import inspect

import pytest

from lenet.autodiff.tape_rules import RULES
from lenet.autodiff.tape_rules.running import run_rule
from lenet.results.tape_rules import RAISED
from lenet.source import resolve
from tests.deadlines import wait_until
from tests.pages.reading import (
    choose,
    code_bodies,
    lines,
    marked,
    outputs,
    press,
    table,
    texts,
    verdicts,
    whole_text,
)
from ui.components.messages import RAISED as RAISED_MARK
from ui.components.messages import READ
from ui.foreman.client import ForemanClient, foreman
from ui.lessons.automatic_differentiation.tabs import TABS, TAPE_RULES
from ui.lessons.automatic_differentiation.tape_rules import BROKEN, WHOLE
from ui.lessons.automatic_differentiation.tape_rules.questions import question
from ui.visitor import workers

PAGE = "automatic_differentiation"
TAB = {TABS.key: TAPE_RULES}
SHOWED = "What this showed"


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def app(open_page):
    return open_page(PAGE, **TAB)


def choose_of(app, name, value):
    return choose(app, f"{PAGE}_{name}", value)


def headings(app):
    return [heading.value for heading in app.subheader]


def results(app):
    return [*(metric.value for metric in app.metric), *outputs(app)]


def predict(app, rule, ran, *, broken, right=True):
    """Predict the result of a run, or another one."""
    asked = question(rule, broken=broken, outcome=ran.outcome)
    label = next(
        each.label for each in asked.options if each.holds(ran.outcome) is right
    )
    choose(app, asked.key, label)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_run_as_written_and_broken(app, rule):
    choose_of(app, "rule", rule)
    for broken, switch in ((False, WHOLE), (True, BROKEN)):
        choose_of(app, "rule_version", switch)
        ran = run_rule(rule, broken=broken)
        code = RULES[rule].code if broken else RULES[rule].right
        source = inspect.getsource(resolve(code)).splitlines()
        (shown,) = code_bodies(app)
        assert [text for _, text in lines(shown)] == [text.strip() for text in source]
        changed = [ran.program.text_of(line) for line in ran.program.changed]
        assert marked(shown, READ) == (changed if broken else [])
        assert SHOWED not in headings(app)
        assert not results(app)
        predict(app, rule, ran, broken=broken)
        press(app, "Run it")
        assert verdicts(app) == ["green"]
        shown, *message = code_bodies(app)
        if ran.outcome == RAISED:
            assert ran.message.said in marked(message[0], READ)
            assert marked(shown, RAISED_MARK) == [ran.program.text_of(ran.raised)]
            assert not results(app)
        else:
            assert results(app) == [ran.returned]
        rows = table(app, "Line")
        assert [row["On a tape"] == "yes" for row in rows] == [
            line.taped for line in ran.lines
        ]
    assert f"**Rule:** {RULES[rule].fix}" in whole_text(app)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("broken", [False, True])
def test_each_result_is_one_option_with_a_reason(rule, broken):
    outcome = run_rule(rule, broken=broken).outcome
    options = question(rule, broken=broken, outcome=outcome).options
    (right,) = [each for each in options if each.holds(outcome)]
    assert right.why == (RULES[rule].broken if broken else RULES[rule].why)
    assert len({each.label for each in options}) == len(options) >= 3


def test_a_wrong_prediction_is_answered_with_a_reason(app):
    predict(app, "variable", run_rule("variable"), broken=False, right=False)
    press(app, "Run it")
    assert verdicts(app) == ["orange"]
    assert RULES["variable"].why in whole_text(app)


def test_predicting_again_hides_the_result(app):
    press(app, "Run it")
    assert results(app)
    press(app, "Predict again")
    assert not results(app)
    assert SHOWED not in headings(app)
    press(app, "Run it again")
    assert results(app) == [run_rule("variable").returned]


def test_another_rule_begins_as_written(app):
    choose_of(app, "rule_version", BROKEN)
    assert "variable_broken" in code_bodies(app)[0]
    choose_of(app, "rule", "nested")
    assert "nested_broken" not in code_bodies(app)[0]


def test_what_was_run_is_counted(app):
    for rule in ("variable", "persistent"):
        choose_of(app, "rule", rule)
        for switch in (WHOLE, BROKEN):
            choose_of(app, "rule_version", switch)
            press(app, "Run it")
    told = whole_text(app)
    assert f"Of {len(RULES)} rules you have run **2** as written and **2**" in told
    assert "Broken, **1** of 2 returned something" in told


def test_rule_and_switch_stand_in_the_address(open_page):
    address = {
        f"{PAGE}_rule": RULES["nested"].title,
        f"{PAGE}_rule_version": BROKEN,
    }
    app = open_page(PAGE, **TAB, **address)
    assert RULES["nested"].what in texts(app)
    assert "nested_broken" in code_bodies(app)[0]
    app = open_page(PAGE, **TAB, **dict.fromkeys(address, "hunger"))
    assert RULES["variable"].what in texts(app)


def test_what_stops_working_is_a_sentence(app, monkeypatch):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    workers.recall.clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.run()
    assert not app.exception
    assert {error.value for error in app.error} == {"The worker is gone."}
