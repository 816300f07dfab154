"""The charts of what replicas do, in the colour language of `ui.components.charts`."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from lenet.results.mistake_curves import ONE, RIGHT, WRONG, Lesson
from lenet.results.scaling import Pace
from ui.components.charts import BLUE, GREY, ORANGE, Json, frame

# Each line over the one before it, wide to narrow: equal ones are all seen.
LINES = {
    ONE: {"color": GREY, "width": 9},
    RIGHT: {"color": BLUE, "width": 4},
    WRONG: {"color": ORANGE, "width": 2},
}
LOSS_HEIGHT = 320
UNITS = 8  # of the layer, in the chart of its means
GREEN = "#009E73"  # Okabe and Ito's, beside the blue


def loss_curves(points: Mapping[str, Sequence[tuple[int, float]]]) -> go.Figure:
    """Draw the loss of the test images over the images computed.

    `points` are (images, loss) pairs by the names in LINES, where there are any.
    """
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [images for images, _ in points.get(name, ())],
            # What is no number has no place on the axis.
            "y": [y if np.isfinite(y) else None for _, y in points.get(name, ())],
            "line": line,
            "hovertemplate": f"{name}: %{{y:.3f}}<extra></extra>",
        }
        for name, line in LINES.items()
    ]
    layout = {
        **frame(height=LOSS_HEIGHT),
        "uirevision": "live",
        "hovermode": "x unified",
        "xaxis": {"title": {"text": "Images computed"}, "fixedrange": True},
        "yaxis": {
            "title": {"text": "Loss of test images"},
            "rangemode": "tozero",
            "fixedrange": True,
        },
    }
    return go.Figure({"data": lines, "layout": layout})


def batch_means(lesson: Lesson) -> go.Figure:
    """Draw the means that replicas normalise by, for units where they differ most."""
    right, wrong = lesson.curves[RIGHT].means, lesson.curves[WRONG].means
    units = np.sort(np.argsort(-np.ptp(wrong, axis=0), kind="stable")[:UNITS])
    names = [f"{unit}" for unit in units]
    marks = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "With the mistake: one a replica",
            "x": names * len(wrong),
            "y": wrong[:, units].ravel(),
            "text": np.repeat([f"replica {n}" for n in range(len(wrong))], len(units)),
            "marker": {"color": ORANGE, "size": 9, "symbol": "circle-open"},
            "hovertemplate": "unit %{x}, %{text}: %{y:.4f}<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Synchronized: that of the batch",
            "x": names,
            "y": right[0, units],
            "marker": {
                "color": BLUE,
                "size": 15,
                "symbol": "line-ew-open",
                "line": {"width": 3},
            },
            "hovertemplate": "unit %{x}, all: %{y:.4f}<extra></extra>",
        },
    ]
    layout = {
        **frame(height=280, top=50),
        "xaxis": {
            "type": "category",
            "title": {"text": "Unit of the layer"},
            "fixedrange": True,
        },
        "yaxis": {"title": {"text": "Mean in the first step"}, "fixedrange": True},
    }
    return go.Figure({"data": marks, "layout": layout})


def paces(same: Sequence[Pace], each: Sequence[Pace], most: int) -> go.Figure:
    """Draw images a second over replicas, beside the ideal line.

    `same` are at the same global batch, `each` at the same batch for each
    replica; both begin with one replica, which the ideal line goes through.
    """
    traces: list[Json] = []
    if same:
        ends = [1, most]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "Ideal",
                "x": ends,
                "y": [end * same[0].images_per_second for end in ends],
                "line": {"color": GREY, "dash": "dot"},
                "hoverinfo": "skip",
            }
        )
    traces += [
        _paces("Same batch for each replica", each, GREEN, "square"),
        _paces("Same global batch", same, BLUE, "circle"),
    ]
    layout = {
        **frame(height=340, top=60),
        "xaxis": {
            "title": {"text": "Replicas"},
            "tickvals": replica_counts(most),
            "range": [0, 1.05 * most],
            "fixedrange": True,
        },
        "yaxis": {
            "title": {"text": "Images a second"},
            "rangemode": "tozero",
            "fixedrange": True,
        },
    }
    return go.Figure({"data": traces, "layout": layout})


def replica_counts(most: int) -> list[int]:
    """Double from 1 up to `most`, which is always the last."""
    powers = [2**power for power in range(most.bit_length()) if 2**power < most]
    return [*powers, most]


def _paces(name: str, paces: Sequence[Pace], colour: str, symbol: str) -> Json:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [pace.replicas for pace in paces],
        "y": [pace.images_per_second for pace in paces],
        "line": {"color": colour, "width": 2},
        "marker": {"symbol": symbol, "size": 9},
        "hovertemplate": f"{name}, %{{x}}: %{{y:,.0f}}<extra></extra>",
    }
