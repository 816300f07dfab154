"""How large weights, gradients and updates were, over the recorded steps."""

from collections.abc import Callable

import streamlit as st

from lenet.microscope.symptoms import USUAL_RATIO
from lenet.results.paradigms import both_names
from lenet.weights.file import SHAPES
from ui.components.charts import CONFIG
from ui.components.glossary import explain
from ui.components.numbers import decimal
from ui.lessons.microscope import charts, key
from ui.lessons.microscope.session import Session
from ui.lessons.microscope.sizes import Sizes

QUANTITIES: dict[str, Callable[[Sizes], float]] = {
    "Update / weight": lambda sizes: sizes.ratio,
    "Weight": lambda sizes: sizes.value,
    "Gradient": lambda sizes: sizes.gradient,
    "Update": lambda sizes: sizes.update,
}


def over_the_steps(session: Session) -> None:
    """Draw a size of each weight array over the steps recorded last."""
    quantity = st.segmented_control(
        "Root mean square per weight of",
        list(QUANTITIES),
        default="Update / weight",
        required=True,
        key=key("size_of"),
        bind="query-params",
        help="What the chart shows for each weight array, after each recorded step."
        f"\n{explain('RMS')}",
    )
    now = session.before.step
    steps = sorted(step for step in session.sizes if step <= now)
    series = {
        both_names(name): [
            QUANTITIES[quantity](session.sizes[step][name]) for step in steps
        ]
        for name in SHAPES
    }
    usual = USUAL_RATIO if quantity == "Update / weight" else None
    st.plotly_chart(
        charts.sizes([step + 1 for step in steps], series, quantity, usual),
        key=key("sizes"),
        config=CONFIG,
        alt=f"{quantity} of each weight array over the steps, on a log axis",
    )
    st.caption(reading_aid(series, usual))


def reading_aid(series: dict[str, list[float]], usual: float | None) -> str:
    """Return how to read the chart, and what is missing in it, as text."""
    text = "Kernels have solid lines, biases dotted ones; each layer has its colour. "
    if usual:
        text += f"The grey line marks {decimal(usual)}, a usual size for kernels. "
    missing = [
        name for name, values in series.items() if not any(map(charts.on_log, values))
    ]
    if missing:
        text += (
            f"Not drawn: {', '.join(missing)}. A log axis cannot show 0 or "
            "infinity, and biases are 0 before the first step."
        )
    return text
