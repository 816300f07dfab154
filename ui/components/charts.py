"""What all charts share: their frame, their axes, how Streamlit shows them.

Each figure is written in one piece, as Plotly's own JSON. This is ten times as fast
as building it step by step, and a page makes one at each rerun. A lesson's charts are
beside the lesson; their colours are those of `ui.components.theme`.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import plotly.graph_objects as go

DIGITS = [str(digit) for digit in range(10)]
CONFIG = {"displayModeBar": False, "responsive": True}

Json = dict[str, Any]


def chart(
    traces: Sequence[Json], layout: Json, *, height: int, top: int = 30
) -> go.Figure:
    """Return a figure in the app's frame, of a height and a top margin in pixels."""
    # Plotly looks for pandas in `sys.modules`. Streamlit imports it for some other
    # visitor, and half imported it is an error: the import waits for the whole of it.
    import_module("pandas")
    return go.Figure({"data": list(traces), "layout": {**frame(height, top), **layout}})


def frame(height: int, top: int = 30) -> Json:
    """Return what all figures share: height and margins in pixels, the legend."""
    corner = {"x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"}
    return {
        "height": height,
        "margin": {"t": top, "b": 10, "l": 10, "r": 10},
        "legend": {"orientation": "h", **corner},
        "showlegend": True,
    }


def axis(title: str, **more: Any) -> Json:
    """Return an axis with its title; dragging and scrolling do not move it."""
    return {"title": {"text": title}, "fixedrange": True, **more}


def axis_from_zero(title: str, **more: Any) -> Json:
    """Return an axis that begins at 0."""
    return axis(title, rangemode="tozero", **more)


def axis_of_shares(title: str, **more: Any) -> Json:
    """Return an axis of shares from 0 to 1, written as percentages."""
    return axis(title, tickformat=".0%", **more)


def axis_of_names(title: str = "", **more: Any) -> Json:
    """Return an axis of names."""
    return axis(title, type="category", **more)
