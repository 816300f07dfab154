"""Retracing: the learner calls a traced function, and sees why it is traced again."""

import streamlit as st

from lenet.graphs.retracing.choices import is_lenet
from ui.components.code import code_box, code_boxes
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.retracing.builder import (
    Choice,
    calls,
    choice,
    choose_option,
    show_menu,
)
from ui.lessons.sessions_vs_eager.retracing.effects import show_effects
from ui.lessons.sessions_vs_eager.retracing.run import HEIGHT, show_run, showed
from ui.lessons.sessions_vs_eager.tabs import RETRACING, close
from ui.visitor import workers

FUNCTION = "lenet.graphs.tracing.sequence:f"
FUNCTION_OF_LENET = "lenet.graphs.retracing.run:function_of_lenet"
CODE = {
    "The calls": "lenet.graphs.tracing:call_sequence",
    "The options": "lenet.graphs.retracing.run:options_of",
    "The counters": "lenet.graphs.tracing.counting:Executions",
    "The cures": "lenet.graphs.retracing.run:try_cures",
    "The nearest signature": "lenet.graphs.tracing.differences:nearest",
    "The choice of calls": "lenet.graphs.retracing.calls",
}


@part
def show() -> None:
    """Show a sequence of calls to build and run, and side effects."""
    chosen = show_sequence()
    show_effects()
    close(RETRACING, *showed(chosen))


def show_sequence() -> Choice | None:
    """Show what can be called, a question and the calls; return the choice."""
    st.markdown(
        "`tf.function` keeps one graph for each signature. Build a sequence of calls, "
        "and find those that are traced again.",
        help=explain("trace", "signature", "retrace"),
    )
    with waiting("Reading the calls", HEIGHT):
        texts: dict[str, str] = workers.recall("lenet.graphs.retracing.calls:texts")
    chosen = calls(texts)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        show_menu(chosen, texts)
        st.markdown("**The function**")
        code_box(FUNCTION_OF_LENET if is_lenet(chosen) else FUNCTION)
    with right:
        option = choose_option(chosen)
        made = choice(chosen, option) if chosen else None
        if made:
            show_run(made, texts)
        else:
            st.info("Add a call, or start from a sequence.", icon=":material/add:")
    with st.expander("The code that makes and counts the calls"):
        code_boxes(CODE, key("retracing_code"))
    return made
