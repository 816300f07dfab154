"""The program whose lines run: one choice for Three lanes and What ran."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lenet.results.lanes import PROGRAM_NAMES, SMALL
from ui.lessons.sessions_vs_eager import key

PROGRAM = key("program")
NO_MODEL = ("Subclassing", 0)


def model_of(program: str) -> tuple[str, int]:
    """Return the paradigm and the seed that a program's results depend on.

    They are the sidebar's. The small computation has no model: always the same.
    """
    state = st.session_state
    return NO_MODEL if program == SMALL else (state.paradigm, state.seed)


def choose_program(on_change: Callable[[], Any] | None = None) -> str:
    """Return the program that the visitor chooses; both tabs keep the choice."""
    chosen: str = st.segmented_control(
        "Program",
        PROGRAM_NAMES,
        default=PROGRAM_NAMES[0],
        required=True,
        key=PROGRAM,
        bind="query-params",
        on_change=on_change,
        help="The model has the paradigm of the sidebar. The seed decides its weights "
        "and the images.",
        wrap=True,
    )
    return chosen
