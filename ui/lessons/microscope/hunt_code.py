"""The code of a hunt: what runs, without a word on what is wrong in it."""

from collections.abc import Mapping

import streamlit as st

from lenet.results.recording import Recording
from lenet.source import Source
from ui.components.clicks.pick import Pick
from ui.components.code import show_code
from ui.lessons.microscope import key
from ui.lessons.microscope.hunt import code_of, hunt
from ui.lessons.microscope.hunt_lines import Lines, without_remarks
from ui.lessons.microscope.picks import of_lines

MARKS = "Marks it as wrong"
GOES = "Goes to its frame"
CLICK = key("click")
GUESSED = key("guess")  # the mark of lines that were guessed: microscope.css
WHAT = {
    "build": "makes the model",
    "order": "decides the order of the images",
    "train_step": "is the training step",
    "call": "is the model's forward pass",
    "check": "scores the batch again",
}


def choose_click() -> None:
    """Show what a click on a line does."""
    st.segmented_control(
        "A click on a line",
        (GOES, MARKS),
        default=GOES,
        required=True,
        key=CLICK,
        persist_state="session",
        help="Look around with the first. Choose the second when you know which line "
        "is wrong.",
    )


def show_hidden(recording: Recording, marks: Mapping[str, Mapping[int, str]]) -> None:
    """Show all code that runs; `marks` are by function and line, to be lit."""
    guessing = st.session_state.get(CLICK) == MARKS
    game = hunt()
    for name, source in code_of(game.mistake, recording).items():
        lines = without_remarks(source)
        found = marks.get(name, {})
        there = {lines.shown(line): line for line in found if lines.shown(line)}
        ways = guesses(name, lines) if guessing else of_lines(name, lines.source, there)
        lit = {shown: [found[line]] for shown, line in there.items()}
        for line in (line for function, line in game.guesses if function == name):
            lit.setdefault(lines.shown(line), []).append(GUESSED)
        show_code(
            lines.source,
            lit,
            picks=ways,
            caption=f"`{name}` {WHAT[name]}",
        )


def guesses(function: str, lines: Lines) -> dict[int, Pick]:
    """Return a pick for each line: a click guesses that it is wrong."""
    texts = map(str.strip, lines.source.text.splitlines())
    numbered = enumerate(zip(lines.numbers, texts, strict=True), start=1)
    return {
        shown: Pick(f"wrong {function} {number}", f"Line {shown} is wrong: {text}")
        for shown, (number, text) in numbered
        if text
    }


def text_of(source: Source, line: int) -> str:
    """Return a line of a function's code."""
    return source.text.splitlines()[line - 1].strip()
