"""The charts that pages share, in one colour language.

Blue is what ships, trains or is right; orange is the visitor's own, the test, or
wrong. The pair stays apart for colour-blind eyes (Okabe and Ito).

Each figure is written in one piece, as Plotly's own JSON: ten times as quick as
making it step by step, and a page makes one at each rerun.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from lenet.results.training import Report
from ui.visitor.state import Training

BLUE, ORANGE, GREY = "#2b8cc4", "#E69F00", "#999999"
COLOURS = {"Shipped": BLUE, "Yours": ORANGE}
DIGITS = [str(digit) for digit in range(10)]
CONFIG = {"displayModeBar": False, "responsive": True}
RACE_HEIGHT = 280
PERCENT = {"tickformat": ".0%", "fixedrange": True}

Json = dict[str, Any]


def probabilities(answers: dict[str, np.ndarray]) -> go.Figure:
    """Draw ten probabilities for each model, side by side."""
    bars = [
        {
            "type": "bar",
            "name": name,
            "x": DIGITS,
            "y": answer,
            "marker": {"color": COLOURS[name]},
            "hovertemplate": f"{name}: %{{y:.1%}} sure of %{{x}}<extra></extra>",
        }
        for name, answer in answers.items()
    ]
    layout = {
        **frame(height=260),
        "xaxis": {
            "type": "category",
            "categoryarray": DIGITS,
            "range": [-0.5, 9.5],
            "title": {"text": "Digit"},
            "fixedrange": True,
        },
        "yaxis": {
            "range": [0, 1],
            "dtick": 0.5,
            "title": {"text": "Probability"},
            **PERCENT,
        },
    }
    return go.Figure({"data": bars, "layout": layout})


def curves(now: Training | None, earlier: Sequence[Training]) -> go.Figure:
    """Draw loss and accuracy over the images seen: this run over earlier ones."""
    traces: list[Json] = []
    for training in reversed(earlier):
        traces += _lines("Earlier run", training, training.reports, GREY, opacity=0.5)
    if now:
        ends = [report for report in now.reports if report.val_loss is not None]
        traces += _lines("This run", now, now.reports, BLUE)
        traces += _lines("On test images", now, ends, ORANGE, dash="dot", tested=True)
    seen = {"title": {"text": "Images seen"}, "rangemode": "tozero", "fixedrange": True}
    layout = {
        **frame(height=340, top=60),
        "uirevision": "live",
        "xaxis": {**seen, "domain": [0, 0.42]},
        "xaxis2": {**seen, "domain": [0.58, 1], "anchor": "y2"},
        "yaxis": {
            "title": {"text": "Loss"},
            "rangemode": "tozero",
            "fixedrange": True,
        },
        "yaxis2": {
            "title": {"text": "Accuracy"},
            "anchor": "x2",
            "range": [0, 1.02],
            **PERCENT,
        },
    }
    return go.Figure({"data": traces, "layout": layout})


def speeds(images_per_second: dict[str, float]) -> go.Figure:
    """Draw how many images a second each replica computes, a bar for each."""
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(images_per_second),
        "x": list(images_per_second.values()),
        "marker": {"color": BLUE},
        "texttemplate": "%{x:,.0f}",
        "hovertemplate": "%{y}: %{x:,.0f} images a second<extra></extra>",
    }
    layout = {
        **frame(height=90 + 26 * len(images_per_second), top=10),
        "showlegend": False,
        "uirevision": "live",
        "xaxis": {
            "title": {"text": "Images a second, while it computes"},
            "rangemode": "tozero",
            "fixedrange": True,
        },
        "yaxis": {"type": "category", "autorange": "reversed", "fixedrange": True},
    }
    return go.Figure({"data": [bars], "layout": layout})


def race(losses: Mapping[str, Sequence[float] | np.ndarray]) -> go.Figure:
    """Draw losses over steps; equal lines lie over each other, wide to narrow."""
    colours = (GREY, ORANGE, BLUE)
    widths = (11, 6, 2)
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
        for (name, loss), colour, width in zip(
            losses.items(), colours, widths, strict=True
        )
    ]
    layout = {
        **frame(height=RACE_HEIGHT),
        "hovermode": "x unified",
        "xaxis": {"title": {"text": "Step"}, "fixedrange": True},
        "yaxis": {
            "title": {"text": "Loss"},
            "rangemode": "tozero",
            "fixedrange": True,
        },
    }
    return go.Figure({"data": lines, "layout": layout})


def confusion(matrix: np.ndarray) -> go.Figure:
    """Draw which digit was taken for which: blue is right, orange is wrong."""
    right = np.eye(10, dtype=bool)
    mistakes = np.where(right, 0, matrix)
    shares = mistakes / max(1, mistakes.max()) - right * matrix / max(1, matrix.max())
    empty = "#262626" if st.context.theme.type == "dark" else "#f4f4f4"
    cells = {
        "type": "heatmap",
        "z": shares,
        "zmin": -1,
        "zmax": 1,
        "x": DIGITS,
        "y": DIGITS,
        "text": np.where(matrix, matrix.astype(str), ""),
        "texttemplate": "%{text}",
        "customdata": matrix,
        "colorscale": [[0, BLUE], [0.5, empty], [1, ORANGE]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hovertemplate": "A %{y} read as %{x}: %{customdata}<extra></extra>",
    }
    axis = {"type": "category", "fixedrange": True, "showgrid": False}
    layout = {
        **frame(height=400, top=10),
        "xaxis": {**axis, "title": {"text": "Read as"}},
        "yaxis": {**axis, "title": {"text": "True digit"}, "autorange": "reversed"},
    }
    return go.Figure({"data": [cells], "layout": layout})


def scalars(series: dict[str, tuple[Sequence[int], Sequence[float]]]) -> go.Figure:
    """Draw one tag of a TensorBoard log over its steps, a line for each writer."""
    lines = [
        {"type": "scatter", "mode": "lines+markers", "name": name, "x": steps, "y": ys}
        for name, (steps, ys) in series.items()
    ]
    layout = {**frame(height=260), "xaxis": {"title": {"text": "Step"}}}
    return go.Figure({"data": lines, "layout": layout})


def _lines(
    name: str,
    run: Training,
    reports: Iterable[Report],
    colour: str,
    *,
    opacity: float = 1.0,
    dash: str = "solid",
    tested: bool = False,
) -> list[Json]:
    """Make two lines of a run's reports: its loss and its accuracy."""
    reports = list(reports)
    figures = ("val_loss", "val_accuracy") if tested else ("loss", "accuracy")
    return [
        {
            "type": "scatter",
            "mode": "lines+markers" if tested else "lines",
            "name": name,
            "legendgroup": name,
            "showlegend": axis == "",
            "x": [run.settings.images_seen(report.step) for report in reports],
            "y": [getattr(report, figure) for report in reports],
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
            "opacity": opacity,
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"size": 9},
            "hovertemplate": f"{name}: %{{y:.4f}}<extra></extra>",
        }
        for axis, figure in zip(("", "2"), figures, strict=True)
    ]


def frame(height: int, top: int = 30) -> Json:
    """Give what all figures share: height and margins in pixels, the legend."""
    place = {"x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"}
    return {
        "height": height,
        "margin": {"t": top, "b": 10, "l": 10, "r": 10},
        "legend": {"orientation": "h", **place},
        "showlegend": True,
    }
