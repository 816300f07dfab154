"""Why the tape's gradient and finite differences differ, where they do."""

import numpy as np
import streamlit as st

from lenet.results.weight_curve import WeightCurve
from ui.components.numbers import number
from ui.lessons.microscope.session import Session
from ui.lessons.microscope.weight_choice import Weight


def explain_differences(session: Session, weight: Weight, curve: WeightCurve) -> None:
    """Show why tape and finite differences differ, where they do."""
    for reason in (
        no_gradient(weight),
        corner(curve),
        other_loss(session, curve) or few_digits(weight, curve),
        no_move(weight),
    ):
        if reason:
            st.info(reason)


def no_gradient(weight: Weight) -> str:
    """Return why the tape returned None, if it did."""
    if weight.gradient is not None:
        return ""
    return "The tape returned **None**: the loss does not depend on this weight."


def corner(curve: WeightCurve) -> str:
    """Return why there are two slopes, if there are."""
    if not curve.kink:
        return ""
    return (
        f"The curve has a corner here. Its slope is {number(curve.left, 4)} below the "
        f"value and {number(curve.right, 4)} above it. A ReLU makes such a corner "
        "where its input is exactly 0. The tape uses one side, finite differences "
        "the mean of both."
    )


def other_loss(session: Session, curve: WeightCurve) -> str:
    """Return that the step's loss is not the model's own, if so."""
    step_loss = session.recording.loss
    if np.isclose(step_loss, curve.loss, rtol=1e-4, atol=1e-6):
        return ""
    return (
        f"The curve is the loss of the model itself, {number(curve.loss, 5)}. The step "
        f"computes another loss: {number(step_loss, 5)}."
    )


def few_digits(weight: Weight, curve: WeightCurve) -> str:
    """Return why a tiny gradient has few digits, if they show."""
    gradient = weight.gradient
    if not gradient or curve.kink or not differs(gradient, curve.gradient):
        return ""
    return "The tape computes in float32. A gradient this small has few exact digits."


def no_move(weight: Weight) -> str:
    """Return why a weight with a gradient did not move, if so."""
    if not weight.gradient or weight.update:
        return ""
    return (
        "It did not move. float32 has about 7 digits, and an update much smaller than "
        "the weight is rounded away."
    )


def differs(gradient: float, difference: float) -> bool:
    """Return whether two slopes differ by more than a thousandth."""
    return not np.isclose(gradient, difference, rtol=1e-3, atol=0, equal_nan=True)
