"""Retracing: the learner calls a traced function, and sees why it is traced again."""

from collections.abc import Mapping
from dataclasses import astuple

import streamlit as st

from lenet.graphs.retracing.choices import is_lenet
from lenet.graphs.retracing.cures import cures_of
from lenet.results.tracing import TracedCall
from ui.components.code import code_boxes
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.html import box, table
from ui.components.numbers import counted, whole
from ui.components.questions import Asked, Option, Question, ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.retracing_choice import (
    BEFORE,
    RAN,
    Choice,
    apply,
    begin,
    calls,
    choice,
    choose_option,
    show_menu,
)
from ui.lessons.sessions_vs_eager.retracing_effects import show_effects
from ui.lessons.sessions_vs_eager.retracing_rows import rows, rows_of_run
from ui.lessons.sessions_vs_eager.tabs import RETRACING, close
from ui.visitor import workers

HEIGHT = 420
SECONDS = 30.0
CODE = {
    "f": "lenet.graphs.tracing.sequence:f",
    "LeNet": "lenet.graphs.retracing.run:function_of_lenet",
    "The calls": "lenet.graphs.tracing:call_sequence",
    "The counters": "lenet.graphs.tracing.counting:Executions",
    "The nearest signature": "lenet.graphs.tracing.differences:nearest",
}
GRAPHS = Question(
    key="sessions_vs_eager_graphs",
    page="sessions_vs_eager",
    before="Before you run them",
    text="How many graphs will these calls trace?",
    options=(
        Option(
            "One for all calls",
            "Calls of one signature share a graph. That is the shape and dtype of a "
            "tensor, whatever its values, but the value of a Python number.",
            lambda seen: seen[0] == 1,
        ),
        Option(
            "More than one, but fewer than calls",
            "Some calls have a signature that was there before, and run its graph. "
            "The others are traced.",
            lambda seen: 1 < seen[0] < seen[1],
        ),
        Option(
            "One for each call",
            "No two calls have the same signature, so no graph is used again.",
            lambda seen: seen[0] == seen[1],
        ),
    ),
)


@st.cache_data(show_spinner=False, max_entries=100)
def run(chosen: Choice) -> list[TracedCall]:
    """Make the calls in a worker; return what each of them did."""
    ran: list[TracedCall] = workers.call(
        "lenet.graphs.retracing.run:run", *astuple(chosen), seconds=SECONDS
    )
    return ran


@part
def show() -> None:
    """Show a sequence of calls to build and run, and side effects."""
    show_sequence()
    show_effects()
    close(RETRACING, *_showed())


def show_sequence() -> None:
    """Show the calls, a question, the run, and what ends the retracing."""
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
    with right:
        option = choose_option(chosen)
        if chosen:
            _show_run(choice(chosen, option), texts)
        else:
            st.info("Add a call, or start from a sequence.", icon=":material/add:")
    with st.expander("The code that runs"):
        code_boxes(CODE, key("retracing_code"))


def _show_run(chosen: Choice, texts: Mapping[str, str]) -> None:
    """Show the question and the calls; once they ran, what each one did."""
    asked = ask(GRAPHS, run=chosen)
    st.button(
        f"Make the {counted(len(chosen.calls), 'call')}",
        type="primary",
        icon=":material/play_arrow:",
        key=key("calls_run"),
        on_click=begin,
        args=(chosen,),
        help="Make a new `tf.function`, and call it with each of these arguments.",
    )
    if st.session_state.get(RAN) != chosen:
        st.html(rows(chosen.calls, texts))
        return
    with waiting("Calling the function", HEIGHT):
        ran = run(chosen)
    _reveal(asked, ran)
    _show_before(ran)
    _show_cures(chosen, ran)
    st.html(rows_of_run(chosen.calls, texts, ran))
    _show_warnings(ran)


def _reveal(asked: Asked, ran: list[TracedCall]) -> None:
    graphs = ran[-1].tracing_count
    asked.reveal(
        (graphs, len(ran)),
        f"{counted(len(ran), 'call')}: **{counted(graphs, 'graph')}**.",
    )


def _show_before(ran: list[TracedCall]) -> None:
    """Show the counters before a cure beside those after it."""
    if BEFORE not in st.session_state:
        return
    word, before = st.session_state[BEFORE]
    counts = [("Before", run(before)), (f"With {word}", ran)]
    cells = [
        (name, whole(last.body_runs), whole(last.tracing_count), _failed(each))
        for name, each in counts
        for last in each[-1:]
    ]
    heads = ("", "Body ran", "Graphs traced", "Errors")
    st.html(box(table(heads, cells, "Before and after")))


def _failed(ran: list[TracedCall]) -> str:
    return whole(sum(each.error is not None for each in ran))


def _show_cures(chosen: Choice, ran: list[TracedCall]) -> None:
    """Show a button for each cure against what differed in these calls."""
    found = {each.what for seen in ran for each in seen.differences}
    cures = cures_of(found, chosen.calls, chosen.option)
    if not cures:
        return
    st.markdown("**A cure to apply**")
    with st.container(horizontal=True, gap="small"):
        for name, cure in cures.items():
            st.button(
                f"Apply {cure.word}",
                icon=":material/healing:",
                key=key(f"cure_{name}"),
                on_click=apply,
                args=(cure, chosen),
                help=cure.why,
            )


def _show_warnings(ran: list[TracedCall]) -> None:
    """Show TensorFlow's own warning, where it came."""
    warned = [(i, each.warning) for i, each in enumerate(ran, 1) if each.warning]
    if not warned:
        return
    index, text = warned[0]
    st.markdown(f":material/warning: After call {index}, TensorFlow itself warned:")
    st.html(output(text))


def _showed() -> list[str]:
    """Return what the last run showed, and what a cure changed."""
    chosen: Choice | None = st.session_state.get(RAN)
    if chosen is None:
        return []
    ran = run(chosen)
    last = ran[-1]
    what = "LeNet" if is_lenet(chosen.calls) else "f"
    showed = [
        f"{counted(len(ran), 'call')} of {what} traced "
        f"**{counted(last.tracing_count, 'graph')}**, and ran a graph "
        f"{counted(last.executions, 'time')}.",
        "A tensor counts by shape and dtype, a Python value by its value.",
    ]
    if BEFORE in st.session_state:
        word, before = st.session_state[BEFORE]
        showed.append(
            f"`{word}` changed the number of graphs from "
            f"{whole(run(before)[-1].tracing_count)} to {whole(last.tracing_count)}."
        )
    return showed
