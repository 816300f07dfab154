"""The cases of the None clinic: None, the fixed gradient, and the cause of the run."""

import difflib
import io
import subprocess
import sys
import tokenize

import numpy as np
import pytest

from lenet.autodiff.none_clinic import CASES
from lenet.autodiff.none_clinic.examining import examine_case
from lenet.results.none_clinic import (
    CAUSES,
    INTEGER,
    NO_DERIVATIVE,
    NO_PATH,
    NOT_TRAINABLE,
    NOT_WATCHED,
    NUMPY,
    OUTSIDE,
    REPLACED,
    STATE,
    STOPPED,
)
from lenet.results.numbers import MINUS
from lenet.snippets.differing import differing
from lenet.source import source

IMAGE = np.array([[0.25, 0.75]])
# What is known of each case: its cause, the missing edge, the code of the line to
# blame, and the derivative by hand.
KNOWN = {
    # (w - 0.5)^2 for w = 2, with respect to w - 0.5
    "weight_decay": (
        REPLACED,
        ("weight (2)", "loss"),
        "weight = weight - 0.5",
        2 * (2.0 - 0.5),
    ),
    "squares": (NUMPY, ("image", "squared"), "squared = np.square(image)", 2 * IMAGE),
    "prediction": (
        NUMPY,
        ("function", "score"),
        "score = model.predict(image, verbose=0)",
        IMAGE.T,
    ),
    "two_pixels": (
        INTEGER,
        ("pixels", "mul"),
        "loss = tf.reduce_sum(pixels * pixels)",
        2 * np.array([1.0, 3.0]),
    ),
    # The mean of 255 times two pixels.
    "grey_levels": (
        INTEGER,
        ("mul", "levels"),
        "levels = tf.cast(image * 255, tf.uint8)",
        np.full(2, 255 / 2),
    ),
    # (1 + w)^2 for w = 3
    "running_total": (
        STATE,
        ("weight", "assign_add"),
        "total.assign_add(weight)",
        2 * (1.0 + 3.0),
    ),
    # (2w)^2 for w = 3
    "doubled": (STATE, ("mul", "double"), "double = tf.Variable(2 * weight)", 8 * 3.0),
    # Each output of the second layer counts once.
    "two_layers": (
        NO_PATH,
        ("hidden", "output"),
        "output = image @ second",
        IMAGE.T @ np.array([[1.0, 0.0], [3.0, 1.0]]).sum(axis=1, keepdims=True).T,
    ),
    # (3w - 1)^2 for w = 2
    "squared_error": (
        OUTSIDE,
        ("output", "sub"),
        "loss = (output - 1) ** 2",
        6 * (3 * 2.0 - 1),
    ),
    # (3w - 5)^2 for w = 2
    "settled_output": (
        STOPPED,
        ("mul", "output"),
        "output = tf.stop_gradient(3 * weight)",
        6 * (3 * 2.0 - 5),
    ),
    "fine_tuning": (
        NOT_TRAINABLE,
        ("kernel", "output"),
        "output = image @ kernel",
        IMAGE.T,
    ),
    # Only the third class has the largest logit.
    "best_class": (
        NO_DERIVATIVE,
        ("logits", "best"),
        "best = tf.argmax(logits, axis=1)",
        -IMAGE.T * [0, 0, 1],
    ),
    # (1 - w / 2)^2 for w = 0.75
    "right_or_wrong": (
        NO_DERIVATIVE,
        ("output", "round"),
        "loss = (label - tf.round(output)) ** 2",
        -(1 - 0.75 / 2),
    ),
    "saliency": (
        NOT_WATCHED,
        ("image", "output"),
        "output = image @ kernel",
        [[1.0, 2.0]],
    ),
}


def test_each_case_is_known_and_each_cause_has_a_case():
    assert KNOWN.keys() == CASES.keys()
    assert {cause for cause, *_ in KNOWN.values()} == set(CAUSES)


