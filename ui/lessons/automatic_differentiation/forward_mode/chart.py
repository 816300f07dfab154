"""The operations of both modes over the number of inputs."""

import plotly.graph_objects as go

from lenet.results.forward_mode import FORWARD, MODES, REVERSE, SIZES, Counted, Modes
from ui.components.charts import Json, axis, chart
from ui.components.theme import BLUE, ORANGE

COLOURS = {FORWARD: ORANGE, REVERSE: BLUE}
HEIGHT = 340
DOT = 13
TICKS = [5, 10, 20, 50, 100, 200]


def over_inputs(found: Modes, this: Counted) -> go.Figure:
    """Draw a line for each mode, for the outputs of `this`, which has dots."""
    traces: list[Json] = []
    for mode in MODES:
        counts = [found.of(size, this.outputs).operations[mode] for size in SIZES]
        traces.append(
            {
                "type": "scatter",
                "name": mode,
                "x": SIZES,
                "y": counts,
                "line": {"color": COLOURS[mode]},
                "hovertemplate": "%{x} inputs: %{y} operations<extra></extra>",
            }
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "chosen",
                "showlegend": mode == REVERSE,
                "x": [this.inputs],
                "y": [this.operations[mode]],
                "marker": {
                    "size": DOT,
                    "color": COLOURS[mode],
                    "symbol": "circle-open",
                },
                "hoverinfo": "skip",
            }
        )
    layout = {
        "xaxis": axis("Inputs", type="log", tickvals=SIZES),
        "yaxis": axis("Operations", type="log", tickvals=TICKS),
    }
    return chart(traces, layout, height=HEIGHT)
