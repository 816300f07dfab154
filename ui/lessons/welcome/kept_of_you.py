"""What the app keeps of its visitor, and the button that deletes it."""

import streamlit as st

from ui.components.fragments import attempt, show_refusal
from ui.components.numbers import counted
from ui.lessons import LESSONS, standing
from ui.lessons.welcome import key
from ui.visitor.forgetting import forget_all
from ui.visitor.kept import Kept
from ui.visitor.state import VisitorState, visitor_state

ASKED = key("asked_to_forget")
FORGET = "Forget all that is kept of me"
HOW = (
    "The app knows you by a random name, which your browser keeps. It is no account. "
    "Under this name, the app keeps, at most until it is restarted:"
)
LOGS = (
    "A running training or computation is stopped, and your browser deletes the name. "
    "The logs of your finished and stopped trainings are deleted. The log of a "
    "training that failed stays: it has no name in it, so the app cannot tell whose it "
    "is. Nothing of other visitors is deleted."
)


def show() -> None:
    """Show what is kept of the visitor, folded, and how to delete it."""
    asked = bool(st.session_state.get(ASKED))
    fold = st.expander("What the app keeps of you", icon=":material/person_off:")
    with fold:
        mine = visitor_state()
        st.markdown(HOW)
        st.markdown("\n".join(f"- {line}" for line in _kept(mine)))
        st.button(
            FORGET,
            icon=":material/delete_forever:",
            disabled=asked,
            on_click=_ask,
            args=(True,),
            help="Asks once more before anything is deleted.",
        )
        if asked:
            _confirm()
        show_refusal()


def _kept(mine: VisitorState) -> list[str]:
    """Return what is kept of a visitor, in their own numbers."""
    runs = [run for run in (mine.training, *mine.earlier) if run]
    model = "Your model: none yet"
    if mine.model:
        updates = counted(mine.model.step, "update")
        model = f"Your model: {mine.model.paradigm}, after {updates}"
    digit = "the last one on Draw a digit" if mine.digit is not None else "none yet"
    if mine.labelled:
        digit += f", and the one under the microscope, a {mine.labelled.label}"
    parts = sum(standing.done_of(page) for page in LESSONS)
    records = mine.answers.records.values()
    answered = sum(record.first is not None for record in records)
    results = sum(len(each) for each in mine.kept.values() if isinstance(each, Kept))
    return [
        model,
        f"Your trainings: the curves of {len(runs)}, the logs of {len(mine.logs)}",
        f"Your digit: {digit}",
        f"Your answers to {counted(answered, 'question')}",
        f"Your route: {counted(parts, 'part')} done",
        f"The results of {counted(results, 'thing')} that you ran",
    ]


def _confirm() -> None:
    st.warning(f"All of this is deleted for good. {LOGS}", icon=":material/warning:")
    with st.container(horizontal=True):
        st.button(
            "Yes, forget all",
            type="primary",
            icon=":material/delete_forever:",
            on_click=_forget,
        )
        st.button("Keep it", on_click=_ask, args=(False,))


def _ask(wanted: bool) -> None:
    st.session_state[ASKED] = wanted


def _forget() -> None:
    st.session_state[ASKED] = False
    attempt(forget_all)
