"""Who is visiting: a random name that the visitor's browser keeps."""

import re
import secrets

import streamlit as st

_NAME = re.compile(r"[0-9a-f]{32}")

# A reload starts a new Streamlit session, and some hosts drop cookies, so the
# browser's own storage keeps the name. It is 128 random bits that no page shows, so
# nobody can guess another's. Where storage is forbidden, the name lasts until the
# tab is reloaded.
_browser_name = st.components.v2.component(
    "lenet_visitor",
    js="""
const key = "lenet-lab-visitor"

function remembered() {
  try { return localStorage.getItem(key) } catch { return null }
}

function remember(name) {
  try { localStorage.setItem(key, name) } catch { /* see above */ }
  return name
}

export default function ({ data, setStateValue }) {
  const old = remembered()
  const name = /^[0-9a-f]{32}$/.test(old ?? "") ? old : remember(data.name)
  if (name !== data.name) setStateValue("name", name)
}
""",
)


def recognise() -> None:
    """Read the visitor's name from the browser; the shell calls this once.

    Until the browser has answered, and where there is none (a test), the visitor has
    the name that this session suggests.
    """
    suggestion = st.session_state.setdefault("_visitor", secrets.token_hex(16))
    stored = _browser_name(
        key="_browser",
        data={"name": suggestion},
        on_name_change=lambda: None,
        height=1,
    )
    if stored.name and _NAME.fullmatch(stored.name):
        st.session_state["_visitor"] = stored.name


def visitor() -> str:
    """Return the visitor's name: 32 hexadecimal digits, known only to them."""
    name: str = st.session_state["_visitor"]
    return name
