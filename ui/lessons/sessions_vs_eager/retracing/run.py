"""Retracing: a question, the run of the calls, and cures to apply to them."""

from collections.abc import Mapping
from dataclasses import astuple

import streamlit as st

from lenet.graphs.retracing.choices import is_lenet
from lenet.graphs.retracing.cures import CURES
from lenet.results.tracing import TracedCall, TracedRun
from ui.components.html import box, table
from ui.components.numbers import counted, whole
from ui.components.questions import Option, Question, ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key, runs
from ui.lessons.sessions_vs_eager.retracing.builder import (
    BEFORE,
    RAN,
    Choice,
    apply,
    begin,
)
from ui.lessons.sessions_vs_eager.retracing.rows import rows, rows_of_run
from ui.visitor import workers

HEIGHT = 420
SECONDS = 30.0
GRAPHS = Question(
    key=key("graphs"),
    page="sessions_vs_eager",
    before="Before you run them",
    text="How many graphs will these calls trace?",
    options=(
        Option(
            "One",
            "Calls of one signature share a graph. A tensor counts by its shape and "
            "dtype, whatever its values. A Python number counts by its value. An "
            "`input_signature` allows one graph only.",
            lambda seen: seen[0] == 1,
        ),
        Option(
            "Several, but fewer than calls",
            "Some calls have the signature of an earlier call, and run its graph. The "
            "others are traced.",
            lambda seen: 1 < seen[0] < seen[1],
        ),
        Option(
            "Several: one for each call",
            "This is so if no two calls have the same signature. Then no graph is "
            "used twice.",
            lambda seen: seen[0] == seen[1] > 1,
        ),
        Option(
            "None",
            "This is so if an `input_signature` fits no call. Then each call raises an "
            "error before anything is traced.",
            lambda seen: seen[0] == 0,
        ),
    ),
)


@st.cache_data(show_spinner=False, max_entries=100)
def run(chosen: Choice) -> TracedRun:
    """Make the calls in a worker, and try cures; return what each call did.

    Anyone may build a sequence, so it is not in `workers.recall`: there, unusual
    ones would take the place of what all visitors share.
    """
    ran: TracedRun = workers.call(
        "lenet.graphs.retracing.run:try_cures", *astuple(chosen), seconds=SECONDS
    )
    return ran


def show_run(chosen: Choice, texts: Mapping[str, str]) -> None:
    """Show the question and the calls; once they ran, what each one did."""
    asked = ask(GRAPHS, run=runs.begun(chosen) or chosen)
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
        found = run(chosen)
    ran = found.calls
    graphs = ran[-1].tracing_count
    asked.reveal(
        (graphs, len(ran)),
        f"{counted(len(ran), 'call')}: **{counted(graphs, 'graph')}**.{_refused(ran)}",
    )
    _show_before(ran)
    _show_cures(chosen, found)
    st.html(rows_of_run(chosen.calls, texts, found, chosen.option))
    _show_warnings(ran)


def showed(chosen: Choice | None) -> list[str]:
    """Return what the run of these calls showed, and what a cure changed."""
    if chosen is None or st.session_state.get(RAN) != chosen:
        return []
    ran = run(chosen).calls
    last = ran[-1]
    found = [
        f"{counted(len(ran), 'call')} of {_name(chosen)} traced "
        f"**{counted(last.tracing_count, 'graph')}**, and ran a graph "
        f"{counted(last.executions, 'time')}.{_refused(ran)}",
        "A tensor counts by its shape and dtype, a Python value by its value.",
    ]
    if BEFORE in st.session_state:
        word, before = st.session_state[BEFORE]
        old = run(before).calls[-1].tracing_count
        found.append(
            f"`{word}` changed the number of graphs from "
            f"{whole(old)} to {whole(last.tracing_count)}."
        )
    return found


def _refused(ran: list[TracedCall]) -> str:
    errors = sum(each.error is not None for each in ran)
    return f" {counted(errors, 'call')} raised an error." if errors else ""


def _name(chosen: Choice) -> str:
    return "LeNet" if is_lenet(chosen.calls) else "`f`"


def _show_before(ran: list[TracedCall]) -> None:
    """Show the counters before a cure beside those after it."""
    if BEFORE not in st.session_state:
        return
    word, before = st.session_state[BEFORE]
    heads = ("", "Body ran", "Graphs traced", "Errors")
    cells = [("Before", *_counts(run(before).calls)), (f"With {word}", *_counts(ran))]
    st.html(box(table(heads, cells, "Before and after")))


def _counts(ran: list[TracedCall]) -> tuple[str, str, str]:
    errors = sum(each.error is not None for each in ran)
    return whole(ran[-1].body_runs), whole(ran[-1].tracing_count), whole(errors)


def _show_cures(chosen: Choice, found: TracedRun) -> None:
    """Show a button for each cure that leaves fewer graphs of these calls."""
    if not found.cures:
        if found.calls[-1].tracing_count > 1:
            st.markdown("No cure here leaves fewer graphs.")
        return
    st.markdown("**A cure to apply**")
    with st.container(horizontal=True, gap="xsmall"):
        for name in found.cures:
            cure = CURES[name]
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
