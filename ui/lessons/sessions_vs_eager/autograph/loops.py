"""The same loop over a Python number and over a tensor: how many nodes it has."""

import plotly.graph_objects as go
import streamlit as st

from lenet.graphs.autograph import MOST_PASSES
from lenet.results.autograph import Loop
from ui.components.charts import CONFIG, axis_from_zero, chart
from ui.components.code import code_box
from ui.components.numbers import counted, whole
from ui.components.questions import Option, Question, ask
from ui.components.tables import table
from ui.components.theme import BLUE, ORANGE
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key, runs
from ui.visitor import workers

FEWEST, MOST, FIRST = 2, MOST_PASSES, 10
PASSES = (2, 10, 20, 30, 40, 50)  # the points of the chart
HEIGHT = 260
TRACED = "autograph_loops"
CODE = "lenet.graphs.autograph.examples:power"
KINDS = ("Python number", "tensor")
COLOURS = (ORANGE, BLUE)
Loops = tuple[Loop, Loop]
QUESTION = Question(
    key=key("autograph_multiplications"),
    page="sessions_vs_eager",
    before="Before you trace it",
    text="How many multiplications are in the graph of `power(x, n)`?",
    options=(
        Option(
            "n in both graphs",
            "A tensor has no value while the graph is traced, so nobody knows then "
            "how many multiplications to add.",
            lambda found: found[0] == found[1] == found[2],
        ),
        Option(
            "n for a Python number, one for a tensor",
            "Python loops n times while it traces, and each pass adds nodes. Over a "
            "tensor, the body is traced once, and a `While` node repeats it.",
            lambda found: found[0] == found[2] and found[1] == 1,
        ),
        Option(
            "One in both graphs",
            "Python's own loop cannot be repeated by the graph, because the graph "
            "does not know about it.",
            lambda found: found[0] == found[1] == 1,
        ),
    ),
)


def show() -> list[str]:
    """Show the question and, once traced, both loops; return what they showed."""
    st.subheader("Python's loop, and the graph's loop")
    asked = ask(QUESTION, run=runs.begun(TRACED) or TRACED)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        passes = st.slider(
            "n, the passes of the loop",
            FEWEST,
            MOST,
            value=FIRST,
            key=key("autograph_passes"),
            bind="query-params",
            width=320,
        )
        runs.button(
            TRACED,
            "Trace the function twice: n is a Python number, then a tensor.",
            "Trace it",
            name="autograph_trace",
        )
    if not runs.begun(TRACED) or asked.is_again:
        return []
    code, counts = st.columns([2, 3], gap="medium")
    with code:
        code_box(CODE)
    with counts:
        loops = trace(passes)
        show_loops(loops, passes)
    found = [each.multiplications for each in loops]
    truth = (
        f"With {counted(passes, 'pass', 'passes')}, the graph has "
        f"**{counted(found[0], 'multiplication')}** if n is a Python number, and "
        f"**{whole(found[1])}** if n is a tensor."
    )
    asked.reveal((*found, passes), truth)
    return [truth]


def trace(passes: int) -> Loops:
    """Return the graph for a Python number of passes, and that for a tensor."""
    with waiting("Tracing the loop", HEIGHT):
        loops: Loops = workers.recall(
            "lenet.graphs.autograph.unrolling:trace_loops", passes
        )
    return loops


def show_loops(loops: Loops, passes: int) -> None:
    """Show both graphs in numbers, and how they grow with the passes."""
    table(
        [
            {
                "n is a": kind,
                "Multiplications": whole(loop.multiplications),
                "Nodes": whole(loop.nodes),
            }
            for kind, loop in zip(KINDS, loops, strict=True)
        ]
    )
    with waiting("Tracing loops of other lengths", HEIGHT):
        many: dict[int, Loops] = workers.recall(
            "lenet.graphs.autograph.unrolling:trace_many", PASSES
        )
    st.plotly_chart(
        growth({**many, passes: loops}, passes),
        key=key("autograph_growth"),
        config=CONFIG,
        alt="Nodes in the graph against the passes of the loop, for both kinds of n",
    )


def growth(many: dict[int, Loops], passes: int) -> go.Figure:
    """Return how many nodes the graphs have; the chosen passes are marked."""
    x = sorted(many)
    lines = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": f"n is a {kind}",
            "x": x,
            "y": [many[n][index].nodes for n in x],
            "line": {"color": colour},
            "marker": {"size": [12 if n == passes else 5 for n in x]},
        }
        for index, (kind, colour) in enumerate(zip(KINDS, COLOURS, strict=True))
    ]
    layout = {
        "hovermode": "x unified",
        "xaxis": axis_from_zero("Passes of the loop"),
        "yaxis": axis_from_zero("Nodes in the graph"),
    }
    return chart(lines, layout, height=HEIGHT)
