"""The charts that pages share, in one colour language.

Blue is what ships, trains or is right; orange is the visitor's own, the test, or
wrong. The pair stays apart for colour-blind eyes (Okabe and Ito).
"""

from collections.abc import Iterable, Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from lenet.results import Report
from ui.state import Training

BLUE, ORANGE, GREY = "#2b8cc4", "#E69F00", "#999999"
COLOURS = {"Shipped": BLUE, "Yours": ORANGE}
CONFIG = {"displayModeBar": False, "responsive": True}


def probabilities(answers: dict[str, np.ndarray]) -> go.Figure:
    """Draw ten probabilities for each model, side by side."""
    digits = [str(digit) for digit in range(10)]
    bars = [
        go.Bar(
            name=name,
            x=digits,
            y=answer,
            marker_color=COLOURS[name],
            hovertemplate=f"{name}: %{{y:.1%}} sure of %{{x}}<extra></extra>",
        )
        for name, answer in answers.items()
    ]
    figure = go.Figure(bars)
    figure.update_xaxes(
        type="category",
        categoryarray=digits,
        range=[-0.5, 9.5],
        title="Digit",
        fixedrange=True,
    )
    figure.update_yaxes(
        range=[0, 1], tickformat=".0%", title="Probability", fixedrange=True
    )
    figure.update_layout(
        height=260, margin={"t": 30, "b": 10, "l": 10, "r": 10}, **_legend()
    )
    return figure


def curves(now: Training | None, earlier: Sequence[Training]) -> go.Figure:
    """Draw loss and accuracy over the images seen: this run over earlier ones."""
    figure = make_subplots(
        rows=1, cols=2, subplot_titles=("Loss", "Accuracy"), horizontal_spacing=0.1
    )
    for training in reversed(earlier):
        _add_run(figure, training, GREY, "Earlier run", 0.5)
    if now:
        _add_run(figure, now, BLUE, "This run", 1.0)
        _add_validation(figure, now)
    figure.update_xaxes(title="Images seen", rangemode="tozero", fixedrange=True)
    figure.update_yaxes(rangemode="tozero", row=1, col=1, fixedrange=True)
    figure.update_yaxes(
        range=[0, 1.02], tickformat=".0%", row=1, col=2, fixedrange=True
    )
    figure.update_layout(
        height=340,
        margin={"t": 70, "b": 10, "l": 10, "r": 10},
        uirevision="live",
        **_legend(above=1.1),
    )
    return figure


def confusion(matrix: np.ndarray) -> go.Figure:
    """Draw which digit was taken for which: blue is right, orange is wrong."""
    dark = st.context.theme.type == "dark"
    digits = [str(digit) for digit in range(10)]
    right = np.eye(10, dtype=bool)
    mistakes = np.where(right, 0, matrix)
    shares = mistakes / max(1, mistakes.max()) - right * matrix / max(1, matrix.max())
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            zmin=-1,
            zmid=0,
            zmax=1,
            x=digits,
            y=digits,
            text=np.where(matrix, matrix.astype(str), ""),
            customdata=matrix,
            texttemplate="%{text}",
            colorscale=[
                [0, BLUE],
                [0.5, "#262626" if dark else "#f4f4f4"],
                [1, ORANGE],
            ],
            showscale=False,
            xgap=2,
            ygap=2,
            hovertemplate="A %{y} read as %{x}: %{customdata}<extra></extra>",
        )
    )
    figure.update_xaxes(
        title="Read as", type="category", fixedrange=True, showgrid=False
    )
    figure.update_yaxes(
        title="True digit",
        type="category",
        autorange="reversed",
        fixedrange=True,
        showgrid=False,
    )
    figure.update_layout(height=400, margin={"t": 10, "b": 10, "l": 10, "r": 10})
    return figure


def scalars(series: dict[str, tuple[Sequence[int], Sequence[float]]]) -> go.Figure:
    """Draw one tag of a TensorBoard log over its steps, a line for each writer."""
    figure = go.Figure(
        [
            go.Scatter(x=list(steps), y=list(values), name=name, mode="lines+markers")
            for name, (steps, values) in series.items()
        ]
    )
    figure.update_xaxes(title="Step")
    figure.update_layout(
        height=260, margin={"t": 30, "b": 10, "l": 10, "r": 10}, **_legend()
    )
    return figure


def _add_run(
    figure: go.Figure, run: Training, colour: str, name: str, opacity: float
) -> None:
    seen = _images_seen(run, run.reports)
    for column, values in enumerate(
        ([report.loss for report in run.reports], [r.accuracy for r in run.reports]), 1
    ):
        line = go.Scatter(
            x=seen,
            y=values,
            name=name,
            legendgroup=name,
            showlegend=column == 1,
            mode="lines",
            opacity=opacity,
            line={"color": colour, "width": 2},
            hovertemplate=f"{name}, training: %{{y:.4f}}<extra></extra>",
        )
        figure.add_trace(line, row=1, col=column)


def _add_validation(figure: go.Figure, run: Training) -> None:
    ends = [report for report in run.reports if report.val_loss is not None]
    seen = _images_seen(run, ends)
    for column, values in enumerate(
        ([report.val_loss for report in ends], [r.val_accuracy for r in ends]), 1
    ):
        points = go.Scatter(
            x=seen,
            y=values,
            name="On test images",
            legendgroup="test",
            showlegend=column == 1,
            mode="lines+markers",
            line={"color": ORANGE, "dash": "dot"},
            marker={"size": 9},
            hovertemplate="On test images: %{y:.4f}<extra></extra>",
        )
        figure.add_trace(points, row=1, col=column)


def _images_seen(run: Training, reports: Iterable[Report]) -> list[int]:
    return [report.step * run.settings.batch_size for report in reports]


def _legend(above: float = 1.02) -> dict[str, object]:
    place = {"x": 1, "xanchor": "right", "y": above, "yanchor": "bottom"}
    return {"legend": {"orientation": "h", **place}, "showlegend": True}
