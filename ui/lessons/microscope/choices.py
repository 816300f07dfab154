"""The settings of the recorded step: all of them discrete, all in the URL."""

import streamlit as st

from lenet.microscope.mistakes import MISTAKES
from lenet.settings import OPTIMIZER_NAMES
from ui.components.choices import LEARNING_RATES
from ui.components.glossary import explain as explain_terms
from ui.components.numbers import decimal
from ui.lessons.microscope import key
from ui.lessons.microscope.hunt import MISTAKE, SURPRISE, hunt, is_on
from ui.lessons.microscope.start import STARTS, Choice
from ui.visitor.state import Labelled, visitor_state

BATCH_SIZES = [1, 8, 16, 32, 64, 128, 256]
LEARNING_RATE, BATCH_SIZE = 1e-3, 32


TITLES = {
    **{name: mistake.title for name, mistake in MISTAKES.items()},
    SURPRISE: "Surprise me",
}


def choose() -> Choice:
    """Show the settings, folded away beside a summary of them.

    On a phone the mistake is folded away too: see microscope.css.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key=key("choices")):
        st.html("<details><summary>Settings</summary></details>", width="content")
        mistake = st.selectbox(
            "Mistake",
            [*MISTAKES, SURPRISE],
            format_func=lambda name: TITLES[name],
            key=MISTAKE,
            bind="query-params",
            width=260,
            help="Make one mistake on purpose, and find it in the numbers. "
            f"`{TITLES[SURPRISE]}` hides one: find its line.",
        )
        if mistake == SURPRISE:
            mistake = hunt().mistake
        with st.popover("Optimizer, batch, weights", icon=":material/tune:"):
            choice = _details(mistake)
        with st.container(key=key("settings"), width="content"):
            st.caption(_summary(choice), width="content")
    return choice


def _summary(choice: Choice) -> str:
    mistake = MISTAKES[choice.mistake]
    rate = mistake.learning_rate_for(choice.optimizer, choice.learning_rate)
    own = ", image 1 is your drawing" if choice.own else ""
    return (
        f"{choice.optimizer} at {decimal(rate)}, batches of {choice.batch_size}, "
        f"{choice.start.lower()}{own}"
    )


def _details(mistake: str) -> Choice:
    optimizer = st.selectbox(
        "Optimizer",
        OPTIMIZER_NAMES,
        key=key("optimizer"),
        bind="query-params",
        help="Another optimizer starts again at the first batch. `momentum` is SGD "
        f"with a momentum of 0.9.\n{explain_terms('optimizer')}",
    )
    learning_rate = _learning_rate(MISTAKES[mistake].learning_rates.get(optimizer))
    size = st.select_slider(
        "Batch size",
        BATCH_SIZES,
        value=BATCH_SIZE,
        key=key("batch_size"),
        bind="query-params",
        help="More images make the gradient less noisy, and the step slower. A "
        f"change starts again at the first batch.\n{explain_terms('batch')}",
    )
    start = st.radio(
        "Start from",
        _starts(mistake),
        key=key("start"),
        bind="query-params",
        help="New weights are random. The shipped weights are trained on these "
        "digits, so their loss is small. `Your model` is the one that you trained on "
        "the page Train.",
    )
    return Choice(
        paradigm=st.session_state.paradigm,
        optimizer=optimizer,
        learning_rate=learning_rate,
        batch_size=size,
        seed=st.session_state.seed,
        mistake=mistake,
        start=start,
        own=_own(),
    )


def _learning_rate(given: float | None) -> float:
    """Return the chosen learning rate; a mistake may have `given` another one."""
    chosen: float = st.select_slider(
        "Learning rate",
        LEARNING_RATES,
        value=LEARNING_RATE,
        format_func=decimal,
        key=key("learning_rate"),
        bind="query-params",
        disabled=given is not None,
        help="Ten times larger: updates ten times larger. A change records the "
        f"current step again.\n{explain_terms('learning rate')}",
    )
    if given is not None:
        st.caption(f"The mistake sets it to {decimal(given)}.")
    return chosen


def _own() -> Labelled | None:
    """Return the visitor's drawing, if there is one and each batch is to have it."""
    drawing = visitor_state().labelled
    if drawing and st.toggle(
        "My drawing in each batch",
        key=key("own"),
        bind="query-params",
        help="Your drawing, with the label that you gave it, takes the place of the "
        "first image of each batch. A change records the current step again.",
    ):
        return drawing
    return None


def _starts(mistake: str) -> tuple[str, ...]:
    if MISTAKES[mistake].own_weights or is_on():  # else a hunt would tell
        return STARTS[:1]
    return STARTS if visitor_state().model else STARTS[:-1]


def explain(mistake: str) -> None:
    """Show where to look, and on demand how to fix the mistake.

    In a hunt the learner finds that.
    """
    if is_on():
        return
    chosen = MISTAKES[mistake]
    if chosen.look_at:
        where, how = st.columns([4, 1], vertical_alignment="center")
        where.info(f"**Look at this:** {chosen.look_at}", icon=":material/search:")
        with how.popover("How to fix it"):
            st.markdown(chosen.fix)
