"""Following a function: each statement once, after it has run."""

import sys

import pytest

from lenet.tape.line_tracer import Function, LineTracer


def inner(x):
    y = x + 1
    return y * 2


# fmt: off


def branching(values):
    total = 0
    for value in values:
        if value > 1:
            total += value
    return (
        total
        + 1
    )


def outer(x):
    first = inner(
        x
    )
    with open(__file__) as file:
        line = file.readline()
    return first, line


# fmt: on


def failing(x):
    y = x + 1
    raise ValueError(y)


def catching(x):
    try:
        int(x)
    except ValueError:
        y = 3
    return y


def follow(call, *functions):
    """Call it; give the statements as they ended, with what they made."""
    seen, begun = [], []
    tracer = LineTracer(
        [Function(each) for each in functions],
        lambda at: begun.append((at.function.name, at.line)),
        lambda at, made: seen.append((at.function.name, at.line, sorted(made))),
    )
    with tracer.following():
        call()
    assert not tracer.activations
    return seen, begun


def test_each_statement_is_reported_when_it_has_run():
    seen, begun = follow(lambda: inner(3), inner)
    assert seen == [
        ("inner", 1, ["x"]),
        ("inner", 2, ["y"]),
        ("inner", 3, ["return"]),
    ]
    assert begun == [("inner", 1), ("inner", 2), ("inner", 3)]


def test_a_statement_over_several_lines_is_one():
    seen, _ = follow(lambda: outer(3), outer)
    assert seen == [
        ("outer", 1, ["x"]),
        ("outer", 2, ["first"]),
        ("outer", 5, ["file"]),
        ("outer", 6, ["line"]),
        ("outer", 5, []),  # the block is left
        ("outer", 7, ["return"]),
    ]


def test_a_function_within_another_comes_between():
    seen, _ = follow(lambda: outer(3), outer, inner)
    assert [name for name, *_ in seen] == ["outer", *["inner"] * 3, *["outer"] * 5]
    assert seen[4] == ("outer", 2, ["first"])


def test_what_is_not_asked_for_is_not_followed():
    seen, _ = follow(lambda: outer(3), inner)
    assert {name for name, *_ in seen} == {"inner"}


def test_loops_are_reported_as_they_run():
    seen, _ = follow(lambda: branching([1, 2]), branching)
    assert [line for _, line, _ in seen] == [1, 2, 3, 4, 3, 4, 5, 3, 6]


def test_a_line_that_raises_has_not_run():
    def call():
        with pytest.raises(ValueError, match="4"):
            failing(3)

    seen, begun = follow(call, failing)
    assert [line for _, line, _ in seen] == [1, 2]
    assert begun[-1] == ("failing", 3)


def test_what_is_caught_goes_on():
    seen, _ = follow(lambda: catching("x"), catching)
    assert seen[-1] == ("catching", 6, ["return"])
    assert ("catching", 5, ["y"]) in seen


def test_a_debugger_is_back_afterwards():
    def debugger(frame, event, argument):
        return None

    before = sys.gettrace()
    sys.settrace(debugger)
    try:
        follow(lambda: inner(1), inner)
        assert sys.gettrace() is debugger
    finally:
        sys.settrace(before)


def test_an_unfollowed_function_runs_unseen_and_what_follows_is_seen():
    tracer = LineTracer(
        [Function(inner), Function(outer)], lambda at: None, lambda at, made: None
    )
    seen = []
    tracer.on_line = lambda at, made: seen.append((at.function.name, at.line))
    unseen = tracer.unfollowed(lambda: outer(3))

    def both():
        unseen()
        inner(1)

    with tracer.following():
        both()
    assert seen == [("inner", 1), ("inner", 2), ("inner", 3)]


def test_what_a_statement_calls_is_named():
    def statements(tape, model, images):
        with tape() as recorded:
            model(images).sum()
        return recorded.gradient(1)

    function = Function(statements)
    assert function.called_at(2) == {"tape"}
    assert function.called_at(3) == {"model", "sum"}
    assert function.called_at(4) == {"gradient"}
