"""The rules of the tape: each program against the derivative by hand."""

import ast
import subprocess
import sys

import numpy as np
import pytest

from lenet.autodiff.tape_rules import RULES
from lenet.autodiff.tape_rules.running import program, run_rule
from lenet.results.tape_rules import RAISED
from lenet.source import resolve

W = 3.0
SQUARE, CUBE = 2 * W, 3 * W**2
# As written, and broken: the derivative by hand, None, or an error.
KNOWN = {
    "variable": (SQUARE, None),
    "trainable": (SQUARE, None),
    "watch": (SQUARE, None),
    "automatic": (SQUARE, None),
    # 2w w^2, with 2w taken as a constant
    "stop_recording": (2 * W * SQUARE, None),
    "persistent": ((SQUARE, CUBE), RAISED),
    # 2w w
    "inside": (4 * W, RAISED),
    "nested": (6 * W, None),
    # a^2 and a^2 + b^2, for a = 1 and b = 2; then the sum over the outputs
    "jacobian": ([[2.0, 0.0], [2.0, 4.0]], [4.0, 4.0]),
    # (t - w)^2 for t = 2w, with t a constant and not
    "stop_gradient": (-2 * (2 * W - W), SQUARE),
    # 5 w^2, and without the factor
    "custom_gradient": (5 * SQUARE, SQUARE),
    "branch": (SQUARE, None),
    "where": (0.0, np.nan),
    "loop": (CUBE, W**2),
    "while_loop": (CUBE, W**2),
    "unconnected": (0.0, None),
}
BOTH = [(name, broken) for name in RULES for broken in (False, True)]


def steps(ran):
    """Return what ran in each line, and whether a tape recorded it."""
    return [(ran.program.text_of(s.line), s.kinds, s.taped) for s in ran.lines]


def test_each_rule_is_known():
    assert KNOWN.keys() == RULES.keys()


@pytest.mark.parametrize(("name", "broken"), BOTH)
def test_a_program_returns_the_derivative_by_hand(name, broken):
    expected = KNOWN[name][broken]
    code = RULES[name].code if broken else RULES[name].right
    ran = run_rule(name, broken=broken)
    if expected is RAISED:
        with pytest.raises(RuntimeError, match="non-persistent"):
            resolve(code)()
        assert (ran.outcome, ran.returned) == (RAISED, "")
        assert ran.message.kind == "RuntimeError"
        assert "non-persistent" in ran.message.said
        assert "tape.gradient(" in ran.program.text_of(ran.raised)
    elif expected is None:
        assert resolve(code)() is None
        assert ran.outcome == "None"
    else:
        np.testing.assert_allclose(resolve(code)(), expected, rtol=1e-6)
        shown = ran.returned.replace("nan", "float('nan')")
        np.testing.assert_allclose(eval(shown), expected, rtol=1e-6)
    assert (ran.raised > 0) is (ran.message is not None) is (expected is RAISED)


@pytest.mark.parametrize("name", RULES)
def test_the_switch_changes_a_few_words(name):
    whole, broken = program(name), program(name, broken=True)
    assert 1 <= len(whole.changed) <= 2
    assert broken.changed or broken.missing
    words = [
        set(ast.unparse(ast.parse(p.source.text)).split()) for p in (whole, broken)
    ]
    assert len(words[0] ^ words[1]) <= 8


@pytest.mark.parametrize(
    ("name", "whole", "broken"),
    [
        ("variable", ("weight",), ()),
        ("trainable", ("weight",), ()),
        ("watch", ("pixel",), ()),
        ("automatic", ("weight",), ()),
        ("stop_recording", ("weight",), ("weight",)),
        ("inside", ("weight",), ("weight",)),
    ],
)
def test_what_the_tape_watched(name, whole, broken):
    assert run_rule(name).watched == {"tape": whole}
    assert run_rule(name, broken=True).watched == {"tape": broken}


def test_the_tape_recorded_nothing_of_what_it_did_not_watch():
    assert steps(run_rule("variable")) == [("loss = weight**2", ("Pow",), True)]
    assert steps(run_rule("variable", broken=True)) == [
        ("loss = weight**2", ("Pow",), False)
    ]


def test_the_lines_of_a_block_without_recording():
    square = ("square = weight**2", ("Pow",), True)
    scale = ("scale = 2.0 * weight", ("Mul",), False)
    loss = "loss = scale * square", ("Mul",)
    assert steps(run_rule("stop_recording")) == [square, scale, (*loss, True)]
    broken = run_rule("stop_recording", broken=True)
    assert steps(broken) == [square, scale, (*loss, False)]


def test_a_backward_pass_is_recorded_by_the_outer_tape_alone():
    whole, broken = run_rule("nested"), run_rule("nested", broken=True)
    assert whole.watched == {"outer": ("weight",), "inner": ("weight",)}
    line, _, taped = steps(whole)[-1]
    assert (line, taped) == ("slope = inner.gradient(cube, weight)", True)
    assert [line for line, *_ in steps(broken)] == ["cube = weight**3"]


def test_a_request_inside_the_block_ends_an_ordinary_tape():
    whole, broken = run_rule("inside"), run_rule("inside", broken=True)
    assert steps(whole)[-1][2] is True
    assert steps(broken)[-1] == ("loss = slope * weight", ("Mul",), False)
    assert broken.program.text_of(broken.raised).startswith("return ")


def test_only_the_branch_that_ran_is_recorded():
    whole, broken = run_rule("branch"), run_rule("branch", broken=True)
    assert "loss = weight**2" in [line for line, *_ in steps(whole)]
    assert "loss = weight**2" not in [line for line, *_ in steps(broken)]


def test_a_python_loop_is_many_operations_and_a_graph_is_one():
    assert steps(run_rule("loop")) == [
        ("product = product * weight", ("Mul",) * 3, True)
    ]
    assert steps(run_rule("while_loop")) == [
        ("product = cube()", ("a whole graph",), True)
    ]


def test_the_registry_is_read_without_tensorflow():
    code = (
        "import sys; from lenet.autodiff.tape_rules import RULES; assert RULES; "
        "assert 'tensorflow' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("function", [run_rule, program])
def test_a_name_of_no_rule_is_refused(function):
    with pytest.raises(ValueError, match="rule"):
        function("hunger")
