"""The chart of the ten probabilities that networks compute for a digit."""

import numpy as np
import plotly.graph_objects as go

from ui.components.charts import DIGITS, axis_of_names, axis_of_shares, chart
from ui.components.theme import BLUE, ORANGE

COLOURS = {"Shipped": BLUE, "Yours": ORANGE}


def probabilities(predictions: dict[str, np.ndarray]) -> go.Figure:
    """Return ten bars for each network by its name, side by side."""
    bars = [
        {
            "type": "bar",
            "name": name,
            "x": DIGITS,
            "y": prediction,
            "marker": {"color": COLOURS[name]},
            "hovertemplate": f"{name}, digit %{{x}}: %{{y:.1%}}<extra></extra>",
        }
        for name, prediction in predictions.items()
    ]
    layout = {
        "xaxis": axis_of_names("Digit", categoryarray=DIGITS, range=[-0.5, 9.5]),
        "yaxis": axis_of_shares("Probability", range=[0, 1], dtick=0.5),
    }
    return chart(bars, layout, height=260)
