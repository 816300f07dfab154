"""The open tab, moved into the visitor's view: a narrow page shows some tabs only."""

import streamlit as st

# The tabs come with the same message as this, or soon after it.
_in_view = st.components.v2.component(
    "lenet_open_tab",
    js="""
const TRIES = 60

function show(title, left) {
  const tabs = [...document.querySelectorAll('[role="tab"]')]
  const tab = tabs.find((each) => each.textContent.trim() === title)
  const list = tab?.closest('[role="tablist"]')
  if (!list) {
    if (left) requestAnimationFrame(() => show(title, left - 1))
    return
  }
  const { left: from, width } = tab.getBoundingClientRect()
  const frame = list.getBoundingClientRect()
  list.scrollLeft += from - frame.left - (frame.width - width) / 2
}

export default function ({ data }) {
  show(data.title, TRIES)
}
""",
)


def bring_into_view(title: str) -> None:
    """Scroll the tab of a title into view; Streamlit leaves it where it is."""
    with st.sidebar:  # where its empty place moves nothing
        _in_view(key="_open_tab", data={"title": title}, height=1)
