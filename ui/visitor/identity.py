"""Who is visiting: a random name that the visitor's browser keeps."""

import re
import secrets

import streamlit as st

_NAME = re.compile(r"[0-9a-f]{32}")
_COOKIE = "lenet-lab-visitor"

# A reload starts a new Streamlit session. The browser keeps the name in a cookie,
# which comes with the reload, and in its storage, because some hosts drop cookies: then
# the page learns the name a moment later. It is 128 random bits that no page shows, so
# nobody can guess another's. Where both are forbidden, it lasts until the reload.
_browser_name = st.components.v2.component(
    "lenet_visitor",
    js="""
const key = "lenet-lab-visitor"
const year = 365 * 24 * 3600  // seconds

function remembered() {
  try { return localStorage.getItem(key) } catch { return null }
}

function remember(name) {
  document.cookie = `${key}=${name}; path=/; max-age=${year}; SameSite=Lax`
  try { localStorage.setItem(key, name) } catch { /* see above */ }
}

function forget() {
  document.cookie = `${key}=; path=/; max-age=0; SameSite=Lax`
  try { localStorage.removeItem(key) } catch { /* see above */ }
  // The page begins anew: what is drawn and chosen on it is gone with its address.
  location.replace(location.pathname)
}

export default function ({ data, setStateValue }) {
  if (data.forget) return forget()
  const old = remembered()
  const name = /^[0-9a-f]{32}$/.test(old ?? "") ? old : data.name
  remember(name)
  if (name !== data.name) setStateValue("name", name)
}
""",
)


def recognise() -> None:
    """Read the visitor's name from the browser; the shell calls this once.

    Until the browser has answered, and where there is none (a test), the visitor has
    the name that this session suggests.
    """
    suggestion = st.session_state.setdefault("_visitor", _of_cookie())
    forgotten = "_forgotten" in st.session_state
    stored = _browser_name(
        key="_browser",
        data={"name": suggestion, "forget": forgotten},
        on_name_change=lambda: None,
        height=1,
    )
    if stored.name and _NAME.fullmatch(stored.name) and not forgotten:
        st.session_state["_visitor"] = stored.name


def forget_name() -> None:
    """Make the browser delete the visitor's name; until then, this session has another.

    The browser then loads the page again, as for a first visit.
    """
    st.session_state["_forgotten"] = True
    st.session_state["_visitor"] = secrets.token_hex(16)


def _of_cookie() -> str:
    """Return the name in the browser's cookie, or a new one."""
    kept = str(st.context.cookies.get(_COOKIE))
    return kept if _NAME.fullmatch(kept) else secrets.token_hex(16)


def visitor() -> str:
    """Return the visitor's name: 32 hexadecimal digits, known only to them."""
    name: str = st.session_state["_visitor"]
    return name
