"""The microscope's charts, in the colour language of `ui.components.charts`."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lenet.results.weight_curve import WeightCurve
from ui.components.charts import BLUE, GREY, ORANGE, Json, frame

# Okabe and Ito's, of which each has a symbol of its own as well.
SEVERAL = [BLUE, ORANGE, "#009E73", "#CC79A7", "#D55E00"]
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x")


def sizes(
    steps: Sequence[int],
    series: dict[str, list[float]],
    quantity: str,
    usual: float | None,
) -> go.Figure:
    """Draw a size of weight arrays over steps, on a log axis; biases are dotted.

    Where there is one, a dotted line marks the size that is usual.
    """
    layers = list(dict.fromkeys(name.partition("/")[0] for name in series))
    lines = []
    for name, values in series.items():
        layer, _, weight = name.partition("/")
        place = layers.index(layer) % len(SEVERAL)
        lines.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": list(steps),
                # Neither zeros nor what is infinite has a place on a log axis.
                "y": [value if 0 < value < math.inf else None for value in values],
                "line": {
                    "color": SEVERAL[place],
                    "dash": "dot" if weight == "bias" else "solid",
                },
                "marker": {"symbol": SYMBOLS[place], "size": 8},
                "hovertemplate": f"{name}: %{{y:.2e}}<extra></extra>",
            }
        )
    layout = {
        **frame(height=360, top=80),
        "shapes": [] if usual is None else [_level(usual)],
        "xaxis": {
            "title": {"text": "Step"},
            "dtick": math.ceil(len(steps) / 10),
            "fixedrange": True,
        },
        "yaxis": {
            "type": "log",
            "title": {"text": quantity},
            "exponentformat": "e",
            "dtick": 1,
            "fixedrange": True,
        },
    }
    return go.Figure({"data": lines, "layout": layout})


def along_a_weight(
    glass: WeightCurve, gradient: float | None, moved_to: float
) -> go.Figure:
    """Draw a batch's loss along one weight, with the tangent that a tape claims."""
    traces: list[Json] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "Loss",
            "x": glass.xs,
            "y": glass.losses,
            "line": {"color": BLUE, "width": 3},
        }
    ]
    if gradient is not None:
        tangent = glass.loss + gradient * (glass.xs - glass.value)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "The tape's tangent",
                "x": glass.xs,
                "y": tangent,
                "line": {"color": ORANGE, "dash": "dash"},
            }
        )
    points = {
        "Before the step": (glass.value, "circle-open", 18),
        "After it": (moved_to, "diamond", 9),
    }
    for name, (x, symbol, size) in points.items():
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [x],
                "y": [float(np.interp(x, glass.xs, glass.losses))],
                "marker": {"size": size, "symbol": symbol, "color": GREY},
            }
        )
    layout = {
        **frame(height=340, top=60),
        "xaxis": {"title": {"text": "Value of this weight"}, "fixedrange": True},
        "yaxis": {
            "title": {"text": "Loss of the batch"},
            "exponentformat": "e",
            "fixedrange": True,
        },
    }
    return go.Figure({"data": traces, "layout": layout})


def _level(height: float) -> Json:
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height}
    return {"type": "line", **ends, "line": {"color": GREY, "dash": "dot"}}
