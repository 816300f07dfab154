"""A bug, print and a breakpoint in three lanes, against counts that are known."""

import bdb
import inspect
import os
import re
import sys

import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.eager import context

from lenet.graphs.debugging import BUGS, STOP_LINE, WAYS
from lenet.graphs.debugging.breakpoints import IMAGES, run_breakpoint
from lenet.graphs.debugging.bugs import WEIGHTS, cause_of, run_bug
from lenet.graphs.debugging.printing import VALUES, run_prints
from lenet.graphs.debugging.program import loss_of
from lenet.graphs.notebooks import debugging as notebook
from lenet.results.graphs import EAGER, FUNCTION, LANE_NAMES, SESSION
from lenet.snippets.terminal import terminal

# Below `logits` the body has four lines, below `scaled` five. Then a Session has two
# lines to go until session.run, and the others one: the call, which is still running.
FAR = {
    "shape": {SESSION: 4 + 2, EAGER: 0, FUNCTION: 4 + 1},
    "nan": {SESSION: 5 + 2, EAGER: 5 + 1, FUNCTION: 5 + 1},
}
CAUSES = {
    "shape": "logits = tf.matmul(scaled, weights)",
    "nan": "scaled = images / brightness",
}
CALLS = {
    SESSION: "return session.run(loss, {fed: images})",
    EAGER: "return loss_of(images, weights)",
    FUNCTION: "return traced(images, weights)",
}


def spread(runs):
    return {lane: run.distance for lane, run in runs.lanes.items()}


@pytest.mark.parametrize("bug", BUGS)
def test_the_cause_is_found_by_running_eagerly(bug):
    assert run_bug(bug).cause.code == CAUSES[bug]
    assert run_bug(bug).cause.function == "loss_of"


def test_a_wrong_shape_of_unknown_size_surfaces_at_the_call_in_a_graph():
    runs = run_bug("shape")
    assert runs.at_the_cause == (EAGER,)
    assert spread(runs) == FAR["shape"]
    assert runs.lanes[EAGER].place.code == CAUSES["shape"]
    for lane in (SESSION, FUNCTION):
        run = runs.lanes[lane]
        assert run.place.code == CALLS[lane]
        assert "[1,3]" in run.message.said
        assert "[2,3]" in run.message.said
    assert [run.surfaces for run in runs.lanes.values()] == [
        "in `session.run`",
        "at the line itself",
        "in the call of the graph",
    ]


def test_a_graphs_message_names_the_line_with_the_bug():
    runs = run_bug("shape")
    first = inspect.getsourcelines(loss_of)[1]
    at = first + runs.cause.line - 1
    for lane in (SESSION, FUNCTION):
        run = runs.lanes[lane]
        assert run.naming
        for line in run.naming:
            text = run.message.lines[line]
            assert re.search(rf"program\.py\W+(line |\(L){at}\b.* loss_of", text)
    assert runs.lanes[EAGER].naming == ()


@pytest.mark.parametrize("shapes", ["unknown", "known"])
def test_a_traceback_ends_in_the_learners_code_where_the_error_surfaced(shapes):
    for run in run_bug("shape", shapes=shapes).lanes.values():
        shown = run.traceback
        assert shown.said == run.place.code
        at = shown.says - 1
        assert re.match(r'File "lenet/graphs/debugging/program\.py"', shown.lines[at])
        assert shown.lines[at].endswith(f"in {run.place.function}")
        own = [x for at, x in enumerate(shown.lines) if at not in shown.inner]
        assert len([x for x in own if x.startswith("File ")]) == len(own) / 2
        assert all("program.py" in line for line in own[::2])
        assert not any('File "/' in line for line in shown.lines)


def test_a_run_without_an_error_has_no_traceback():
    assert {run.traceback for run in run_bug("nan").lanes.values()} == {None}


def test_a_wrong_shape_of_known_size_surfaces_at_its_line_in_all_lanes():
    runs = run_bug("shape", shapes="known")
    assert runs.at_the_cause == LANE_NAMES
    assert spread(runs) == dict.fromkeys(LANE_NAMES, 0)
    assert [run.surfaces for run in runs.lanes.values()] == [
        "while building the graph",
        "at the line itself",
        "while tracing",
    ]


@pytest.mark.parametrize("shapes", ["unknown", "known"])
def test_a_nan_raises_no_error_in_any_lane(shapes):
    runs = run_bug("nan", shapes=shapes)
    assert [run.message for run in runs.lanes.values()] == [None] * 3
    assert {run.returned for run in runs.lanes.values()} == {"nan"}
    assert {lane: run.place.code for lane, run in runs.lanes.items()} == CALLS
    assert spread(runs) == FAR["nan"]
    assert runs.at_the_cause == ()


def test_a_check_finds_the_line_that_made_the_nan():
    runs = run_bug("nan", check=True)
    assert runs.at_the_cause == (EAGER,)
    assert spread(runs) == {**FAR["nan"], EAGER: 0}
    for lane, run in runs.lanes.items():
        assert "RealDiv" in run.message.said
        assert bool(run.naming) == (lane != EAGER)


def test_a_check_is_switched_off_again():
    run_bug("nan", check=True)
    assert not context.context().op_callbacks
    assert np.isnan(loss_of(np.zeros([1, 2], "float32"), WEIGHTS))


@pytest.mark.parametrize(
    "run", [lambda: run_bug("shape"), lambda: run_breakpoint("eagerly")]
)
def test_a_debugger_that_is_there_already_works_afterwards(run):
    def trace(frame, event, arg):
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
        assert sys.gettrace() is trace
    finally:
        sys.settrace(before)


