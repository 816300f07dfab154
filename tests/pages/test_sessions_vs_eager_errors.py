"""Session errors on the page: run a fault, read its message, apply the fix."""

import inspect

import pytest

from lenet.graphs.errors import FAULTS
from lenet.graphs.errors.attempts import run_fault
from lenet.results.session_errors import BUILDING, NOWHERE
from lenet.source import resolve
from tests.deadlines import wait_until
from tests.pages.reading import choose as choose_key
from tests.pages.reading import code_bodies, lines, marked, press, texts
from ui.components.messages import RAISED, READ
from ui.foreman.client import ForemanClient, foreman
from ui.lessons.sessions_vs_eager.errors.questions import LABELS
from ui.visitor import workers


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def app(open_page):
    return open_page("sessions_vs_eager", sessions_vs_eager_part="Session errors")


def choose(app, key, value):
    return choose_key(app, f"sessions_vs_eager_{key}", value)


def headings(app):
    return [heading.value for heading in app.subheader]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_run_read_and_fixed(app, fault):
    expected = run_fault(fault)
    choose(app, "fault", fault)
    (program,) = code_bodies(app)
    assert not marked(program, READ), "the fault is shown before the run"
    assert "What this showed" not in headings(app)
    code = [
        line.strip()
        for line in inspect.getsource(resolve(FAULTS[fault].code)).splitlines()
    ]
    assert [text for _, text in lines(program)] == code
    choose(app, f"guess_{fault}", LABELS[expected.phase])
    press(app, "Run it")
    assert any(text.startswith(":green[Right.] ") for text in texts(app))
    program, *message = code_bodies(app)
    assert marked(program, READ) == [expected.line(each) for each in expected.changed]
    if expected.phase == NOWHERE:
        assert not message
    else:
        assert marked(program, RAISED) == [expected.line(expected.raised)]
        assert expected.message.said in marked(message[0], READ)
        # The kind, and all lines: here the program is called by a worker.
        assert lines(message[0])[0][1] == f"{expected.message.kind}:"
    press(app, "Apply the fix")
    fixed = run_fault(fault, fixed=True)
    assert marked(code_bodies(app)[-1], READ) == [
        fixed.line(each) for each in fixed.changed
    ]
    assert any(f"The result is then `{fixed.returned}`." in text for text in texts(app))


def test_a_wrong_prediction_is_answered_by_the_run(app):
    choose(app, "guess_unfed", LABELS[NOWHERE])
    press(app, "Run it")
    assert any(text.startswith(":orange[Not quite.] ") for text in texts(app))
    assert any("**It does not fail** is wrong here." in text for text in texts(app))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_run_can_be_predicted_again(app, fault):
    choose(app, "fault", fault)
    wrong, right = BUILDING, run_fault(fault).phase
    if right == BUILDING:
        wrong = NOWHERE
    choose(app, f"guess_{fault}", LABELS[wrong])
    press(app, "Run it")
    press(app, "Predict again")
    assert "What this showed" not in headings(app)
    assert len(code_bodies(app)) == 1, "the message is shown beside the open question"
    assert not marked(code_bodies(app)[0], READ)
    choose(app, f"guess_{fault}", LABELS[right])
    press(app, "Run it again")
    assert any(text.startswith(":green[Right.] ") for text in texts(app))
    first = f"First prediction: **{LABELS[wrong]}**"
    assert any(caption.value.startswith(first) for caption in app.caption)


def test_all_faults_that_were_run_are_counted_by_where_they_failed(app):
    press(app, "Run it")
    choose(app, "fault", "wrong_dtype")
    assert "What this showed" not in headings(app)
    press(app, "Run it")
    told = next(text for text in texts(app) if "by where they failed" in text)
    assert "**1** in `session.run`, in a kernel; **1** nowhere" in told


def test_the_fault_stands_in_the_address(open_page):
    app = open_page(
        "sessions_vs_eager",
        sessions_vs_eager_part="Session errors",
        sessions_vs_eager_fault=FAULTS["other_graph"].title,
    )
    assert FAULTS["other_graph"].what in texts(app)
    broken = open_page(
        "sessions_vs_eager",
        sessions_vs_eager_part="Session errors",
        sessions_vs_eager_fault="hunger",
    )
    assert FAULTS["unfed"].what in texts(broken)


def test_what_stops_working_is_a_sentence(app, monkeypatch):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    workers.recall.clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.run()
    assert not app.exception
    assert {error.value for error in app.error} == {"The worker is gone."}
