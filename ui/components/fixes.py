"""Fixes that the visitor applies with a button, and which ones have been applied."""

from dataclasses import dataclass

import streamlit as st

from ui.visitor.keys import Key


@dataclass(frozen=True)
class Fixes:
    """The fixes of a lesson, whose keys `key` makes."""

    key: Key

    def applied(self, of: str) -> frozenset[str]:
        """Return the names that the visitor has fixed; `of` names their registry."""
        fixed: dict[str, frozenset[str]] = st.session_state.get(self.key("fixed"), {})
        return fixed.get(of, frozenset())

    def offer(self, of: str, name: str, help: str) -> bool:
        """Return whether the fix is applied; until then, show the button for it."""
        if name in self.applied(of):
            return True
        st.button(
            "Apply the fix",
            icon=":material/build:",
            key=self.key(f"fix_{of}"),
            on_click=self.apply,
            args=(of, name),
            help=help,
        )
        return False

    def apply(self, of: str, name: str) -> None:
        """Note that the visitor has fixed one of a registry."""
        key = self.key("fixed")
        fixed = {of: self.applied(of) | {name}}
        st.session_state[key] = {**st.session_state.get(key, {}), **fixed}
