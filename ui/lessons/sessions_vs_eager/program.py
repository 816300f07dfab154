"""The program whose lines run: one choice for Three lanes and What ran."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lenet.results.lanes import PROGRAM_NAMES
from ui.lessons.sessions_vs_eager import key

PROGRAM = key("program")


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
