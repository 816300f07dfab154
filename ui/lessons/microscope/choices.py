"""What goes under the microscope: all of it discrete, all of it in the URL."""

import streamlit as st

from lenet.microscope.mistakes import MISTAKES
from lenet.settings import OPTIMIZER_NAMES
from ui.components.choices import LEARNING_RATES
from ui.lessons.microscope import key
from ui.lessons.microscope.start import STARTS, Choice
from ui.visitor.state import visitor_state

BATCH_SIZES = [1, 8, 16, 32, 64, 128, 256]
RATE, SIZE = 1e-3, 32


def choose() -> Choice:
    """Show the choices, folded away behind what is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        mistake = st.selectbox(
            "Break it",
            list(MISTAKES),
            format_func=lambda name: MISTAKES[name].title,
            key=key("mistake"),
            bind="query-params",
            width=260,
            help="Make one mistake on purpose, and find it in the numbers.",
        )
        with st.popover("Optimizer, batch, weights", icon=":material/tune:"):
            choice = _details(mistake)
        rate = MISTAKES[mistake].learning_rate_for(
            choice.optimizer, choice.learning_rate
        )
        st.caption(
            f"{choice.optimizer} at {rate:g}, batches of "
            f"{choice.batch_size}, {choice.start.lower()}",
            width="content",
        )
    return choice


def _details(mistake: str) -> Choice:
    optimizer = st.selectbox(
        "Optimizer",
        OPTIMIZER_NAMES,
        key=key("optimizer"),
        bind="query-params",
        help="`momentum` is SGD with a momentum of 0.9.",
    )
    given = MISTAKES[mistake].learning_rates.get(optimizer)
    rate = st.select_slider(
        "Learning rate",
        LEARNING_RATES,
        value=RATE,
        key=key("learning_rate"),
        bind="query-params",
        disabled=given is not None,
        help="The step on show is recorded again with it.",
    )
    if given is not None:
        st.caption(f"The mistake sets it to {given:g}.")
    size = st.select_slider(
        "Batch size",
        BATCH_SIZES,
        value=SIZE,
        key=key("batch_size"),
        bind="query-params",
    )
    start = st.radio(
        "Begin with",
        _starts(mistake),
        key=key("start"),
        bind="query-params",
        help="The shipped weights know these digits: their loss is tiny. `Your model` "
        "is the one of the page Train, once you have one.",
    )
    return Choice(
        paradigm=st.session_state.paradigm,
        optimizer=optimizer,
        learning_rate=rate,
        batch_size=size,
        seed=st.session_state.seed,
        mistake=mistake,
        start=start,
    )


def _starts(mistake: str) -> tuple[str, ...]:
    if MISTAKES[mistake].own_weights:
        return STARTS[:1]
    return STARTS if visitor_state().model else STARTS[:-1]


def explain(mistake: str) -> None:
    """Say what to look at, and on demand how the mistake is mended."""
    chosen = MISTAKES[mistake]
    if chosen.look_at:
        where, how = st.columns([4, 1], vertical_alignment="center")
        where.info(f"**Look at:** {chosen.look_at}", icon=":material/search:")
        with how.popover("How it is mended"):
            st.markdown(chosen.fix)
