"""Faults in a Session: where each fails, what its message says, and the fix."""

import inspect
import io
import tokenize
from difflib import SequenceMatcher

import pytest
import tensorflow as tf

from lenet.graphs.errors import FAULTS
from lenet.graphs.errors.attempts import phase_of, run_fault
from lenet.graphs.notebooks import errors as notebook
from lenet.results.session_errors import BUILDING, CHECK, KERNEL, NOWHERE, PHASES
from lenet.snippets.differing import differing
from lenet.snippets.messages import line_to_read
from lenet.source import resolve

# What is known of each fault: the phase, the error, words of the line to read, and
# the code of the line that raises it.
KNOWN = {
    "unfed": (
        KERNEL,
        "InvalidArgumentError",
        ["placeholder", "'images'", "[?,2]"],
        "return session.run(doubled)",
    ),
    "wrong_shape": (
        CHECK,
        "ValueError",
        ["(2,)", "images:0", "(None, 2)"],
        "return session.run(doubled, {images: [0.25, 0.75]})",
    ),
    "uninitialised": (
        KERNEL,
        "FailedPreconditionError",
        ["variable weights", "uninitialized"],
        "return session.run(total)",
    ),
    "missing_name": (
        CHECK,
        "ValueError",
        ["'totals'", "does not exist in the graph"],
        'return session.run("totals:0")',
    ),
    "other_graph": (
        BUILDING,
        "ValueError",
        ["weights:0", "images:0", "same graph"],
        'total = tf.matmul(images, weights, name="total")',
    ),
}
SILENT = {"wrong_dtype": "[[0, 0]]", "not_fetched": "1.0"}
FIXED = {
    "unfed": "[[0.5, 1.5]]",
    "wrong_shape": "[[0.5, 1.5]]",
    "wrong_dtype": "[[0.5, 1.5]]",
    "uninitialised": "1.0",
    "missing_name": "1.0",
    "other_graph": "[[1.75]]",  # 0.25 + 2 * 0.75
    "not_fetched": "0.5",
}
# The line with the fault; "" where a line is missing.
CAUSES = {
    "unfed": "return session.run(doubled)",
    "wrong_shape": "return session.run(doubled, {images: [0.25, 0.75]})",
    "wrong_dtype": "images = tf.compat.v1.placeholder(tf.int32, (None, 2), "
    'name="images")',
    "uninitialised": "",
    "missing_name": 'return session.run("totals:0")',
    "other_graph": "with tf.Graph().as_default() as graph:",
    "not_fetched": "session.run(weight)",
}


def test_all_faults_are_known_here():
    assert {*KNOWN, *SILENT} == FAULTS.keys() == FIXED.keys() == CAUSES.keys()
    assert {phase for phase, *_ in KNOWN.values()} | {NOWHERE} == {*PHASES}


@pytest.mark.parametrize("fault", KNOWN)
def test_a_fault_fails_where_it_must_and_its_line_to_read_describes_it(fault):
    phase, kind, words, raised = KNOWN[fault]
    ran = run_fault(fault)
    assert (ran.phase, ran.message.kind) == (phase, kind)
    assert ran.line(ran.raised) == raised
    assert [word for word in words if word not in ran.message.said] == []
    assert ran.returned == ""


@pytest.mark.parametrize("fault", KNOWN)
def test_the_message_is_whole_and_names_no_folder_of_this_machine(fault):
    with pytest.raises(Exception) as raised:  # noqa: PT011
        resolve(FAULTS[fault].code)()
    message = run_fault(fault).message
    whole = str(raised.value).strip("\n").splitlines()
    # The calls above the program differ, as other code calls it here.
    assert len(message.lines) >= len(whole) - 2 * len(inspect.stack())
    assert message.said in (line.strip() for line in message.lines)
    assert not [line for line in message.lines if '"/' in line or "site-pack" in line]
    if len(whole) == 1 and "0x" not in whole[0]:
        assert list(message.lines) == whole


