"""The microscope's charts."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lenet.results.weight_curve import WeightCurve
from ui.components.charts import Json, axis, chart
from ui.components.theme import BLUE, GREY, ORANGE, SEVERAL

# A layer has a symbol and a colour of its own.
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
        index = layers.index(layer) % len(SYMBOLS)
        lines.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": list(steps),
                # Neither zeros nor what is infinite has a place on a log axis.
                "y": [value if 0 < value < math.inf else None for value in values],
                "line": {
                    "color": SEVERAL[index],
                    "dash": "dot" if weight == "bias" else "solid",
                },
                "marker": {"symbol": SYMBOLS[index], "size": 8},
                "hovertemplate": f"{name}: %{{y:.2e}}<extra></extra>",
            }
        )
    layout = {
        "shapes": [] if usual is None else [_level(usual)],
        "xaxis": axis("Step", dtick=math.ceil(len(steps) / 10)),
        "yaxis": axis(quantity, type="log", exponentformat="e", dtick=1),
    }
    return chart(lines, layout, height=360, top=80)


def along_a_weight(
    glass: WeightCurve, gradient: float | None, moved_to: float
) -> go.Figure:
    """Draw a batch's loss along one weight, with the tangent that a tape claims."""
    curve = {
        "type": "scatter",
        "mode": "lines",
        "name": "Loss",
        "x": glass.xs,
        "y": glass.losses,
        "line": {"color": BLUE, "width": 3},
    }
    points = [
        _point(glass, glass.value, "Before the step", "circle-open", 18),
        _point(glass, moved_to, "After it", "diamond", 9),
    ]
    layout = {
        "xaxis": axis("Value of this weight"),
        "yaxis": axis("Loss of the batch", exponentformat="e"),
    }
    tangent = [] if gradient is None else [_tangent(glass, gradient)]
    return chart([curve, *tangent, *points], layout, height=340, top=60)


def _tangent(glass: WeightCurve, gradient: float) -> Json:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "The tape's tangent",
        "x": glass.xs,
        "y": glass.loss + gradient * (glass.xs - glass.value),
        "line": {"color": ORANGE, "dash": "dash"},
    }


def _point(glass: WeightCurve, x: float, name: str, symbol: str, size: int) -> Json:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x],
        "y": [float(np.interp(x, glass.xs, glass.losses))],
        "marker": {"size": size, "symbol": symbol, "color": GREY},
    }


def _level(height: float) -> Json:
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height}
    return {"type": "line", **ends, "line": {"color": GREY, "dash": "dot"}}