def test_images_without_a_bug_are_refused():
    with pytest.raises(ValueError, match="no bug"):
        cause_of(np.ones([1, 2], "float32"))


@pytest.mark.parametrize(
    "call",
    [
        lambda: run_bug("hunger"),
        lambda: run_bug("nan", shapes="round"),
        lambda: run_breakpoint("backwards"),
    ],
)
def test_an_unknown_choice_is_refused(call):
    with pytest.raises(ValueError, match="it can be one of"):
        call()


@pytest.mark.parametrize(
    ("fetch_print", "counts"),
    [
        (False, {SESSION: (1, 0), EAGER: (3, 3), FUNCTION: (1, 3)}),
        (True, {SESSION: (1, 3), EAGER: (3, 3), FUNCTION: (1, 3)}),
    ],
)
def test_each_print_is_counted_and_none_reaches_the_screen(fetch_print, counts, capfd):
    where = os.fstat(2).st_ino, sys.stdout, sys.stderr
    printed = run_prints(fetch_print=fetch_print)
    assert where == (os.fstat(2).st_ino, sys.stdout, sys.stderr)
    found = {lane: (p.by_print, p.by_tf_print) for lane, p in printed.items()}
    assert found == counts
    assert {each.calls for each in printed.values()} == {len(VALUES)}
    assert capfd.readouterr() == ("", "")


def test_print_shows_a_value_only_in_eager_execution():
    printed = run_prints(fetch_print=True)
    assert "print: tf.Tensor(2.0, " in printed[EAGER].text
    for lane in (SESSION, FUNCTION):
        assert 'print: Tensor("' in printed[lane].text
    for lane in LANE_NAMES:
        shown = [x for x in printed[lane].text.splitlines() if x.startswith("tf.print")]
        assert shown == ["tf.print: 1", "tf.print: 2", "tf.print: 3"]


def test_what_is_printed_is_in_order():
    kinds = [line.split()[0] for line in run_prints()[EAGER].text.splitlines()]
    assert kinds == ["call", "print:", "tf.print:"] * len(VALUES)


def test_the_terminal_is_given_back_after_an_error():
    before = os.fstat(2).st_ino
    open_files = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc") else 0

    def fail():
        with terminal() as read:
            os.write(2, b"compiled\n")
            print("python")
            assert read() == "compiled\npython\n"
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert os.fstat(2).st_ino == before
    if open_files:
        assert len(os.listdir("/proc/self/fd")) == open_files


def calls(stops):
    return [stop.call for stop in stops.stops]


@pytest.mark.parametrize(
    ("way", "in_function"),
    [("as_written", [1]), ("converted", []), ("eagerly", [1, 2, 3])],
)
def test_a_debugger_stops_where_python_runs_the_body(way, in_function):
    found = run_breakpoint(way)
    assert calls(found[SESSION]) == [0]  # while the graph is built
    assert calls(found[EAGER]) == [1, 2, 3]
    assert calls(found[FUNCTION]) == in_function
    assert {stops.calls for stops in found.values()} == {len(IMAGES)}


def test_a_debugger_sees_values_only_where_there_are_some():
    found = run_breakpoint("as_written")
    seen = [stop.names["scaled"] for stop in found[EAGER].stops]
    # Each image divided by the sum of its pixels.
    assert [re.search(r"\[\[.*\]\]", text)[0] for text in seen] == [
        "[[0.5 0.5]]",
        "[[0.25 0.75]]",
        "[[0.75 0.25]]",
    ]
    for lane in (SESSION, FUNCTION):
        assert found[lane].stops[0].names["scaled"].startswith('Tensor("')
    eagerly = run_breakpoint("eagerly")[FUNCTION].stops
    assert [stop.names["scaled"] for stop in eagerly] == seen


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_functions_run_as_before_after_a_breakpoint(way, before):
    tf.config.run_functions_eagerly(before)
    try:
        run_breakpoint(way)
        assert tf.config.functions_run_eagerly() == before
    finally:
        tf.config.run_functions_eagerly(False)
    assert not bdb.Breakpoint.bplist


def test_the_breakpoint_is_at_the_line_that_is_shown():
    line = inspect.getsource(loss_of).splitlines()[STOP_LINE - 1]
    assert line.strip() == CAUSES["shape"]


@pytest.mark.parametrize("bug", BUGS)
def test_the_notebook_has_the_images_of_the_page(bug):
    images = str([list(pixels) for pixels in BUGS[bug].images])
    assert f"np.array({images}, " in inspect.getsource(notebook.main)


def test_the_notebook_shows_all_three_ways_to_debug(capfd):
    notebook.main()
    printed, errors = capfd.readouterr()
    for lane in ("eager", "session", "function"):
        assert f"loss_in_{lane} raised InvalidArgumentError" in printed
    assert printed.count("nan\n") + printed.count("nan,") >= 3
    assert printed.count("!!! Detected Infinity or NaN") == len(LANE_NAMES)
    assert printed.count("print: ") == 1 + 1 + len(VALUES) + 1
    shown = [line for line in errors.splitlines() if line.startswith("tf.print: ")]
    assert len(shown) == 3 * len(VALUES)  # all but the Session that does not fetch it
    traced, eagerly = re.findall(r"^Stops: (.*)$", printed, re.MULTILINE)
    assert (traced.count("'scaled'"), eagerly.count("'scaled'")) == (1, 2)
    assert not tf.config.functions_run_eagerly()
    assert not context.context().op_callbacks
