"""The charts of a comparison: losses or accuracies, and differences of weights."""

from collections.abc import Callable, Mapping

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from lenet.results.fit_and_loop import (
    ACCURACY,
    BUGS,
    EAGER_FIT,
    FIT,
    LOOP,
    ON_BATCH,
    OWN_STEP,
    STEPS_PER_EPOCH,
    WAYS,
    Comparison,
)
from ui.components.charts import CONFIG, Json, axis, axis_of_shares, chart
from ui.components.messages import show_message
from ui.components.numbers import number
from ui.components.theme import BLUE, GREEN, GREY, ORANGE, PINK
from ui.lessons.automatic_differentiation import key

HEIGHT = 360
LEGEND = 90  # pixels above the chart, for two lines of names
ZERO = 1e-10  # stands for 0.0, which a logarithmic axis does not have
LEAST_TOP = 1e-6  # of the axis of differences
MARGIN = 0.4  # decades beyond its ends
TICKS = [each * 10.0**exponent for exponent in range(-4, 7) for each in (1, 3)]
WIDE = 10.0  # times the smallest: from here on the axis is logarithmic
# Drawn over each other, from wide to narrow, so that equal lines all show.
LINES: dict[str, Json] = {
    FIT: {"color": BLUE, "width": 11},
    ON_BATCH: {"color": GREEN, "width": 8.5},
    OWN_STEP: {"color": PINK, "width": 6},
    EAGER_FIT: {"color": GREY, "width": 4},
    LOOP: {"color": ORANGE, "width": 2},
}
assert set(LINES) == set(WAYS)


def show_curves(comparison: Comparison | None) -> None:
    """Show the losses, or the accuracies where only these part; and messages."""
    bug = (
        BUGS[comparison.settings.bug]
        if comparison and comparison.settings.bug
        else None
    )
    if comparison and bug and bug.shows == ACCURACY:
        figure = accuracies(comparison)
        alt = "Accuracy over the steps, a line for each way"
    else:
        figure = losses(comparison)
        alt = "Loss over the steps, a line for each way"
    for name, message in (comparison.messages if comparison else {}).items():
        st.markdown(f"**{name}** has no curve. It raised this error:")
        show_message(message)
    st.plotly_chart(figure, key=key("fit_curves"), config=CONFIG, alt=alt)


def losses(comparison: Comparison | None) -> go.Figure:
    """Draw the loss of each batch."""
    found = comparison.losses if comparison else {}
    numbers = np.concatenate([*found.values(), [1.0]])
    numbers = numbers[np.isfinite(numbers) & (numbers > 0)]
    is_wide = numbers.max() > WIDE * numbers.min()
    scale: Json = {"type": "log", "tickvals": TICKS} if is_wide else {}
    if not found:
        scale = {"range": [0, 2.5]}
    return over_steps(found, axis("Loss of the batch", **scale), number)


def accuracies(comparison: Comparison) -> go.Figure:
    """Draw the accuracy since each epoch began."""
    title = axis_of_shares("Accuracy since the epoch began")
    return over_steps(comparison.accuracies, title, lambda share: f"{share:.1%}")


def show_differences(comparison: Comparison | None) -> None:
    """Show the largest difference of a weight to the tape loop after each step."""
    if comparison and comparison.is_complete and not comparison.differences:
        st.caption("The tape loop has no weights to which others could be compared.")
        return
    found = comparison.differences if comparison else {}
    # From 0.0 on, as a larger range would make no axis more readable.
    largest = max((np.nanmax(each) for each in found.values() if len(each)), default=0)
    top = max(float(largest), LEAST_TOP)
    title = axis(
        "Largest weight difference",
        type="log",
        exponentformat="power",
        dtick=2,
        range=[np.log10(ZERO) - MARGIN, np.log10(top) + MARGIN],
    )
    figure = over_steps(found, title, number, smallest=ZERO)
    st.plotly_chart(
        figure,
        key=key("fit_differences"),
        config=CONFIG,
        alt="Largest difference of a weight to the tape loop, over the steps",
    )
    st.caption(
        "To the weights of the tape loop, after each step. A logarithmic axis has no "
        f"0.0: it is drawn at {number(ZERO)}."
    )


def over_steps(
    found: Mapping[str, np.ndarray],
    title: Json,
    write: Callable[[float], str],
    smallest: float | None = None,
) -> go.Figure:
    """Draw a line for each way, over the steps from 1."""
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": list(range(1, len(found.get(name, ())) + 1)),
            "y": [_place(y, smallest) for y in found.get(name, ())],
            "text": [write(float(y)) for y in found.get(name, ())],
            "line": line,
            "hovertemplate": f"{name}, step %{{x}}: %{{text}}<extra></extra>",
        }
        for name, line in LINES.items()
    ]
    steps = axis("Step") if found else axis("Step", range=[0, STEPS_PER_EPOCH])
    layout = {"uirevision": "live", "xaxis": steps, "yaxis": title}
    return chart(traces, layout, height=HEIGHT, top=LEGEND)


def _place(value: float, smallest: float | None) -> float | None:
    """Return where a number is drawn; NaN and infinity have no place."""
    if not np.isfinite(value):
        return None
    return float(value) if smallest is None else max(float(value), smallest)
