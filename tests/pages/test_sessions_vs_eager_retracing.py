"""The tab Retracing: calls are built, run, explained, cured; side effects."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lenet.graphs.retracing import choices
from lenet.graphs.retracing.calls import texts as texts_of_calls
from lenet.graphs.retracing.effect_choices import EFFECTS
from lenet.graphs.retracing.run import run
from lenet.source import source
from tests.deadlines import DEADLINE, wait_until
from tests.pages.reading import bodies, plain, press, texts
from ui.components.numbers import NOT_YET
from ui.foreman.client import ForemanClient, foreman
from ui.lessons.sessions_vs_eager import retracing
from ui.lessons.sessions_vs_eager.retracing import run as retracing_run
from ui.visitor import workers

LESSON = "sessions_vs_eager"
ONE_EACH = "Several: one for each call"


@pytest.fixture(scope="module", autouse=True)
def _ready():
    """Wait until TensorFlow is there: before that, the tab shows that it waits."""
    wait_until(foreman().is_warm)


@pytest.fixture
def open_tab(open_page):
    """Open the tab as a new visitor, with settings of the address."""

    def open_tab(**query):
        asked = {f"{LESSON}_{name}": value for name, value in query.items()}
        return open_page(LESSON, **{f"{LESSON}_part": "Retracing"}, **asked)

    return open_tab


def press_key(app, name):
    app.get_by_key(f"{LESSON}_{name}").click()
    app.run()
    assert not app.exception, app.exception
    return app


def rows(app):
    """Return what each row shows: its call, mark, counters and sentences."""
    table = next(body for body in bodies(app) if "panel retracing" in body)
    return [
        [plain(cell) for cell in cells]
        for cells in (
            re.findall(r"<(?:code|b|span|p)[^>]*>(.*?)</(?:code|b|span|p)>", row)
            for row in table.split('<div class="call ')[2:]
        )
    ]


def test_the_first_sequence_waits_for_a_prediction_and_then_runs(open_tab):
    app = open_tab()
    assert [row[0] for row in rows(app)] == [f"{n + 1}. f({n})" for n in range(5)]
    assert {row[3] for row in rows(app)} == {NOT_YET}
    assert not [text for text in texts(app) if "graphs**" in text]
    app.get_by_key(f"{LESSON}_graphs").set_value(ONE_EACH)
    app.run()
    press(app, "Make the 5 calls")
    assert any(
        text.startswith(":green[Right.] 5 calls: **5 graphs**") for text in texts(app)
    )
    assert any("5 calls of `f` traced **5 graphs**" in text for text in texts(app))


def test_each_row_shows_what_the_library_counted(open_tab):
    app = press(open_tab(), "Make the 5 calls")
    calls = choices.SEQUENCES["counter"].calls
    ran = run(calls, "none", "Subclassing", 0)
    for name, row, seen in zip(calls, rows(app), ran, strict=True):
        counts = [seen.body_runs, seen.tracing_count, seen.executions]
        assert row[0].endswith(texts_of_calls()[name])
        assert row[1:5] == [f"traced: graph {seen.tracing_count}", *map(str, counts)]
        assert seen.cause in row
        assert ("Cure: tf.constant" in row) == bool(seen.differences)
    warned = next(body for body in bodies(app) if "out of the last" in body)
    assert "5 out of the last 5 calls" in warned


def test_what_differs_is_lit_in_both_signatures(open_tab):
    app = press(open_tab(calls="pair.three"), "Make the 2 calls")
    table = next(body for body in bodies(app) if "panel retracing" in body)
    assert re.findall("<mark>(.*?)</mark>", table) == ["3", "2"]


def test_a_cure_is_applied_and_counted_beside_the_run_before(open_tab):
    app = press(open_tab(), "Make the 5 calls")
    press(app, "Apply tf.constant")
    assert app.query_params[f"{LESSON}_calls"] == "t0.t1.t2.t3.t4"
    assert [row[1] for row in rows(app)] == ["traced: graph 1", *4 * ["graph 1"]]
    compared = next(body for body in bodies(app) if "Before and after" in body)
    assert re.findall(r"<td>(.*?)</td>", compared) == ["5", "5", "0", "1", "1", "0"]
    assert any(
        "`tf.constant` changed the number of graphs from 5 to 1" in text
        for text in texts(app)
    )


def test_an_option_as_a_cure_stands_in_the_address(open_tab):
    app = press(open_tab(), "Tensors of different sizes")
    press(app, "Make the 3 calls")
    press(app, "Apply reduce_retracing")
    assert app.query_params[f"{LESSON}_option"] == "reduce_retracing"
    assert [row[1] for row in rows(app)] == [
        "traced: graph 1",
        "traced: graph 2",
        "graph 2",
    ]
    assert any("Traced more generally" in body for body in bodies(app))
    again = open_tab(calls="pair.three.four", option="reduce_retracing")
    press(again, "Make the 3 calls")
    assert rows(again) == rows(app)


def test_a_call_that_does_not_fit_is_an_error_in_its_row(open_tab):
    app = press(open_tab(calls="pair.n2", option="input_signature"), "Make the 2 calls")
    assert [row[1] for row in rows(app)] == ["traced: graph 1", "error"]
    assert rows(app)[1][-1].startswith("TypeError: Binding inputs to tf.function")
    assert any("**1 graph**. 1 call raised an error." in text for text in texts(app))


def test_calls_are_added_removed_and_cleared(open_tab):
    app = press_key(open_tab(), "calls_clear")
    assert any("Add a call" in info.value for info in app.info)
    press_key(app, "add_pair")
    press_key(app, "add_matrix")
    assert [row[0] for row in rows(app)] == [
        "1. f(tf.constant([1.0, 2.0]))",
        "2. f(tf.ones((2, 2)))",
    ]
    assert app.query_params[f"{LESSON}_calls"] == "pair.matrix"
    press_key(app, "calls_remove")
    assert len(rows(app)) == 1


def test_an_empty_sequence_stays_empty(open_tab):
    app = press_key(open_tab(), "calls_clear")
    again = open_tab(calls=app.query_params[f"{LESSON}_calls"])
    assert any("Add a call" in info.value for info in again.info)


def test_what_a_run_showed_is_there_until_the_calls_change(open_tab):
    app = press(open_tab(calls="pair.three"), "Make the 2 calls")
    assert any("2 calls of `f` traced **2 graphs**" in text for text in texts(app))
    press_key(app, "add_matrix")
    assert not [text for text in texts(app) if "calls of `f` traced" in text]


@pytest.mark.parametrize("cures", ["pair.keyword.n2.keyword_n2", "n1.float1.true.n2"])
def test_a_cure_that_does_not_help_is_not_offered(open_tab, cures):
    app = press(open_tab(calls=cures), "Make the 4 calls")
    assert "No cure here leaves fewer graphs." in texts(app)
    assert not [cell for row in rows(app) for cell in row if cell.startswith("Cure")]


@pytest.mark.parametrize(
    ("seen", "right"), [((0, 1), 3), ((1, 1), 0), ((2, 3), 1), ((3, 3), 2)]
)
def test_each_run_has_one_right_answer(seen, right):
    fits = [option.holds(seen) for option in retracing_run.GRAPHS.options]
    assert [index for index, fit in enumerate(fits) if fit] == [right]


def test_a_full_sequence_takes_no_more_calls(open_tab):
    app = open_tab(calls=".".join(["pair"] * choices.LONGEST))
    button = app.get_by_key(f"{LESSON}_add_pair")
    assert button.proto.disabled
    assert button.proto.help == f"A sequence has at most {choices.LONGEST} calls."
    press(app, f"Make the {choices.LONGEST} calls")
    assert len(rows(app)) == choices.LONGEST


@pytest.mark.parametrize(
    "calls",
    [
        "__import__('os')",
        "pair.unknown",
        "pair.batch1",
        ".".join(["pair"] * (choices.LONGEST + 1)),
    ],
)
def test_a_broken_address_opens_the_first_sequence(open_tab, calls):
    app = open_tab(calls=calls, option="jit_compile", effect="os")
    assert [row[0] for row in rows(app)] == [f"{n + 1}. f({n})" for n in range(5)]
    assert app.get_by_key(f"{LESSON}_option").value == "none"


def test_lenet_is_the_one_of_the_sidebar(open_page):
    app = open_page(
        LESSON,
        sessions_vs_eager_part="Retracing",
        sessions_vs_eager_calls="batch1.batch_last",
        paradigm="Functional",
        seed="3",
    )
    press(app, "Make the 2 calls")
    chosen = app.session_state[f"{LESSON}_calls_ran"]
    assert (chosen.paradigm, chosen.seed) == ("Functional", 3)
    assert any("has (44, 32, 32, 1), not" in cell for cell in rows(app)[1])
    shown = " ".join(bodies(app))
    assert "function_of_lenet" in shown
    assert f"{LESSON}_add_single" in [button.key for button in app.button]


@pytest.mark.parametrize("name", EFFECTS)
def test_a_side_effect_is_predicted_run_and_fixed(open_tab, name):
    app = open_tab(effect=EFFECTS[name].title)
    right = "An error" if name == "variable" else "Once"
    app.get_by_key(f"{LESSON}_effect_{name}").set_value(right)
    app.run()
    press(app, "Call it three times")
    assert any(text.startswith(":green[Right.]") for text in texts(app))
    assert f"**Fix:** {EFFECTS[name].fix}" in texts(app)
    shown = html.unescape(re.sub("<[^>]+>", "", " ".join(bodies(app))))
    for call in (EFFECTS[name].call, EFFECTS[name].fixed):
        assert source(call).text.splitlines()[-1].strip() in shown


@pytest.mark.parametrize(
    ("question", "option", "button", "again"),
    [
        ("graphs", ONE_EACH, "Make the 5 calls", "Make the 5 calls"),
        ("effect_print", "Once", "Call it three times", "Call it three times again"),
    ],
)
def test_a_question_can_be_answered_again(open_tab, question, option, button, again):
    app = press(open_tab(), button)
    press_key(app, f"{question}_again")
    app.get_by_key(f"{LESSON}_{question}").set_value(option)
    press(app.run(), again)
    assert any(text.startswith(":green[Right.]") for text in texts(app))


def test_the_code_that_is_shown_is_the_code_that_runs(open_tab):
    app = open_tab()
    shown = html.unescape(re.sub("<[^>]+>", "", " ".join(bodies(app))))
    assert source(retracing.FUNCTION).text in shown
    assert source(retracing.CODE["The calls"]).text.splitlines()[-1] in shown


def test_two_visitors_at_once_do_not_disturb_each_other():
    together = Barrier(2, timeout=DEADLINE)

    def called(visitor):
        calls = choices.SEQUENCES["counter" if visitor == "ann" else "sizes"].calls
        together.wait()
        return [
            foreman().ask(
                "call",
                visitor=visitor,
                target="lenet.graphs.retracing.run:run",
                args=(calls, "none", "Subclassing", 0),
                kwargs={},
                seconds=DEADLINE,
            )
            for _ in range(3)
        ]

    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(called, ["ann", "bob"]))
    for runs, count in zip(both, (5, 3), strict=True):
        for ran in runs:
            each_once = list(range(1, count + 1))
            assert [seen.executions for seen in ran] == each_once
            assert [seen.body_runs for seen in ran] == each_once
            assert [seen.tracing_count for seen in ran] == each_once
            assert [bool(seen.warning) for seen in ran] == [n == 5 for n in each_once]


def test_what_stops_working_is_a_sentence(open_tab, monkeypatch):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    app = open_tab()
    for cache in (workers.recall, retracing_run.run):
        cache.clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.run()
    assert not app.exception
    assert any("The worker is gone." in error.value for error in app.error)
