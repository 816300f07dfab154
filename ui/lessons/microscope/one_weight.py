"""One weight: the change of the loss that its gradient predicts, and the real one."""

from collections.abc import Hashable

import streamlit as st

from lenet.results.weight_curve import WeightCurve
from ui.components.charts import CONFIG
from ui.components.closing import show_closing
from ui.components.code import code_box
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.numbers import number
from ui.components.questions import Option, Question, ask, exactly
from ui.components.waiting import waiting
from ui.lessons.microscope import TABS, key
from ui.lessons.microscope.charts import along_a_weight
from ui.lessons.microscope.session import Session, current
from ui.lessons.microscope.slopes import explain_differences
from ui.lessons.microscope.weight_choice import COUNT, Weight, choose_weight
from ui.visitor import workers

TITLE = "One weight"
DIRECTIONS = {"Up": 1, "Down": -1, "Not at all": 0}
WHYS = {
    "Up": "A weight goes up where its gradient is negative, because a larger "
    "weight then means a smaller loss. Optimizers with momentum also use the gradients "
    "of earlier steps.",
    "Down": "A weight goes down where its gradient is positive, because a smaller "
    "weight then means a smaller loss. Optimizers with momentum also use the gradients "
    "of earlier steps.",
    "Not at all": "A weight stays where its gradient is 0 or None, or where the "
    "update is too small for float32.",
}
OPTIONS = tuple(
    Option(label, WHYS[label], exactly(sign)) for label, sign in DIRECTIONS.items()
)
SPANS = [0.01, 0.05, 0.1, 0.5, 1.0]
WANTED = key("weight_wanted")


@part
def show() -> None:
    """Show a choice of one weight and a question; then what its step did."""
    session = current()
    st.markdown(
        "A gradient makes a claim: *change this weight a little, and the loss changes "
        f"by this amount*. Choose any of the {COUNT:,} weights and test its claim.",
        help=explain("gradient", "kernel", "tape"),
    )
    weight = choose_weight(session)
    run: Hashable = (session.choice, session.before.step, weight.array, weight.index)
    asked = ask(question(weight, session.before.step + 1), run=run)
    earned: list[str] = []
    if st.session_state.get(WANTED) != run:
        st.button(
            "Test the gradient",
            type="primary",
            icon=":material/science:",
            key=key("test_weight"),
            on_click=_want,
            args=(run,),
            help="Compute the loss of this batch for 41 values of this weight.",
        )
    else:
        curve = look(session, weight)
        asked.reveal(sign_of(weight.update), moved(session, weight))
        earned = showed(weight, curve)
    with st.expander("The code that computes the curve"):
        code_box("lenet.microscope.one_weight:weight_curve")
    show_closing(earned, TABS, next_tab="One digit")


def _want(run: Hashable) -> None:
    st.session_state[WANTED] = run


def question(weight: Weight, step: int) -> Question:
    """Return the question for one weight, with its numbers."""
    gradient = "None" if weight.gradient is None else number(weight.gradient)
    return Question(
        key=key("direction"),
        page="microscope",
        text=f"The weight is **{number(weight.value)}**, and the tape's gradient for "
        f"it is **{gradient}**. In which direction does step {step} move it?",
        options=OPTIONS,
    )


def moved(session: Session, weight: Weight) -> str:
    """Return the sentence that says where the step moved the weight."""
    direction = next(
        name for name, sign in DIRECTIONS.items() if sign == sign_of(weight.update)
    )
    return (
        f"Step {session.before.step + 1} with {session.choice.optimizer} moved it "
        f"**{direction.lower()}**: {number(weight.update)}."
    )


def look(session: Session, weight: Weight) -> WeightCurve:
    """Show the loss along this weight, and where the step has moved it."""
    curve = _compute(session, weight, _choose_span(weight.update))
    _show_slopes(weight, curve)
    st.plotly_chart(
        along_a_weight(curve, weight.gradient, curve.value + weight.update),
        key=key("curve"),
        config=CONFIG,
        alt="The batch's loss for other values of this weight, and the tape's tangent",
    )
    st.caption(
        "The curve is the loss of this batch with this weight set to each value and "
        "all other weights unchanged. The straight line has the tape's gradient as "
        "its slope."
    )
    explain_differences(session, weight, curve)
    return curve


def fitting_span(update: float) -> float:
    """Return the shortest range on which an update takes half of a side at most."""
    fits = [span for span in SPANS if 2 * abs(update) <= span]
    return fits[0] if fits else SPANS[-1]


def _choose_span(update: float) -> float:
    span: float = st.select_slider(
        "Range of the curve, to each side",
        SPANS,
        value=fitting_span(update),
        key=key("span"),
        width=260,
        bind="query-params",
        help="A short range shows whether the tangent is right. Then make it longer, "
        "until the tangent leaves the curve.",
    )
    return span


def _compute(session: Session, weight: Weight, span: float) -> WeightCurve:
    recording = session.recording
    with waiting("TensorFlow computes the loss for other values", height=480):
        curve: WeightCurve = workers.call(
            "lenet.microscope.one_weight:weight_curve",
            session.before.weights,
            recording.images,
            recording.labels,
            weight.array,
            weight.index,
            span,
            seconds=60.0,
        )
    return curve


def _show_slopes(weight: Weight, curve: WeightCurve) -> None:
    """Show the tape's gradient beside the one by finite differences."""
    gradient = "None" if weight.gradient is None else number(weight.gradient, 4)
    with st.grid(4, min_column_width=130):
        st.metric("Value before", number(curve.value))
        st.metric("Moved by", number(weight.update))
        st.metric("Gradient by the tape", gradient)
        st.metric(
            "By finite differences",
            number(curve.gradient, 4),
            help="The slope from the loss a little above and a little below the "
            "value, without a tape.",
        )


def showed(weight: Weight, curve: WeightCurve) -> list[str]:
    """Return what this weight showed, in its own numbers."""
    gradient, by_hand = weight.gradient, number(curve.gradient, 4)
    if gradient is None:
        compared = f"The tape returned None; finite differences give {by_hand}."
    else:
        difference = number(abs(gradient - curve.gradient), 2)
        compared = (
            f"The tape's gradient is {number(gradient, 4)}; finite differences give "
            f"{by_hand}. They differ by {difference}."
        )
    return [
        compared,
        f"The step moved the weight by {number(weight.update)}. A gradient holds for "
        "small changes only: widen the range and see where the tangent leaves the "
        "curve.",
        "Choose another weight, or record more batches on the first tab, and predict "
        "again.",
    ]


def sign_of(value: float) -> int:
    """Return 1, -1 or 0; 0 for NaN."""
    return int(value > 0) - int(value < 0)
