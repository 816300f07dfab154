"""The None clinic on the page: run a patient, name the cause, apply the fix."""

import inspect

import pytest

from lenet.autodiff.none_clinic import CASES
from lenet.autodiff.none_clinic.examining import examine_case
from lenet.results.none_clinic import CAUSES
from lenet.source import resolve
from tests.deadlines import wait_until
from tests.pages.reading import (
    button,
    choose,
    code_bodies,
    lines,
    marked,
    outputs,
    press,
    table,
    texts,
    verdicts,
)
from ui.components.messages import READ
from ui.foreman.client import ForemanClient, foreman
from ui.lessons.automatic_differentiation.none_clinic.questions import LABELS
from ui.lessons.automatic_differentiation.none_clinic.verdicts import truth
from ui.visitor import workers

TAB = {"automatic_differentiation_part": "The None clinic"}
SHOWED = "What this showed"


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def app(open_page):
    return open_page("automatic_differentiation", **TAB)


def choose_of(app, name, value):
    return choose(app, f"automatic_differentiation_{name}", value)


def headings(app):
    return [heading.value for heading in app.subheader]


def gradients(app):
    """Return what `tape.gradient` returned: large, or as text if it is long."""
    return [*(metric.value for metric in app.metric), *outputs(app)]


@pytest.mark.parametrize("case", CASES)
def test_a_patient_is_run_named_and_cured(app, case):
    ran, cured = examine_case(case), examine_case(case, fixed=True)
    choose_of(app, "patient", case)
    (program,) = code_bodies(app)
    source = inspect.getsource(resolve(CASES[case].code))
    assert [text for _, text in lines(program)] == [
        line.strip() for line in source.splitlines()
    ]
    assert not gradients(app), "the result is shown before the run"
    assert not button(app, "Show the cause")
    press(app, "Run it")
    assert gradients(app) == ["None"]
    on_tape = {row["Line"]: row["On the tape"] for row in table(app, "Line")}
    for step in ran.steps:
        assert on_tape[f"`{ran.text_of(step.line)}`"] in ("yes", "no")
    # The cause is not shown before it is asked for.
    assert not marked(code_bodies(app)[0], READ)
    assert SHOWED not in headings(app)
    assert not any(truth(ran) in text for text in texts(app))
    choose_of(app, f"cause_{case}", LABELS[ran.cause])
    press(app, "Show the cause")
    assert verdicts(app) == ["green"]
    assert any(truth(ran) in text for text in texts(app))
    blamed = [ran.text_of(ran.line)] if ran.line else []
    assert marked(code_bodies(app)[0], READ) == blamed
    assert gradients(app) == ["None"]
    press(app, "Apply the fix")
    assert marked(code_bodies(app)[-1], READ) == [
        cured.text_of(line) for line in cured.changed
    ]
    assert gradients(app) == ["None", cured.gradient]
    assert any(
        f"The gradient is then `{cured.gradient}`." in text for text in texts(app)
    )
    assert any(f"**1** of {len(CASES)} patients" in text for text in texts(app))


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_cause_is_answered_with_a_reason(app, case):
    found = examine_case(case).cause
    wrong = next(cause for cause in CAUSES if cause != found)
    choose_of(app, "patient", case)
    press(app, "Run it")
    choose_of(app, f"cause_{case}", LABELS[wrong])
    press(app, "Show the cause")
    assert verdicts(app) == ["orange"]
    said = "\n".join(texts(app))
    assert f"**{LABELS[wrong]}** is wrong here." in said
    assert f"**{LABELS[found]}** is right." in said


def test_a_cause_can_be_predicted_again(app):
    press(app, "Run it")
    press(app, "Show the cause")
    press(app, "Predict again")
    assert SHOWED not in headings(app)
    assert not button(app, "Apply the fix")
    assert not marked(code_bodies(app)[0], READ)
    choose_of(app, "cause_weight_decay", LABELS[examine_case("weight_decay").cause])
    press(app, "Show the cause again")
    assert verdicts(app) == ["green"]


def test_cured_patients_are_counted(app):
    for count, case in enumerate(("weight_decay", "saliency"), start=1):
        choose_of(app, "patient", case)
        press(app, "Run it")
        press(app, "Show the cause")
        press(app, "Apply the fix")
        assert any(f"**{count}** of {len(CASES)}" in text for text in texts(app))


def test_the_titles_do_not_tell_the_cause():
    words = " ".join(case.title + case.what for case in CASES.values()).lower()
    for word in ("numpy", "integer", "argmax", "trainable", "watch", "assign", "round"):
        assert word not in words


def test_the_patient_stands_in_the_address(open_page):
    address = "automatic_differentiation_patient"
    app = open_page(
        "automatic_differentiation", **TAB, **{address: CASES["saliency"].title}
    )
    assert CASES["saliency"].what in texts(app)
    app = open_page("automatic_differentiation", **TAB, **{address: "hunger"})
    assert CASES["weight_decay"].what in texts(app)


def test_what_stops_working_is_a_sentence(app, monkeypatch):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    workers.recall.clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.run()
    assert not app.exception
    assert {error.value for error in app.error} == {"The worker is gone."}
