"""Debugging on the page: a bug, print and a breakpoint in each lane."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from lenet.graphs.debugging import BUGS, SHAPES, WAYS
from lenet.results.graphs import EAGER, FUNCTION, LANE_NAMES, SESSION
from tests.deadlines import wait_until
from tests.pages.reading import bodies, code_bodies, marked, outputs, press, texts
from tests.pages.reading import choose as choose_key
from ui.components.messages import RAISED, READ
from ui.foreman.client import ForemanClient, foreman
from ui.lessons.sessions_vs_eager import debugging
from ui.visitor import workers


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def open_debugging(open_page):
    def open_debugging(**query):
        named = {f"sessions_vs_eager_{name}": value for name, value in query.items()}
        named["sessions_vs_eager_part"] = "Debugging"
        return open_page("sessions_vs_eager", **named)

    return open_debugging


def lit(app, mark):
    """Return the lines of code and of messages with a mark, all boxes together."""
    return [line for body in code_bodies(app) for line in marked(body, mark)]


def rows(app):
    text = next(text for text in texts(app) if text.startswith("| Lane |"))
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()[2:]
    ]


def choose(app, key, value):
    return choose_key(app, f"sessions_vs_eager_{key}", value)


def run(app, label="Run all three"):
    return press(app, label)


def is_right(app):
    return any(text.startswith(":green[Right.] ") for text in texts(app))


@pytest.mark.parametrize(
    ("bug", "shapes", "check", "prediction", "distances"),
    [
        ("shape", "unknown", False, "Only in eager", [6, 0, 5]),
        ("shape", "unknown", True, "Only in eager", [6, 0, 5]),
        ("shape", "known", False, "In all three", [0, 0, 0]),
        ("nan", "unknown", False, "In none", [7, 6, 6]),
        ("nan", "unknown", True, "Only in eager", [7, 0, 6]),
    ],
)
def test_a_bug_surfaces_in_each_lane(
    open_debugging, bug, shapes, check, prediction, distances
):
    app = open_debugging()
    choose(app, "bug", bug)
    choose(app, "shapes", shapes)
    choose(app, "check_numerics", check)
    choose(app, f"guess_bug_{bug}_{shapes}_{check}", prediction)
    assert not lit(app, READ)
    run(app)
    assert is_right(app)
    found = rows(app)
    assert [row[0].strip("*") for row in found] == list(LANE_NAMES)
    assert [row[2].strip("*") for row in found] == list(map(str, distances))
    cause = "logits = tf.matmul" if bug == "shape" else "scaled = images / brightness"
    assert lit(app, READ)[0].startswith(cause)
    said = "Matrix size" if bug == "shape" else "!!! Detected Infinity or NaN"
    if bug == "shape" and shapes == "known":
        said = "Dimensions must be equal"
    silent = bug == "nan" and not check
    # Each lane is shown twice: as a column and as a tab.
    assert sum(said in line for line in lit(app, READ)) >= (0 if silent else 4)
    calls = lit(app, RAISED)
    assert calls.count("return session.run(loss, {fed: images})") == (
        2 if distances[0] and not silent else 0
    )
    assert outputs(app) == (["nan"] * 6 if silent else [])
    shown = "".join(bodies(app))
    assert shown.count('aria-label="The traceback"') == (0 if silent else 6)
    assert ("numbers_checked" in shown) == check
    assert any("made the first NaN" in text for text in texts(app)) == (
        bug == "nan" and check
    )
    assert not any("traceback ends" in text for text in texts(app))
    assert any("last line of your code in the traceback" in x for x in texts(app)) == (
        bug == "shape" and shapes == "unknown"
    )
    assert "What this showed" in [heading.value for heading in app.subheader]


@pytest.mark.parametrize(
    ("panel", "key"),
    [
        ("Error messages", "guess_bug_shape_unknown_False"),
        ("print and tf.print", "guess_print"),
        ("A breakpoint", "guess_breakpoint_as_written"),
    ],
)
def test_a_question_is_answered_again_and_hides_its_result(open_debugging, panel, key):
    app = open_debugging(debug_with=panel)
    first, *_, last = app.get_by_key(f"sessions_vs_eager_{key}").options
    run(choose(app, key, first))
    shown = len(bodies(app))
    app.get_by_key(f"sessions_vs_eager_{key}_again").click().run()
    assert len(bodies(app)) < shown
    assert "What this showed" not in [heading.value for heading in app.subheader]
    choose(app, key, last)
    run(app, "Run all three again")
    assert len(bodies(app)) == shown
    verdicts = [text for text in texts(app) if text.startswith((":green[", ":orange["))]
    assert len(verdicts) == 1
    assert any(f"First prediction: **{first}**" in text.value for text in app.caption)


def test_the_prediction_of_one_bug_is_none_of_another(open_debugging):
    app = run(choose(open_debugging(), "guess_bug_shape_unknown_False", "In none"))
    choose(app, "bug", "nan")
    assert app.get_by_key("sessions_vs_eager_guess_bug_nan_unknown_False").value is None
    assert not [text for text in app.caption if "First prediction" in text.value]


def test_another_choice_waits_for_its_own_run(open_debugging):
    app = run(open_debugging())
    choose(app, "bug", "nan")
    assert "What this showed" not in [heading.value for heading in app.subheader]
    assert not [text for text in texts(app) if text.startswith("| Lane |")]
    assert [button.label for button in app.button if "Run all" in button.label] == [
        "Run all three"
    ]


def counts(app):
    """Return how often `print` and `tf.print` printed in each lane."""
    found = re.findall(
        r"\*\*([\w.]+)\*\*, \d calls: `print` printed (\d) lines?, `tf.print` (\d)",
        "\n".join(texts(app)),
    )
    return {lane: (int(one), int(other)) for lane, one, other in found}


@pytest.mark.parametrize("fetch", [False, True])
def test_what_each_lane_printed_is_shown_and_counted(open_debugging, fetch):
    app = open_debugging(debug_with="print and tf.print")
    choose(app, "fetch_print", fetch)
    choose(app, "guess_print", "print once, tf.print in every call")
    assert not outputs(app)
    run(app)
    assert is_right(app)
    assert counts(app) == {
        SESSION: (1, 3 if fetch else 0),
        EAGER: (3, 3),
        FUNCTION: (1, 3),
    }
    assert len(outputs(app)) == 2 * len(LANE_NAMES)
    shown = [text.count("tf.print: ") for text in outputs(app)]
    assert shown == 2 * [counts(app)[lane][1] for lane in LANE_NAMES]


@pytest.mark.parametrize(
    ("way", "prediction", "stops"),
    [
        ("as_written", "Only in the first", 1),
        ("converted", "In none", 0),
        ("eagerly", "In every call", 3),
    ],
)
def test_a_breakpoint_stops_where_python_runs(open_debugging, way, prediction, stops):
    app = open_debugging(debug_with="A breakpoint", function_way=WAYS[way])
    choose(app, f"guess_breakpoint_{way}", prediction)
    assert lit(app, RAISED) == ["logits = tf.matmul(scaled, weights)"]
    assert not outputs(app)
    run(app)
    assert is_right(app)
    # A Session's stop while building, the eager ones, and those of tf.function; twice.
    assert len(outputs(app)) == 2 * (1 + 3 + stops)
    values = [text for text in outputs(app) if "tf.Tensor([[0.25 0.75]]" in text]
    assert len(values) == (4 if way == "eagerly" else 2)


def test_the_choices_stand_in_the_address(open_debugging):
    app = open_debugging(bug=BUGS["nan"].title, shapes=SHAPES["known"])
    assert BUGS["nan"].what in texts(app)
    assert app.get_by_key("sessions_vs_eager_shapes").value == "known"
    broken = open_debugging(debug_with="hunger", bug="hunger", check_numerics="perhaps")
    assert BUGS["shape"].what in texts(broken)


def test_two_visitors_at_once_do_not_disturb_each_other():
    target = "lenet.graphs.debugging.printing:run_prints"

    def prints(number):
        fetch = number % 2 == 0
        seen = foreman().ask(
            "call",
            visitor=f"visitor {number}",
            target=target,
            args=(),
            kwargs={"fetch_print": fetch},
            seconds=60,
            apart=False,
        )
        return fetch, {lane: (p.by_print, p.by_tf_print) for lane, p in seen.items()}

    def check(number):
        found = foreman().ask(
            "call",
            visitor=f"visitor {number}",
            target="lenet.graphs.debugging.bugs:run_bug",
            args=("nan",),
            kwargs={"check": number == 0},
            seconds=60,
            apart=number == 0,
        )
        return number == 0, {lane: bool(x.message) for lane, x in found.lanes.items()}

    with ThreadPoolExecutor(6) as threads:
        checking = [threads.submit(check, number) for number in range(2)]
        printing = [threads.submit(prints, number) for number in range(4)]
        checked = [each.result() for each in checking]
        printed = [each.result() for each in printing]
    for is_checked, raised in checked:
        assert raised == dict.fromkeys(LANE_NAMES, is_checked)
    for fetch, seen in printed:
        assert seen == {
            SESSION: (1, 3 if fetch else 0),
            EAGER: (3, 3),
            FUNCTION: (1, 3),
        }


@pytest.mark.parametrize("panel", debugging.PANELS)
def test_what_stops_working_is_a_sentence(open_debugging, monkeypatch, panel):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    app = open_debugging(debug_with=panel)
    workers.recall.clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.run()
    assert not app.exception
    assert {error.value for error in app.error} == {"The worker is gone."}
