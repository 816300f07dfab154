"""The losses of three trainings, which should be equal."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from ui.components.charts import axis, axis_from_zero, chart
from ui.components.theme import BLUE, GREY, ORANGE

RACE_HEIGHT = 280
# Each line lies over the one before it, wide to narrow, so equal ones are visible.
LINES = ((GREY, 11), (ORANGE, 6), (BLUE, 2))


def race(losses: Mapping[str, Sequence[float] | np.ndarray]) -> go.Figure:
    """Return the losses of the three paradigms over the steps.

    Without a point, the axes are those of a usual proof.
    """
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": np.arange(1, len(loss) + 1),
            "y": loss,
            "line": {"color": colour, "width": width},
            "hovertemplate": f"{name}: %{{y}}<extra></extra>",
        }
        for (name, loss), (colour, width) in zip(losses.items(), LINES, strict=True)
    ]
    drawn = any(len(loss) for loss in losses.values())
    wide, high = ({}, {}) if drawn else ({"range": [0, 20]}, {"range": [0, 2.5]})
    layout = {
        "hovermode": "x unified",
        "xaxis": axis("Step", **wide),
        "yaxis": axis_from_zero("Loss", **high),
    }
    return chart(lines, layout, height=RACE_HEIGHT)
