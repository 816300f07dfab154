"""Programs that a button runs: which ones the visitor has run, and when."""

import time
from collections.abc import Hashable

import streamlit as st

from ui.lessons.sessions_vs_eager import key

AGAIN = "It ran once for all visitors: another run has the same result."
PRESSES = key("presses")  # the times of the latest presses, by what was run


def pressed(what: Hashable) -> int:
    """Return when the visitor last ran something, 0 if never: one run's number."""
    return int(st.session_state.get(PRESSES, {}).get(what, 0))


def run_button(
    what: Hashable, help: str, label: str = "Run it", *, name: str = "run_program"
) -> None:
    """Show the button that runs something; afterwards it runs it again.

    `name` tells it from another one on the same tab.
    """
    again = pressed(what) > 0
    st.button(
        f"{label} again" if again else label,
        type="secondary" if again else "primary",
        icon=":material/replay:" if again else ":material/play_arrow:",
        key=key(name),
        on_click=press,
        args=(what,),
        help=f"{help} {AGAIN}" if again else help,
    )


def press(what: Hashable) -> None:
    """Note that the visitor runs something now."""
    st.session_state[PRESSES] = {
        **st.session_state.get(PRESSES, {}),
        what: time.time_ns(),
    }
