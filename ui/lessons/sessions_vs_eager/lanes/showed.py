"""The question about the three lanes, and what they showed in their own numbers."""

from collections.abc import Sequence

from lenet.results.graphs import EAGER, FUNCTION, LANE_NAMES, SESSION
from lenet.results.lanes import RESULTS, SMALL, TRAINING, Lane
from ui.components.numbers import counted, whole
from ui.components.questions import Option, Question, exactly
from ui.lessons.sessions_vs_eager import key

QUESTION = Question(
    key=key("lanes_twice"),
    page="sessions_vs_eager",
    before="Before you step",
    text="Each lane computes its result at least twice. In which lanes does Python run "
    "the lines of the function more than once?",
    options=(
        Option(
            "In all three",
            "A graph needs the lines only once, to be built. After that it runs "
            "without them.",
            exactly(LANE_NAMES),
        ),
        Option(
            "Eager and tf.function",
            "`tf.function` runs the lines while it traces. The second call has "
            "arguments of the same kind, so it runs the traced graph.",
            exactly((EAGER, FUNCTION)),
        ),
        Option(
            "Only Eager",
            "Eager execution keeps no graph, so each call runs the lines again. The "
            "other lanes run them once to build a graph, and then run the graph.",
            exactly((EAGER,)),
        ),
        Option(
            "In none",
            "Eager execution has nothing but the lines: without them, nothing is "
            "computed.",
            exactly(()),
        ),
    ),
)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count) or counted(count, "time")


def more_than_once(lanes: Sequence[Lane]) -> tuple[str, ...]:
    """Return the lanes in which Python ran the body more than once."""
    return tuple(lane.name for lane in lanes if lane.total.bodies > 1)


def truth(lanes: Sequence[Lane]) -> str:
    """Return how often Python ran the body in each lane, as a sentence."""
    times = ", ".join(
        f"**{_times(lane.total.bodies)}** in {lane.name}" for lane in lanes
    )
    return f"Python ran the lines of `{lanes[0].body}` {times}."


def showed(program: str, lanes: Sequence[Lane]) -> list[str]:
    """Return what the lanes showed, in the recorded numbers."""
    session, eager, function = lanes
    lines = [
        f"**{SESSION}**: Python ran `{session.body}` "
        f"{_times(session.total.bodies)}. The graph has "
        f"{counted(session.total.nodes, 'node')}. The calls of `session.run` for the "
        f"results ran {_kernels(session)} kernels, and no line of `{session.body}`.",
        f"**{EAGER}**: Python ran `{eager.body}` "
        f"{_times(eager.total.bodies)}. No graph was kept. "
        f"The calls ran {_kernels(eager)} kernels, and each "
        "line had its value at once.",
        f"**{FUNCTION}**: Python ran `{function.body}` "
        f"{_times(function.total.bodies)}, while tracing. The graph has "
        f"{counted(function.total.nodes, 'node')}. The calls ran "
        f"{_kernels(function)} kernels.",
    ]
    if program != SMALL:
        lines.append(
            "Eager execution runs each operation by itself. In a graph, TensorFlow "
            "removes and joins operations before it runs them, so fewer kernels run."
        )
    return [*lines, _trap(lanes)] if program == TRAINING else lines


def _kernels(lane: Lane) -> str:
    """Return how many kernels each call ran, lines inside it included: "3 and 3"."""
    counts = [
        sum(
            step.start <= ran.start <= step.end
            for ran in lane.kernels
            for step in [lane.steps[index]]
        )
        for index in lane.calls.values()
    ]
    *others, last = map(whole, counts)
    return f"{', '.join(others)} and {last}"


def _trap(lanes: Sequence[Lane]) -> str:
    session, eager, function = map(_losses, lanes)
    return (
        f"**What moves the weights**: the Session's losses were {session}. Its first "
        "run fetched the loss alone, so no update ran and the weights did not move. "
        f"{EAGER} and {FUNCTION} run the lines in their order, so each call moved the "
        f"weights. Their losses were {eager} and {function}."
    )


def _losses(lane: Lane) -> str:
    texts = [
        made.text
        for index in lane.calls.values()
        for made in lane.steps[index].made
        if made.name in RESULTS
    ]
    return ", ".join(texts)
