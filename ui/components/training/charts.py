"""The charts of a training: its curves, and its confusion matrix."""

from collections.abc import Iterable, Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from lenet.results.training import Report
from ui.components.charts import (
    DIGITS,
    Json,
    axis_from_zero,
    axis_of_names,
    axis_of_shares,
    chart,
)
from ui.components.theme import BLUE, EMPTY, GREY, ORANGE
from ui.visitor.state import Training


def curves(now: Training | None, earlier: Sequence[Training]) -> go.Figure:
    """Return loss and accuracy over the images seen: this run over earlier ones."""
    traces: list[Json] = []
    for training in reversed(earlier):
        traces += _lines("Earlier run", training, training.reports, GREY, opacity=0.5)
    if now:
        ends = [report for report in now.reports if report.val_loss is not None]
        traces += _lines("This run", now, now.reports, BLUE)
        traces += _lines("On test images", now, ends, ORANGE, dash="dot", tested=True)
    seen = axis_from_zero("Images seen")
    layout = {
        "uirevision": "live",
        "xaxis": {**seen, "domain": [0, 0.42]},
        "xaxis2": {**seen, "domain": [0.58, 1], "anchor": "y2"},
        "yaxis": axis_from_zero("Loss"),
        "yaxis2": axis_of_shares("Accuracy", anchor="x2", range=[0, 1.02]),
    }
    return chart(traces, layout, height=340, top=60)


def confusion(matrix: np.ndarray) -> go.Figure:
    """Return a (10, 10) confusion matrix: blue is right, orange is wrong.

    Both are lighter for fewer images; each colour has a scale of its own.
    """
    right = np.eye(10, dtype=bool)
    mistakes = np.where(right, 0, matrix)
    shares = mistakes / max(1, mistakes.max()) - right * matrix / max(1, matrix.max())
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
        "colorscale": [[0, BLUE], [0.5, _empty()], [1, ORANGE]],
        "showscale": False,
        "showlegend": False,
        "xgap": 2,
        "ygap": 2,
        "hovertemplate": "A %{y} read as %{x}: %{customdata}<extra></extra>",
    }
    keys = [_key("Right", BLUE), _key("Wrong", ORANGE)]
    layout = {
        "xaxis": axis_of_names("Prediction", showgrid=False),
        "yaxis": axis_of_names("True digit", showgrid=False, autorange="reversed"),
    }
    return chart([cells, *keys], layout, height=420)


def _empty() -> str:
    return EMPTY.dark if st.context.theme.type == "dark" else EMPTY.light


def _key(name: str, colour: str) -> Json:
    """Return a trace that shows nothing but its place in the legend."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [None],
        "y": [None],
        "marker": {"color": colour, "symbol": "square", "size": 11},
        "hoverinfo": "skip",
    }


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
    """Return two lines of a run's reports: its loss and its accuracy."""
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
