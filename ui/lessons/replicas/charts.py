"""The charts of losses, means and throughput on replicas."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from lenet.results.mistake_curves import ONE, RIGHT, WRONG, MistakeCurves
from lenet.results.scaling import Throughput
from ui.components.charts import Json, axis, axis_from_zero, axis_of_names, chart
from ui.components.theme import BLUE, GREEN, GREY, ORANGE

# Drawn over each other, from wide to narrow, so that equal lines all show.
LINES = {
    ONE: {"color": GREY, "width": 9},
    RIGHT: {"color": BLUE, "width": 4},
    WRONG: {"color": ORANGE, "width": 2},
}
LOSS_HEIGHT = 320
UNITS = 8  # of the layer, in the chart of its means


def loss_curves(points: Mapping[str, Sequence[tuple[int, float]]]) -> go.Figure:
    """Draw the loss of the test images over the images computed.

    `points` maps names of LINES to (images, loss) pairs; a name may be missing.
    """
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [images for images, _ in points.get(name, ())],
            # NaN and infinity have no position on the axis.
            "y": [y if np.isfinite(y) else None for _, y in points.get(name, ())],
            "line": line,
            "hovertemplate": f"{name}: %{{y:.3f}}<extra></extra>",
        }
        for name, line in LINES.items()
    ]
    layout = {
        "uirevision": "live",
        "hovermode": "x unified",
        "xaxis": axis("Images computed"),
        "yaxis": axis_from_zero("Loss of test images"),
    }
    return chart(lines, layout, height=LOSS_HEIGHT)


def batch_means(lesson: MistakeCurves) -> go.Figure:
    """Draw the means that replicas normalise by, for the units that differ most."""
    right, wrong = lesson.curves[RIGHT].means, lesson.curves[WRONG].means
    units = np.sort(np.argsort(-np.ptp(wrong, axis=0), kind="stable")[:UNITS])
    names = [f"{unit}" for unit in units]
    marks = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "With the mistake: each replica's",
            "x": names * len(wrong),
            "y": wrong[:, units].ravel(),
            "text": np.repeat([f"replica {n}" for n in range(len(wrong))], len(units)),
            "marker": {"color": ORANGE, "size": 9, "symbol": "circle-open"},
            "hovertemplate": "unit %{x}, %{text}: %{y:.4f}<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Synchronized: the batch's",
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
        "xaxis": axis_of_names("Unit of the layer"),
        "yaxis": axis("Mean in the first step"),
    }
    return chart(marks, layout, height=280, top=50)


def throughputs(
    same: Sequence[Throughput], each: Sequence[Throughput], most: int
) -> go.Figure:
    """Draw images per second over replicas, beside the ideal line.

    `same` is at the same global batch, `each` at the same batch for each
    replica. Both start at one replica, where the ideal line starts as well.
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
        _line("Same batch for each replica", each, GREEN, "square"),
        _line("Same global batch", same, BLUE, "circle"),
    ]
    counts = replica_counts(most)
    # Until there is a point, the axis of a usual laptop: Plotly's own ends at 4.
    high = {} if same or each else {"range": [0, 10_000]}
    layout = {
        "xaxis": axis("Replicas", tickvals=counts, range=[0, 1.05 * most]),
        "yaxis": axis_from_zero("Images per second", **high),
    }
    return chart(traces, layout, height=340, top=60)


def replica_speeds(images_per_second: dict[str, float]) -> go.Figure:
    """Draw how many images per second each replica computes, as bars."""
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(images_per_second),
        "x": list(images_per_second.values()),
        "marker": {"color": BLUE},
        "texttemplate": "%{x:,.0f}",
        "hovertemplate": "%{y}: %{x:,.0f} images per second<extra></extra>",
    }
    layout = {
        "showlegend": False,
        "uirevision": "live",
        "xaxis": axis_from_zero("Images per second, while it computes"),
        "yaxis": axis_of_names(autorange="reversed"),
    }
    height = 90 + 26 * len(images_per_second)
    return chart([bars], layout, height=height, top=10)


def replica_counts(most: int) -> list[int]:
    """Return 1, 2, 4, ... up to `most`, which is always the last."""
    powers = [2**power for power in range(most.bit_length()) if 2**power < most]
    return [*powers, most]


def _line(name: str, points: Sequence[Throughput], colour: str, symbol: str) -> Json:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [point.replicas for point in points],
        "y": [point.images_per_second for point in points],
        "line": {"color": colour, "width": 2},
        "marker": {"symbol": symbol, "size": 9},
        "hovertemplate": f"{name}, %{{x}}: %{{y:,.0f}}<extra></extra>",
    }
