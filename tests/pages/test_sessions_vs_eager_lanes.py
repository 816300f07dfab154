"""Three lanes: each step shows what was recorded, and the end answers the question."""

import inspect
import re
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest

from lenet.graphs.lanes import programs
from lenet.models.subclassing import LeNet
from lenet.results.graphs import LANE_NAMES
from lenet.results.lanes import FORWARD, NODE, PROGRAM_NAMES, SMALL, TRAINING
from lenet.settings import PARADIGM_NAMES
from tests.deadlines import DEADLINE, wait_until
from tests.pages.reading import bodies, boxes, check, plain, texts
from ui.foreman.client import ForemanClient, foreman
from ui.lessons.sessions_vs_eager import lanes
from ui.lessons.sessions_vs_eager.lanes.showed import QUESTION
from ui.lessons.sessions_vs_eager.tabs import LANES
from ui.visitor import workers

STEPPER = "sessions_vs_eager_stepper_{}"


@pytest.fixture(scope="module", autouse=True)
def _ready():
    """Wait until TensorFlow is there: before that, the tab shows that it waits."""
    wait_until(foreman().is_warm)


@pytest.fixture(scope="module")
def open_tab(open_page):
    """Open the tab as a new visitor, with choices by their names in the address."""

    def open_tab(paradigm="Subclassing", **query):
        named = {f"sessions_vs_eager_{name}": value for name, value in query.items()}
        app = open_page(
            "sessions_vs_eager",
            sessions_vs_eager_part=LANES,
            paradigm=paradigm,
            **named,
        )
        assert not app.error, app.error
        return app

    return open_tab


def recorded(program, paradigm="Subclassing"):
    """Return the lanes that the page has shown: it keeps them."""
    return lanes.run(program, paradigm, 0)


def slots(app):
    """Return what each lane shows of its current line, twice: columns, tabs."""
    return [
        plain(body) for body in bodies(app) if body.startswith('<div class="lane-now"')
    ]


def style(app):
    """Return the rule of the step; the app's sheet, which is first, has others."""
    *_, last = (body for body in bodies(app) if "data-marks~=" in body)
    return last


def lit_rule(app):
    """Return the selectors of the lit lines: those of the calling lines are before."""
    return style(app).partition("border-left-color")[0].rpartition("}")[2]


def seek(app, program, position):
    app.get_by_key(app.session_state[STEPPER.format(program)].slider()).set_value(
        position
    )
    return check(app.run())


def press(app, program, shortcut):
    app.get_by_key(f"{STEPPER.format(program)}_{shortcut}").click()
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("program", PROGRAM_NAMES)
def test_the_code_of_each_lane_is_the_code_that_ran(open_tab, program):
    shown = [text for _, text in boxes(open_tab(program=program))]
    found = programs.PROGRAMS[program]
    for driver in found.drivers.values():
        assert shown.count(inspect.getsource(driver)) == 2  # a column, a tab
    assert shown.count(inspect.getsource(found.body)) == 6
    call = textwrap.dedent(inspect.getsource(LeNet.call))
    assert shown.count(call) == (0 if program == SMALL else 6)


def test_each_step_shows_what_its_lines_made(open_tab):
    app = open_tab()
    lanes = recorded(SMALL)
    for index in range(max(len(lane.steps) for lane in lanes)):
        seen = slots(app)
        for lane, text, again in zip(lanes, seen[:3], seen[3:], strict=True):
            assert text == again
            if index > lane.last:
                assert "This lane has ended." in text
                continue
            assert lane.text_of(lane.steps[index]) in text
            for made in lane.steps[index].made:
                assert made.text in text
                assert ("no value yet" in text) == (made.kind == NODE)
            counts = lane.counts(index)
            assert re.search(rf"entered {lane.body}{counts.bodies}(?!\d)", text)
            assert re.search(rf"nodes made{counts.nodes}(?!\d)", text)
            assert re.search(rf"kernels run{counts.kernels}(?!\d)", text)
        lit = re.findall(r'data-marks~="([^"]+)"', lit_rule(app))
        assert lit == [
            f"{lane.name}-{step.function}-{step.line}"
            for lane in lanes
            if index <= lane.last
            for step in [lane.steps[index]]
        ]
        if not app.get_by_key(f"{STEPPER.format(0)}_S").proto.disabled:
            app = press(app, 0, "S")


