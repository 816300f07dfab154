"""The tape: a computation as a graph, and its backward pass step by step."""

import streamlit as st

from lenet.results.chain import Chain, Sum
from lenet.results.derivatives import Derivatives
from ui.components.code import runs_here, show_function
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.stepper import Stepper, show_stepper, stepper_of
from ui.components.waiting import waiting
from ui.lessons.automatic_differentiation import key
from ui.lessons.automatic_differentiation.expression.computations import (
    Computation,
    chain_of,
    choose,
)
from ui.lessons.automatic_differentiation.expression.drawing import show_drawing
from ui.lessons.automatic_differentiation.expression.own import show_own
from ui.lessons.automatic_differentiation.expression.panel import panel
from ui.lessons.automatic_differentiation.expression.questions import ask_about
from ui.lessons.automatic_differentiation.expression.showed import showed
from ui.lessons.automatic_differentiation.formula import derivatives
from ui.lessons.automatic_differentiation.strip import show_strip
from ui.lessons.automatic_differentiation.tabs import EXPRESSION, close

HEIGHT = 600  # pixels of the graph
EPSILON = 1e-5  # of the finite difference below


@part
def show() -> None:
    """Lay the tab out: the choice, and below it the current step."""
    st.markdown(
        "The tape has recorded each operation of this computation. **Step** calls the "
        "gradient function of one of them, in TensorFlow's own order. Click an "
        "operation to go to its step.",
        help=explain("tape", "gradient", "backward pass"),
    )
    computation = choose()
    if computation is None:
        close(EXPRESSION)
        return
    with waiting("Recording the computation", HEIGHT):
        chain = chain_of(computation)
    steps = stepper_for(computation, len(chain.steps))
    steps.fragment(show_position)(computation)


def stepper_for(computation: Computation, count: int) -> Stepper:
    """Return the stepper of a computation; another formula begins at 0."""
    steps = stepper_of(key(f"tape_{computation.index}"), count + 1)
    shown = key("tape_formula_shown")
    if computation.text and st.session_state.get(shown) != computation.text:
        st.session_state[shown] = computation.text
        steps.steps.seek(0)
    return steps


def show_position(computation: Computation) -> None:
    """Show the current step: the fragment that a press reruns."""
    chain = chain_of(computation)
    steps = stepper_for(computation, len(chain.steps))
    ask_about(computation, chain, steps)
    place = f"Step {steps.index + 1} of {steps.last + 1}"
    show_stepper(steps, f"{place}: {name_of(chain, steps.index)}", play=True)
    # The style sheet: grids of numbers need more space than a formula's table.
    kind = "tape_numbers" if computation.point else "tape_grids"
    with st.container(horizontal=True, key=key(kind)):
        left, right = st.container(), st.container()
    with left:
        show_drawing(computation, chain, steps)
    with right:
        st.html(panel(chain, steps.index))
        if computation.point:
            found = derivatives(computation.point, EPSILON)
            show_strip(found)
            st.caption(
                "This table is computed in float64. The graph and its steps are in "
                f"float32, as TensorFlow computes by default.{all_the_same(found)}"
            )
    show_own(chain, steps.index)
    with st.expander("The code that asked the tape"):
        show_function(chain.source, caption=runs_here(chain.source))
    has_ended = steps.index == steps.last
    close(
        EXPRESSION,
        *(showed(computation, chain) if has_ended else ()),
        chosen=computation.code,
    )


def all_the_same(found: Derivatives) -> str:
    """Return why the steps have numbers where the formula has no value."""
    if found.has_value:
        return ""
    return (
        " The formula has no value here, so the table has none. The steps have their "
        "numbers all the same: a gradient function does not check the result."
    )


def name_of(chain: Chain, position: int) -> str:
    """Return what happens in the step that ends at a position."""
    if position == 0:
        return "the forward pass"
    step = chain.steps[position - 1]
    if isinstance(step, Sum):
        return f"the sum of the gradients of {step.node}"
    return f"the gradient function of {step.kind}"
