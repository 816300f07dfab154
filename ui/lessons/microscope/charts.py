"""The microscope's charts."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lenet.results.weight_curve import WeightCurve
from ui.components.charts import Json, axis, chart
from ui.components.theme import BLUE, GREY, ORANGE, SEVERAL

# Each layer has its own symbol and colour.
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x")


def sizes(
    steps: Sequence[int],
    series: dict[str, list[float]],
    quantity: str,
    usual: float | None,
) -> go.Figure:
    """Draw a size of weight arrays over steps, on a log axis; biases are dotted.

    An array without a number for such an axis is left out. A line marks the `usual`
    size, where there is one.
    """
    layers = list(dict.fromkeys(name.partition("/")[0] for name in series))
    lines = [
        _size_line(steps, name, values, layers.index(name.partition("/")[0]))
        for name, values in series.items()
        if any(map(on_log, values))
    ]
    layout = {
        "shapes": [] if usual is None else [_level(usual)],
        "xaxis": axis("Step", dtick=math.ceil(len(steps) / 10)),
        "yaxis": axis(quantity, type="log", tickformat="~g", dtick=1),
    }
    return chart(lines, layout, height=360, top=80)


def on_log(value: float) -> bool:
    """Return whether a log axis can show a value."""
    return 0 < value < math.inf


def _size_line(
    steps: Sequence[int], name: str, values: list[float], layer: int
) -> Json:
    index = layer % len(SYMBOLS)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": list(steps),
        "y": [value if on_log(value) else None for value in values],
        "line": {
            "color": SEVERAL[index],
            "dash": "dot" if name.endswith("bias") else "solid",
        },
        "marker": {"symbol": SYMBOLS[index], "size": 8},
        "hovertemplate": f"{name}: %{{y:.2e}}<extra></extra>",
    }


def along_a_weight(
    curve: WeightCurve, gradient: float | None, moved_to: float
) -> go.Figure:
    """Draw a batch's loss along one weight, with the tangent by the tape's gradient."""
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": "Loss",
        "x": curve.xs,
        "y": curve.losses,
        "line": {"color": BLUE, "width": 3},
    }
    points = [
        _point(curve, curve.value, "Before the step", "circle-open", 18),
        _point(curve, moved_to, "After it", "diamond", 9),
    ]
    layout = {
        "xaxis": axis("Value of this weight"),
        "yaxis": axis("Loss of the batch", exponentformat="e"),
    }
    tangent = [] if gradient is None else [_tangent(curve, gradient)]
    return chart([line, *tangent, *points], layout, height=340, top=60)


def _tangent(curve: WeightCurve, gradient: float) -> Json:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "The tape's tangent",
        "x": curve.xs,
        "y": curve.loss + gradient * (curve.xs - curve.value),
        "line": {"color": ORANGE, "dash": "dash"},
    }


def _point(curve: WeightCurve, x: float, name: str, symbol: str, size: int) -> Json:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x],
        "y": [float(np.interp(x, curve.xs, curve.losses))],
        "marker": {"size": size, "symbol": symbol, "color": GREY},
    }


def _level(height: float) -> Json:
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height}
    return {"type": "line", **ends, "line": {"color": GREY, "dash": "dot"}}
