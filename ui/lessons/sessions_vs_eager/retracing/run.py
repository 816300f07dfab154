"""Retracing: a question, the run of the calls, and cures to apply to them."""

from collections.abc import Mapping
from dataclasses import astuple

import streamlit as st

from lenet.graphs.retracing.choices import is_lenet
from lenet.graphs.retracing.cures import cures_of
from lenet.results.tracing import TracedCall
from ui.components.html import box, table
from ui.components.numbers import counted, whole
from ui.components.questions import Option, Question, ask
from ui.components.snippets import output
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.retracing.choice import (
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
            "One for all calls",
            "Calls of one signature share a graph. A tensor counts by its shape and "
            "dtype, whatever its values. A Python number counts by its value.",
            lambda seen: seen[0] == 1,
        ),
        Option(
            "More than one, but fewer than calls",
            "Some calls have the signature of an earlier call, and run its graph. The "
            "others are traced.",
            lambda seen: 1 < seen[0] < seen[1],
        ),
        Option(
            "One for each call",
            "This is so if no two calls have the same signature. Then no graph is "
            "used twice.",
            lambda seen: seen[0] == seen[1],
        ),
    ),
)


@st.cache_data(show_spinner=False, max_entries=100)
def run(chosen: Choice) -> list[TracedCall]:
    """Make the calls in a worker; return what each of them did.

    Anyone may build a sequence, so it is not in `workers.recall`: there, unusual
    ones would take the place of what all visitors share.
    """
    ran: list[TracedCall] = workers.call(
        "lenet.graphs.retracing.run:run", *astuple(chosen), seconds=SECONDS
    )
    return ran


def show_run(chosen: Choice, texts: Mapping[str, str]) -> None:
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
    graphs = ran[-1].tracing_count
    asked.reveal(
        (graphs, len(ran)),
        f"{counted(len(ran), 'call')}: **{counted(graphs, 'graph')}**.{_refused(ran)}",
    )
    _show_before(ran)
    _show_cures(chosen, ran)
    st.html(rows_of_run(chosen.calls, texts, ran, chosen.option))
    _show_warnings(ran)


def showed() -> list[str]:
    """Return what the last run showed, and what a cure changed."""
    chosen: Choice | None = st.session_state.get(RAN)
    if chosen is None:
        return []
    ran = run(chosen)
    last = ran[-1]
    found = [
        f"{counted(len(ran), 'call')} of {_name(chosen)} traced "
        f"**{counted(last.tracing_count, 'graph')}**, and ran a graph "
        f"{counted(last.executions, 'time')}.{_refused(ran)}",
        "A tensor counts by its shape and dtype, a Python value by its value.",
    ]
    if BEFORE in st.session_state:
        word, before = st.session_state[BEFORE]
        found.append(
            f"`{word}` changed the number of graphs from "
            f"{whole(run(before)[-1].tracing_count)} to {whole(last.tracing_count)}."
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
    cells = [("Before", *_counts(run(before))), (f"With {word}", *_counts(ran))]
    st.html(box(table(heads, cells, "Before and after")))


def _counts(ran: list[TracedCall]) -> tuple[str, str, str]:
    errors = sum(each.error is not None for each in ran)
    return whole(ran[-1].body_runs), whole(ran[-1].tracing_count), whole(errors)


def _show_cures(chosen: Choice, ran: list[TracedCall]) -> None:
    """Show a button for each cure against what differed in these calls."""
    found = {each.what for seen in ran for each in seen.differences}
    cures = cures_of(found, chosen.calls, chosen.option)
    if not cures:
        return
    st.markdown("**A cure to apply**")
    with st.container(horizontal=True, gap="xsmall"):
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
