"""The charts of the logged curves, drawn by the app."""

from collections.abc import Mapping

import plotly.graph_objects as go

from lenet.tensorboard.runs import Curve
from ui.components.charts import axis, chart


def scalars(series: Mapping[str, Curve]) -> go.Figure:
    """Return one tag of a log over its steps, a line for each writer."""
    lines = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": steps,
            "y": values,
        }
        for name, (steps, values) in series.items()
    ]
    return chart(lines, {"xaxis": axis("Step")}, height=260)
