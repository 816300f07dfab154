"""Programs that a button runs: which ones the visitor has run, and when."""

import time
from collections.abc import Hashable
from dataclasses import dataclass

import streamlit as st

from ui.visitor.keys import Key

AGAIN = "It ran once for all visitors: another run has the same result."


@dataclass(frozen=True)
class Runs:
    """The runs of a lesson, whose keys `key` makes."""

    key: Key

    def begun(self, what: Hashable) -> int:
        """Return when the visitor last ran something, 0 if never: a run's number."""
        return int(st.session_state.get(self.key("runs"), {}).get(what, 0))

    def button(
        self,
        what: Hashable,
        help: str,
        label: str = "Run it",
        *,
        name: str = "run_program",
    ) -> None:
        """Show the button that runs something; afterwards it runs it again.

        `name` tells it from another one on the same tab.
        """
        again = self.begun(what) > 0
        st.button(
            f"{label} again" if again else label,
            type="secondary" if again else "primary",
            icon=":material/replay:" if again else ":material/play_arrow:",
            key=self.key(name),
            on_click=self.begin,
            args=(what,),
            help=f"{help} {AGAIN}" if again else help,
        )

    def begin(self, what: Hashable) -> None:
        """Note that the visitor runs something now."""
        key = self.key("runs")
        st.session_state[key] = {
            **st.session_state.get(key, {}),
            what: time.time_ns(),
        }
