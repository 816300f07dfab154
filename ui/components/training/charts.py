"""The charts of a training: its curves, and its confusion matrix."""

import functools
from collections.abc import Iterable, Sequence
from itertools import groupby

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
from ui.components.training.names import TEST, TRAINING
from ui.visitor.state import Training

# Earlier runs are grey: the dashes tell their loops apart.
DASHES = {"graph": "solid", "fit": "dash", "eager": "dashdot"}
# Without a trace, Plotly draws no axes.
PLACES = [
    {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
    }
    for axis in ("", "2")
]


def curves(now: Training | None, earlier: Sequence[Training]) -> go.Figure:
    """Return loss and accuracy over the images seen: this run over earlier ones."""
    traces: list[Json] = []
    for training in reversed(earlier):
        name, dash = f"Earlier run, {training.loop}", DASHES.get(training.loop, "dot")
        reports = training.reports
        traces += _lines(name, training, reports, GREY, opacity=0.6, dash=dash)
    if now:
        ends = [report for report in now.reports if report.val_loss is not None]
        traces += _lines(TRAINING, now, now.reports, BLUE)
        traces += _lines(TEST, now, ends, ORANGE, dash="dot", tested=True)
    if not traces:
        return _no_curves()
    layout = _axes(empty=not any(trace["x"] for trace in traces))
    return chart(_named_once(traces), layout, height=340, top=40)


@functools.cache
def _no_curves() -> go.Figure:
    """Return the axes alone: the same for all visitors before their first run."""
    return chart(_named_once(PLACES), _axes(empty=True), height=340, top=40)


def _axes(empty: bool) -> Json:
    """Return the layout of both charts, with their titles above them.

    Without a point, the axes are those of a usual run.
    """
    seen = axis_from_zero("Images seen", tickangle=0, nticks=4)
    if empty:
        seen |= {"range": [0, 20_000]}
    high = {"range": [0, 2.5]} if empty else {}
    return {
        "uirevision": "live",
        "xaxis": {**seen, "domain": [0, 0.44]},
        "xaxis2": {**seen, "domain": [0.56, 1], "anchor": "y2"},
        "yaxis": axis_from_zero("", **high),
        "yaxis2": axis_of_shares("", anchor="x2", range=[0, 1.02]),
        "annotations": [_title("Loss", 0), _title("Accuracy", 0.56)],
        "legend": {"orientation": "h", "x": 0, "y": -0.28, "yanchor": "top"},
    }


def _title(text: str, left: float) -> Json:
    """Return a chart's title at its upper left corner."""
    corner = {"x": left, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}
    on_paper = {"xref": "paper", "yref": "paper", "showarrow": False}
    return {"text": text, **corner, **on_paper}


def _named_once(traces: Sequence[Json]) -> list[Json]:
    """Return the traces with each name once in the legend."""
    names = [trace.get("name") for trace in traces]
    return [
        {**trace, "showlegend": bool(name) and name not in names[:index]}
        for index, (name, trace) in enumerate(zip(names, traces, strict=True))
    ]


def confusion(matrix: np.ndarray) -> go.Figure:
    """Return a (10, 10) confusion matrix: correct is blue, wrong is orange.

    Both are lighter for fewer images; each colour has its own scale.
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
        "hovertemplate": "A %{y}, predicted as %{x}: %{customdata}<extra></extra>",
    }
    keys = [_key("Correct", BLUE), _key("Wrong", ORANGE)]
    layout = {
        "xaxis": axis_of_names("Prediction", showgrid=False),
        "yaxis": axis_of_names("True digit", showgrid=False, autorange="reversed"),
    }
    return chart([cells, *keys], layout, height=420)


def _empty() -> str:
    return EMPTY.dark if st.context.theme.type == "dark" else EMPTY.light


def _key(name: str, colour: str) -> Json:
    """Return an empty trace, for its entry in the legend."""
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
    points = list(reports) if tested else _apart(reports)
    figures = ("val_loss", "val_accuracy") if tested else ("loss", "accuracy")
    return [
        {
            "type": "scatter",
            "mode": "lines+markers" if tested else "lines",
            "name": name,
            "legendgroup": name,
            "x": [point and run.settings.images_seen(point.step) for point in points],
            "y": [point and getattr(point, figure) for point in points],
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
            "opacity": opacity,
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"size": 9},
            "hovertemplate": f"{name}: %{{y:.4f}}<extra></extra>",
        }
        for axis, figure in zip(("", "2"), figures, strict=True)
    ]


def _apart(reports: Iterable[Report]) -> list[Report | None]:
    """Return the reports with a gap between two epochs: the means start anew."""
    points: list[Report | None] = []
    for _, epoch in groupby(reports, key=lambda report: report.epoch):
        points += [*epoch, None]
    return points[:-1]
