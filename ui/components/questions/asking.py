"""A question on the page: open before the result of its run, locked after it."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components.questions.answer import show_answer, show_first
from ui.components.questions.question import Question
from ui.visitor.answers import Answer, Record
from ui.visitor.state import visitor_state

TOO_LATE = "A prediction counts only before the run starts."


@dataclass(frozen=True)
class Asked:
    """A question on the page, to be answered by the result of its run."""

    question: Question
    run: Hashable
    place: DeltaGenerator

    @property
    def prediction(self) -> str | None:
        """Return the label that is predicted for this run, None without one."""
        record = _record(self.question)
        if answer := record.answer_of(self.run):
            return answer.predicted
        pending = record.pending
        return None if pending is None else self.question.labels[pending]

    @property
    def is_again(self) -> bool:
        """Return whether the next run is predicted: hide the result meanwhile."""
        record = _record(self.question)
        return record.again and not _is_new(record, self.run)

    def reveal(self, result: Any, truth: str) -> None:
        """Lock the prediction, and show the result in its place, and why.

        `result` decides which options are right; `truth` is a sentence with the
        numbers of this run. A run that is revealed already stays as it is.
        """
        record = _record(self.question)
        if record.answer_of(self.run):
            return
        record.add(self.question.answer(self.run, record.pending, result, truth))
        with self.place.container():
            _show_locked(self.question, record, self.run)


def ask(question: Question, *, run: Hashable, running: bool = False) -> Asked:
    """Show the question: open before its run's result, and locked after it.

    While `running`, from the press until `reveal`, the pills cannot be changed.
    """
    record = _record(question)
    place = st.empty()
    with place.container():
        if running and _is_new(record, run):
            _show_running(question, record)
        elif _is_open(record, run):
            _show_open(question, record)
        else:
            _show_locked(question, record, run)
    return Asked(question, run, place)


def _record(question: Question) -> Record:
    answers = visitor_state().answers
    return answers.of(question.key, question.page, question.text)


def _is_open(record: Record, run: Hashable) -> bool:
    return not record.first or record.again or _is_new(record, run)


def _is_new(record: Record, run: Hashable) -> bool:
    return run is not None and not record.answer_of(run)


def _show_open(question: Question, record: Record) -> None:
    """Show the pills; what the visitor chose before is chosen in a new session too."""
    if record.first:
        show_first(record.first)
    _set_pending(question, record)
    st.pills(
        question.open_text,
        question.labels,
        key=question.key,
        on_change=_choose,
        args=(question,),
        wrap=True,
    )


def _show_running(question: Question, record: Record) -> None:
    """Show the pills as they were at the press; a late choice calls nothing."""
    if record.first:
        show_first(record.first)
    _set_pending(question, record)
    st.pills(question.text, question.labels, key=question.key, disabled=True, wrap=True)
    st.caption(TOO_LATE)


def _set_pending(question: Question, record: Record) -> None:
    pending = record.pending
    # The record decides, not the widget: labels may change, and a visitor reload.
    st.session_state[question.key] = (
        None if pending is None else question.labels[pending]
    )


def _choose(question: Question) -> None:
    label = st.session_state[question.key]
    _record(question).pending = None if label is None else question.labels.index(label)


def _show_locked(question: Question, record: Record, run: Hashable) -> None:
    """Show the answers: the pills can no longer be changed."""
    assert record.first
    answer = record.answer_of(run) or record.latest or record.first
    if answer is not record.first:
        show_first(record.first, truth=True)
    st.markdown(f":small[{question.text}]")
    with st.container(horizontal=True, vertical_alignment="center"):
        _show_chosen(question, answer)
        st.button(
            "Predict again",
            type="tertiary",
            icon=":material/replay:",
            key=f"{question.key}_again",
            on_click=_reopen,
            args=(record,),
            help="Predict the next run. Only the first prediction counts.",
        )
    show_answer(answer)


def _show_chosen(question: Question, answer: Answer) -> None:
    key = f"{question.key}_locked"
    chosen = answer.predicted  # its label may be of another run's options
    st.session_state[key] = chosen if chosen in question.labels else None
    st.pills(
        question.text,
        question.labels,
        key=key,
        disabled=True,
        label_visibility="collapsed",
        width="content",
        wrap=True,
    )


def _reopen(record: Record) -> None:
    record.again = True
