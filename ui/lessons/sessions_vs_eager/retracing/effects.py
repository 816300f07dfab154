"""Retracing: side effects, which happen once, when the function is traced."""

import streamlit as st

from lenet.graphs.retracing.effect_choices import CALLS, EFFECTS, Effect
from lenet.results.observation import Observation
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.numbers import counted
from ui.components.pills import one_by_title, titles_of
from ui.components.questions import Option, Question, ask, exactly
from ui.components.snippets import observations
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key, runs
from ui.visitor import workers

HEIGHT = 380
ERROR = "error"
BODY = "The body is Python. It runs while TensorFlow traces, and for no other call."
TIMES = (
    Option("Never", "Tracing runs the body, and the body has the effect.", exactly(0)),
    Option("Once", BODY, exactly(1)),
    Option(
        "Three times",
        "This is so in eager execution. A graph has operations, and this is none.",
        exactly(CALLS),
    ),
)
VARIABLES = (
    Option(
        "One variable, made once",
        "The body would have to make it in the first trace only.",
        exactly(1),
    ),
    Option(
        "Three variables",
        "This is so in eager execution, where each call makes one.",
        exactly(CALLS),
    ),
    Option(
        "An error",
        "TensorFlow traces again after a first trace that made a variable. The body "
        "makes another one then, which is refused.",
        exactly(ERROR),
    ),
)


@part
def show_effects() -> None:
    """Show a side effect to choose, a question, and what three calls did."""
    st.subheader("Side effects happen once")
    name = one_by_title(
        "Choose a side effect. The function is called three times.",
        titles_of(EFFECTS),
        key("effect"),
        help=explain("side effect", "eager"),
    )
    ran = ("effect", name)
    asked = ask(_question(name), run=runs.begun(ran) or ran)
    help = "Run both functions: with the side effect, and with the fix."
    runs.button(ran, help, "Call it three times", name="effect_run")
    if not runs.begun(ran):
        return
    with waiting("Calling the function", HEIGHT):
        seen, fixed = workers.recall("lenet.graphs.retracing.observe:observe", name)
    asked.reveal(*_happened(EFFECTS[name], seen))
    _show_both(name, {"In the body": seen, "Fixed": fixed})


def _question(name: str) -> Question:
    is_counted = name != "variable"
    return Question(
        key=key(f"effect_{name}"),
        page="sessions_vs_eager",
        before="Before you call it",
        text="How often does the side effect happen in three calls?"
        if is_counted
        else "What do three calls make, if the body creates a variable?",
        options=TIMES if is_counted else VARIABLES,
    )


def _happened(effect: Effect, seen: Observation) -> tuple[int | str | None, str]:
    """Return how often it happened, or an error, and a sentence on that."""
    times = effect.times(seen.returned)
    if times is None:
        return ERROR, f"The calls raised **{seen.error.partition(':')[0]}**."
    return times, f"It happened **{counted(times, 'time')}** in {CALLS} calls."


def _show_both(name: str, seen: dict[str, Observation]) -> None:
    observations(key(f"effect_both_{name}"), seen)
    st.markdown(f"**Fix:** {EFFECTS[name].fix}")
