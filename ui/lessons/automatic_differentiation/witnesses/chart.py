"""The errors of the finite difference over epsilon, on two logarithmic axes."""

import plotly.graph_objects as go

from lenet.results.derivatives import DTYPES, DifferenceErrors
from ui.components.charts import Json, axis, chart
from ui.components.theme import BLUE, ORANGE

COLOURS = dict(zip(DTYPES, (ORANGE, BLUE), strict=True))
HEIGHT = 380
SMALLEST = 1e-17  # a logarithmic axis has no 0
DOT = 14


def error_chart(errors: DifferenceErrors, epsilon: float) -> go.Figure:
    """Draw a line for each dtype, and the learner's epsilon as a dot on it."""
    traces: list[Json] = []
    for dtype, colour in COLOURS.items():
        traces.append(
            {
                "type": "scatter",
                "name": dtype,
                "x": errors.epsilons,
                "y": [max(error, SMALLEST) for error in errors.errors[dtype]],
                "line": {"color": colour},
                "hovertemplate": "epsilon %{x:.0e}: error %{y:.1e}<extra></extra>",
            }
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "your epsilon",
                "showlegend": dtype == DTYPES[-1],
                "x": [epsilon],
                "y": [max(errors.near(epsilon)[dtype], SMALLEST)],
                "marker": {"size": DOT, "color": colour, "symbol": "circle-open"},
                "hovertemplate": "%{y:.1e}<extra></extra>",
            }
        )
    layout = {
        "xaxis": axis("epsilon", type="log", exponentformat="power"),
        "yaxis": axis("Error", type="log", exponentformat="power"),
    }
    return chart(traces, layout, height=HEIGHT)
