"""The formula, x and y: one choice for The tape and Three witnesses."""

from dataclasses import dataclass

import streamlit as st

from lenet.autodiff.formula import ALLOWED, MOST_CHARACTERS, parse
from lenet.autodiff.formula.written import function_code
from lenet.results.derivatives import Derivatives
from ui.components.choices import one_in_a_row
from ui.lessons.automatic_differentiation import key
from ui.visitor import workers

EXAMPLES = (
    "sin(x)*y + x**2/exp(y)",
    "x*y + x",
    "(x + y)*(x - y)",
    "sigmoid(2*x - y)",
    "log(x**2 + y**2)",
    "relu(x)*y",
    "x**y",
    "tanh(x)/cos(y)",
)
COORDINATES = [tenth / 10 for tenth in range(-30, 31)]
FIRST_X, FIRST_Y = 1.5, 0.5
HELP = f"Type your own, or take an example. {ALLOWED}"


@dataclass(frozen=True)
class Chosen:
    """A formula, which can be read, and a point."""

    text: str
    x: float
    y: float

    def code(self, **libraries: str) -> dict[str, str]:
        """Return the point, and the formula in each library's code, by their names."""
        formula = parse(self.text)
        written = {
            name: function_code(formula, library) for name, library in libraries.items()
        }
        return {**written, "at_x": str(self.x), "at_y": str(self.y)}


def choose() -> Chosen | None:
    """Return the formula and the point; None, with the reason shown, without one."""
    own, example = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
    with own:
        # No selectbox that takes new options: it loses text that is edited.
        text = st.text_input(
            "Formula in x and y",
            EXAMPLES[0],
            key=key("formula"),
            bind="query-params",
            placeholder=f"A formula of up to {MOST_CHARACTERS} characters",
            help=HELP,
        )
    with example:
        st.selectbox(
            "Examples",
            EXAMPLES,
            index=None,
            key=key("example"),
            placeholder="Take an example",
            on_change=_take_example,
        )
    x, y = st.columns(2, gap="medium")
    with x:
        at_x = one_in_a_row("x", COORDINATES, FIRST_X, key("x"))
    with y:
        at_y = one_in_a_row("y", COORDINATES, FIRST_Y, key("y"))
    try:
        parse(text or "")
    except ValueError as error:
        st.warning(str(error), icon=":material/edit:")
        return None
    assert text
    return Chosen(text, at_x, at_y)


def _take_example() -> None:
    """Make the example that was chosen the formula; it can be chosen again."""
    if taken := st.session_state[key("example")]:
        st.session_state[key("formula")] = taken
    st.session_state[key("example")] = None


# Not with `workers.recall`: each point of a slider should displace no other result.
@st.cache_data(show_spinner=False, max_entries=200)
def derivatives(chosen: Chosen, epsilon: float) -> Derivatives:
    """Return what the three witnesses say at the point."""
    found: Derivatives = workers.call(
        "lenet.autodiff.expression:derivatives",
        chosen.text,
        chosen.x,
        chosen.y,
        epsilon,
    )
    return found
