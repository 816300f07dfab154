"""Calls of an example: what they returned, what Python ran, which graph they made."""

import streamlit as st

from lenet.graphs.autograph import EXAMPLES, PYTHON_NUMBERS, TENSORS, VALUES
from lenet.results.autograph import Conversion
from ui.components.graph import show_graph
from ui.components.messages import show_message
from ui.components.numbers import counted
from ui.components.questions import Option, Question, ask
from ui.components.tables import table
from ui.lessons.sessions_vs_eager import key, runs

# What the nodes do that have graphs inside.
CONTROL = {
    "If": "chooses a branch each time that the graph runs",
    "While": "repeats its body while its condition is true",
}
NEVER = (
    "A line adds its nodes to the graph when Python runs it. So Python must run it, "
    "while it traces."
)
# Why Python runs a line once, and why as often as in eager execution.
REASONS = {
    TENSORS: (
        "Tracing runs each branch and each body of a loop once, whatever the values "
        "are. Later calls run the graph without Python.",
        "This would need Python in every call. Tensors of one shape and dtype share "
        "one graph, and a call that has a graph needs no Python.",
    ),
    PYTHON_NUMBERS: (
        "This would need one graph for all calls. Each new Python number is a new "
        "signature, so each call traces.",
        "Each new Python number is a new signature, so each call traces, and tracing "
        "runs the line.",
    ),
}
IN_THE_GRAPH = (
    " Here the loop goes over a tensor, so it is in the graph, and each tracing runs "
    "its body once. Eager execution runs the body as often as the numbers ask for. "
    "If the counts are equal, that is a coincidence."
)


def question(name: str, values: str, found: Conversion) -> Question:
    """Return the question: how often does Python run the watched line?

    The result is a pair: how often for the graph, how often in eager execution.
    """
    example = EXAMPLES[name]
    once, often = REASONS[values]
    if values == PYTHON_NUMBERS and controls(found):
        often += IN_THE_GRAPH
    return Question(
        key=key(f"autograph_line_runs_{name}_{VALUES.index(values)}"),
        page="sessions_vs_eager",
        before="Before you call it",
        text=f"How often does Python run the line `{example.watched}` in "
        f"{counted(len(example.calls), 'call')} of the `tf.function` with {values}?",
        options=(
            Option("Never", NEVER, lambda ran: ran[0] == 0),
            Option("Once", once, lambda ran: ran[0] == 1),
            Option(
                "As often as in eager execution",
                often,
                lambda ran: ran[0] == ran[1],
            ),
        ),
    )


def controls(found: Conversion) -> set[str]:
    """Return the kinds of nodes in its graphs that choose or repeat."""
    return {
        node.kind
        for graph in found.graphs
        for node in graph.nodes
        if node.kind.endswith(tuple(CONTROL))
    }


def show(name: str, values: str, found: Conversion) -> list[str]:
    """Show the question and, once asked for, the calls; return what they showed."""
    what = ("autograph", name, values)
    asked = ask(question(name, values, found), run=runs.begun(what) or what)
    runs.button(
        what,
        "Call the function eagerly and as a tf.function.",
        "Call it",
        name="autograph_call",
    )
    if not runs.begun(what) or asked.is_again:
        return []
    watched = EXAMPLES[name].watched
    line = found.line_of(watched)
    eager, graph = (
        lines.get(line, 0) for lines in (found.eager_lines, found.graph_lines)
    )
    asked.reveal(
        (graph, eager),
        f"Python ran the line **{counted(graph, 'time')}** for the `tf.function`, and "
        f"**{counted(eager, 'time')}** in eager execution.",
    )
    return [
        f"In {counted(len(found.calls), 'call')} with {values}, Python ran "
        f"`{watched}` **{counted(eager, 'time')}** in eager execution and "
        f"**{counted(graph, 'time')}** for the `tf.function`, which was traced "
        f"**{counted(len(found.graphs), 'time')}**."
    ]


def show_results(found: Conversion) -> None:
    """Show what each call returned, and without AutoGraph too."""
    table(
        [
            {"Call": f"`{each.code}`", "Eager": each.eager, "Graph": each.graph}
            for each in found.calls
        ]
    )
    show_unconverted(found)


def show_unconverted(found: Conversion) -> None:
    """Show on request what happens without AutoGraph."""
    without = st.toggle(
        "Without AutoGraph",
        key=key("autograph_off"),
        bind="query-params",
        help="Make the same calls of `tf.function(..., autograph=False)`.",
    )
    if not without:
        return
    if found.unconverted is None:
        st.markdown(
            "With `autograph=False` all calls return the same. Python numbers have "
            "values, so Python's own `if` and loops work."
        )
    else:
        st.markdown(
            "With `autograph=False` the first call raises an error. Read the lit line."
        )
        show_message(found.unconverted)


def show_graphs(name: str, found: Conversion) -> None:
    """Show the graphs that the calls traced; the nodes that decide are outlined."""
    st.subheader("The graph")
    titles = [graph.traced_for for graph in found.graphs]
    chosen = titles[0]
    if len(titles) > 1:
        chosen = st.pills(
            "Each call traced a graph of its own.",
            titles,
            default=titles[0],
            required=True,
            format_func=lambda title: f"`{title}`",
            key=key(f"autograph_graph_{name}"),
            bind="query-params",
            wrap=True,
        )
    nodes = found.graphs[titles.index(chosen)].nodes
    control = [node for node in nodes if node.kind.endswith(tuple(CONTROL))]
    st.markdown(sentence(len(nodes), [node.kind for node in control]))
    show_graph(
        key(f"autograph_drawing_{name}_{titles.index(chosen)}"),
        nodes,
        new=[node.name for node in control],
    )


def sentence(count: int, kinds: list[str]) -> str:
    """Return how many nodes a graph has, and what those do that decide."""
    if not kinds:
        return (
            f"The graph has **{counted(count, 'node')}**, and no `If` or `While` is "
            "among them. Python decided while it traced, and only what it chose is in "
            "the graph."
        )
    does = " ".join(
        f"`{kind}` {CONTROL[kind.removeprefix('Stateless')]}."
        for kind in dict.fromkeys(kinds)
    )
    return (
        f"The graph has **{counted(count, 'node')}**, with those inside its branches "
        f"and loops. {does} Click a box to open or close it."
    )