@pytest.mark.parametrize(
    ("fault", "made"),
    [
        ("unfed", "images = tf.compat.v1.placeholder("),
        ("uninitialised", "total = tf.reduce_sum("),
        ("wrong_shape", None),
    ],
)
def test_a_kernels_message_names_the_line_that_made_its_node(fault, made):
    ran = run_fault(fault)
    if made is None:
        assert ran.made == 0
        return
    assert ran.line(ran.made).startswith(made)
    for at, _ in ran.message.names:
        assert f"{fault}.py" in ran.message.lines[at]
    assert not {at for at, _ in ran.message.names} & {*ran.message.inner}
    for at in ran.message.inner:
        assert f"{fault}.py" not in ran.message.lines[at]


@pytest.mark.parametrize("fault", SILENT)
def test_a_silent_fault_returns_a_wrong_result(fault):
    ran = run_fault(fault)
    assert (ran.phase, ran.raised, ran.message) == (NOWHERE, 0, None)
    assert ran.returned == SILENT[fault]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fix_works(fault):
    ran = run_fault(fault, fixed=True)
    assert (ran.phase, ran.returned) == (NOWHERE, FIXED[fault])
    assert len(ran.changed) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fault_is_the_line_that_the_fix_changes(fault):
    ran = run_fault(fault)
    assert [ran.line(each) for each in ran.changed] == [*filter(None, [CAUSES[fault]])]
    if not CAUSES[fault]:
        assert ran.line(ran.missing) == "return session.run(total)"


def tokens(name):
    """Return the tokens of a function below its head and its docstring."""
    text = inspect.getsource(resolve(name)).split('"""', 2)[2]
    read = tokenize.generate_tokens(io.StringIO("if 1:" + text).readline)
    return [token.string for token in read if token.string.strip()]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fix_changes_few_tokens(fault):
    one, other = tokens(FAULTS[fault].code), tokens(FAULTS[fault].right)
    same = sum(
        block.size
        for block in SequenceMatcher(None, one, other, False).get_matching_blocks()
    )
    assert 0 < max(len(one), len(other)) - same <= 13


def test_a_missing_line_is_told_from_a_changed_one():
    head = 'def f():\n    """Do."""\n'
    two, three = f"{head}    a()\n    c()\n", f"{head}    a()\n    b()\n    c()\n"
    assert differing(two, three) == ((), 4)
    assert differing(three, two) == ((4,), 0)
    assert differing(two, f"{head}    a()\n    d()\n") == ((4,), 0)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Cannot feed value", 0),
        (
            "Graph execution error:\n\nDetected at node 'x' defined at\n"
            "  File \"x.py\", line 1, in f\nNode: 'x'\nNo value\n\t [[{{node x}}]]",
            5,
        ),
        ("{{function_node __wrapped__Mul}} \n\n!!! Detected NaN", 2),
        ("{{function_node __wrapped__Mul}} Incompatible", 0),
        ("", 0),
    ],
)
def test_the_line_to_read_is_the_first_that_is_no_heading_and_no_place(text, line):
    assert line_to_read(text.splitlines()) == line


def test_what_raises_outside_of_a_session_failed_while_building():
    with pytest.raises(tf.errors.InvalidArgumentError) as raised:
        tf.zeros([2]) + tf.zeros([3])
    assert phase_of(raised.value) == BUILDING


def test_an_unknown_fault_is_refused():
    with pytest.raises(ValueError, match="fault"):
        run_fault("hunger")


def test_a_fault_leaves_nothing_behind():
    for fault in FAULTS:
        run_fault(fault)
    assert tf.executing_eagerly()
    assert tf.compat.v1.get_default_session() is None


def test_the_notebook_shows_every_fault_and_every_fix(capsys):
    notebook.main()
    printed = capsys.readouterr().out
    for fault in FAULTS.values():
        raised = fault.code.partition(":")[2]
        assert f"{raised} raised " in printed or f"{raised} returned " in printed
        assert f"{fault.right.partition(':')[2]} returned " in printed
    assert printed.count(" raised ") == len(KNOWN)
