"""The ten probabilities after a step, and some of them over all steps."""

import plotly.graph_objects as go

from lenet.results.picture_gradient import Walk
from ui.components.charts import (
    DIGITS,
    Json,
    axis,
    axis_of_names,
    axis_of_shares,
    chart,
)
from ui.components.theme import BLUE, GREY, SEVERAL

HEIGHT = 260
SEEN = 0.05  # a digit whose probability stays below this has no line


def bars(walk: Walk, step: int) -> go.Figure:
    """Draw the ten probabilities of the picture itself, and those after a step."""
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": DIGITS,
            "y": walk.probabilities[at],
            "marker": {"color": colour},
            "hovertemplate": f"{name}, digit %{{x}}: %{{y:.1%}}<extra></extra>",
        }
        for name, at, colour in (
            ("The picture", 0, GREY),
            (f"Step {step}", step, BLUE),
        )
    ]
    layout = {
        "xaxis": axis_of_names("Digit", categoryarray=DIGITS, range=[-0.5, 9.5]),
        "yaxis": axis_of_shares("Probability", range=[0, 1], dtick=0.5),
    }
    return chart(traces, layout, height=HEIGHT)


def curves(walk: Walk, step: int) -> go.Figure:
    """Draw the probability of each digit that has one, over the steps."""
    shown = [
        digit
        for digit in range(10)
        if digit == walk.digit or walk.probabilities[:, digit].max() >= SEEN
    ]
    colours = dict(zip(shown, SEVERAL * 2, strict=False))
    traces: list[Json] = [
        {
            "type": "scatter",
            "name": str(digit),
            "x": list(range(walk.steps + 1)),
            "y": walk.probabilities[:, digit],
            "line": {"color": colours[digit]},
            "hovertemplate": f"{digit} after step %{{x}}: %{{y:.1%}}<extra></extra>",
        }
        for digit in shown
    ]
    now = {"type": "line", "x0": step, "x1": step, "y0": 0, "y1": 1}
    layout = {
        "xaxis": axis("Step", range=[0, walk.steps]),
        "yaxis": axis_of_shares("Probability", range=[-0.02, 1.02], dtick=0.5),
        "shapes": [{**now, "line": {"color": GREY, "dash": "dot"}}],
    }
    return chart(traces, layout, height=HEIGHT)