@pytest.mark.parametrize("name", CASES)
def test_the_broken_code_returns_none_and_the_fixed_one_the_derivative(name):
    assert CASES[name].broken() is None
    derivative = KNOWN[name][3]
    fixed = CASES[name].fixed()
    assert fixed.shape == np.shape(derivative)
    np.testing.assert_allclose(fixed, derivative, rtol=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_the_fix_is_one_line(name):
    broken, fixed = (
        source(code).text for code in (CASES[name].code, CASES[name].right)
    )
    changed, _ = differing(fixed, broken)
    assert len(changed) == 1
    assert len(differing(broken, fixed)[0]) <= 1


# These fixes are one call or assignment; each other one is one token.
ONE_CALL = {
    "weight_decay": ("weight - 0.5", "assign_sub(0.5)"),
    "running_total": ("assign_add(weight)", "total + weight"),
    "prediction": ("model.predict(", "model(image)"),
    "right_or_wrong": ("tf.round(output)", "output"),
    "settled_output": ("tf.stop_gradient(3 * weight)", "3 * weight"),
    "saliency": ("", "tape.watch(image)"),
}


def tokens(text):
    """Return a function's tokens below its docstring, with their indent."""
    body = text[text.index('"""', text.index('"""') + 3) :]
    found = tokenize.generate_tokens(io.StringIO(body[3:]).readline)
    return [token.string for token in found if token.type != tokenize.NL]


@pytest.mark.parametrize("name", CASES)
def test_the_fix_is_one_token_or_one_call(name):
    broken, fixed = (
        source(code).text for code in (CASES[name].code, CASES[name].right)
    )
    before, after = tokens(broken), tokens(fixed)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    changes = [each for each in matcher.get_opcodes() if each[0] != "equal"]
    if name in ONE_CALL:
        gone, new = ONE_CALL[name]
        assert gone in broken
        assert new in fixed
        assert not gone or gone not in fixed
        return
    if name == "squared_error":  # the block ends one line later: its dedent
        assert sorted(before) == sorted(after)
        return
    ((_, start, end, to_start, to_end),) = changes
    assert (end - start, to_end - to_start) == (1, 1)


@pytest.mark.parametrize("name", CASES)
def test_the_run_names_the_cause_the_edge_and_the_line(name):
    cause, edge, line, _ = KNOWN[name]
    ran = examine_case(name)
    assert (ran.gradient, ran.cause, ran.missing) == ("None", cause, (edge,))
    assert (ran.text_of(ran.line) if ran.line else "") == line
    assert set(edge) <= {node.name for node in ran.nodes}
    assert ran.request.target in ran.reached
    assert ran.request.source not in ran.reached
    assert not {edge[0]} & ran.reached.keys()


@pytest.mark.parametrize("name", CASES)
def test_the_fixed_run_has_no_cause_and_the_gradient_reaches_the_source(name):
    ran = examine_case(name, fixed=True)
    assert ran.gradient == str(np.asarray(CASES[name].fixed()).tolist())
    assert (ran.cause, ran.missing, ran.line) == ("", (), 0)
    assert {ran.request.source, ran.request.target} <= ran.reached.keys()
    assert ran.request.source in ran.request.watched
    assert all(step.taped for step in ran.steps)


def test_what_a_run_tells_before_the_cause():
    ran = examine_case("best_class")
    assert ran.call == "tape.gradient(loss, kernel)"
    assert ran.request.watched == ("kernel",)
    assert (ran.request.dtype, ran.request.trainable) == ("float32", True)
    assert [(step.kind, step.taped) for step in ran.steps] == [
        *(("MatMul", True), ("ArgMax", False), ("Cast", False), ("Sum", False)),
        ("Neg", False),
    ]
    assert ran.text_of(ran.steps[1].line) == "best = tf.argmax(logits, axis=1)"
    assert ran.reached == {"loss": f"{MINUS}2"}


def test_an_assignment_is_a_step_that_the_tape_did_not_record():
    kinds = [(step.kind, step.taped) for step in examine_case("doubled").steps]
    assert kinds == [("Mul", True), ("AssignVariableOp", False), ("Pow", True)]


def test_the_registry_is_read_without_tensorflow():
    code = (
        "import sys; from lenet.autodiff.none_clinic import CASES; assert CASES; "
        "assert 'tensorflow' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_of_no_case_is_refused():
    with pytest.raises(ValueError, match="case"):
        examine_case("hunger")


def test_a_traced_function_that_a_tape_recorded_is_on_the_tape():
    """`predict` runs in TensorFlow; only what it returns has left it."""
    examined = examine_case("prediction")
    taped = [step.taped for step in examined.steps if step.kind == "tf.function"]
    assert taped == [True]
    inputs = {node.name: set(node.inputs) for node in examined.nodes}
    assert inputs["function"] == {"image", "kernel", "bias"}
    assert inputs["score"] == {"function"}
