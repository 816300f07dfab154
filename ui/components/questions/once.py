"""A question about a recording that goes on: a step reveals the answer only once."""

from collections.abc import Hashable
from typing import Any, NamedTuple

from ui.components.questions import Question, ask
from ui.visitor.answers import Record
from ui.visitor.state import visitor_state


class Result(NamedTuple):
    """What decides which options are right, and a sentence with the numbers."""

    value: Any
    truth: str


def ask_once(question: Question, run: Hashable, result: Result | None) -> None:
    """Ask, and reveal a result that is there; what was revealed stays so.

    A second prediction waits until an option is chosen: the result of this step may
    be there already.
    """
    record = _record_of(question)
    if record.first and not record.again:
        ask(question, run=None)
        return
    asked = ask(question, run=run)
    if result and (record.pending is not None or not record.again):
        asked.reveal(*result)


def _record_of(question: Question) -> Record:
    answers = visitor_state().answers
    return answers.of(question.key, question.page, question.text)