@pytest.mark.parametrize("program", PROGRAM_NAMES)
def test_the_end_answers_the_question_in_recorded_numbers(open_tab, program):
    number = PROGRAM_NAMES.index(program)
    app = open_tab(program=program)
    assert "What this showed" not in [heading.value for heading in app.subheader]
    app.get_by_key(QUESTION.key).set_value("Only Eager")
    app.run()
    lanes = recorded(program)
    app = seek(app, number, max(len(lane.steps) for lane in lanes))
    said = texts(app)
    assert any(text.startswith(":green[Right.] Python ran the lines") for text in said)
    showed = next(text for text in said if text.startswith("- **Session**"))
    for lane in lanes:
        times = {1: "once", 2: "twice"}[lane.total.bodies]
        assert f"**{lane.name}**: Python ran `{lane.body}` {times}" in showed
    assert f"{len(lanes[0].nodes)} nodes" in showed
    assert ("moves the weights" in showed) == (program == TRAINING)


def test_a_wrong_prediction_is_not_right(open_tab):
    app = open_tab()
    app.get_by_key(QUESTION.key).set_value("In all three")
    app.run()
    app = seek(app, 0, max(len(lane.steps) for lane in recorded(SMALL)))
    assert any(text.startswith(":orange[Not quite.]") for text in texts(app))


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_sidebars_paradigm_is_the_models(open_tab, paradigm):
    app = open_tab(paradigm, program=FORWARD)
    own = paradigm == "Subclassing"
    assert any("def call(" in text for _, text in boxes(app)) == own
    notes = [caption.value for caption in app.caption]
    assert any(f"a **{paradigm}** model" in note for note in notes) == (not own)


def test_the_graph_grows_with_the_steps(open_tab):
    def said(app):
        captions = [caption.value for caption in app.caption]
        return next(x for x in captions if "so far" in x or "no node yet" in x)

    app = open_tab()
    assert said(app).startswith("Session has made no node yet.")
    assert said(press(app, 0, "S")).startswith("1 node so far, 1 new one")
    app = seek(app, 0, 10)
    assert said(app).startswith("5 nodes so far. Click")
    app.get_by_key("sessions_vs_eager_lanes_graph").set_value("tf.function")
    app.run()
    count = len(recorded(SMALL)[LANE_NAMES.index("tf.function")].nodes)
    assert said(app).startswith(f"{count} nodes so far")


def test_the_axis_of_the_clocks_is_chosen_in_the_address(open_tab):
    for axis, end in (("Order", "last event"), ("Time", " ms</span>")):
        drawn = [b for b in bodies(open_tab(axis=axis)) if "lane-clocks" in b[:30]]
        assert len(drawn) == 6
        assert all(end in body for body in drawn)


def test_a_broken_address_opens_the_defaults(open_tab):
    app = open_tab(program="A large one", axis="Depth", lanes_graph="Eager")
    shown = [text for _, text in boxes(app)]
    assert inspect.getsource(programs.PROGRAMS[SMALL].body) in shown
    assert any("last event" in body for body in bodies(app))


def test_two_visitors_at_once_do_not_disturb_each_other():
    def record(visitor):
        return foreman().ask(
            "call",
            visitor=visitor,
            target="lenet.graphs.lanes.record:record_all",
            args=(TRAINING, "Functional", 0),
            kwargs={},
            seconds=DEADLINE,
        )

    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(record, ["ann", "bob"]))
    for one, other in zip(*both, strict=True):
        assert [step.line for step in one.steps] == [step.line for step in other.steps]
        assert len(one.nodes) == len(other.nodes)
        assert one.total.bodies == other.total.bodies
        kinds = [[ran.kind for ran in lane.kernels] for lane in (one, other)]
        assert sorted(kinds[0]) == sorted(kinds[1])


def test_what_stops_working_is_a_sentence(open_tab, monkeypatch):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    app = open_tab()
    lanes.run.clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.run()
    assert not app.exception, app.exception
    assert [error.value for error in app.error] == ["The worker is gone."]
