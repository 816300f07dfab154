"""Fixes that the visitor applies with a button, and which ones have been applied."""

import streamlit as st

from ui.lessons.sessions_vs_eager import key

FIXED = key("fixed")


def fixed(of: str) -> frozenset[str]:
    """Return the names that the visitor has fixed; `of` names their registry."""
    applied: dict[str, frozenset[str]] = st.session_state.get(FIXED, {})
    return applied.get(of, frozenset())


def offer_fix(of: str, name: str, help: str) -> bool:
    """Return whether the fix is applied; until then, show the button for it."""
    if name in fixed(of):
        return True
    st.button(
        "Apply the fix",
        icon=":material/build:",
        key=key(f"fix_{of}"),
        on_click=_apply,
        args=(of, name),
        help=help,
    )
    return False


def _apply(of: str, name: str) -> None:
    applied = {**st.session_state.get(FIXED, {}), of: fixed(of) | {name}}
    st.session_state[FIXED] = applied
