"""The lit line of code, kept in view: its box scrolls, and the page does not."""

import streamlit as st

from ui.components.code import light

# The code may come later than this, on a page that has just been opened.
_in_view = st.components.v2.component(
    "lenet_lit_line",
    js="""
const TRIES = 60
const SHARE = 0.35 // of the box's height: where a line comes that was out of view

function show({ within, mark }, left) {
  const box = document.querySelector(`.st-key-${within}`)
  const line = box?.querySelector(`.line[data-marks~="${mark}"]`)
  if (!line) {
    if (left) requestAnimationFrame(() => show({ within, mark }, left - 1))
    return
  }
  const frame = box.getBoundingClientRect()
  const { top, bottom } = line.getBoundingClientRect()
  const isSeen = top >= frame.top && bottom <= frame.bottom
  if (!isSeen) box.scrollTop += top - frame.top - SHARE * box.clientHeight
}

export default function ({ data }) {
  show(data, TRIES)
}
""",
)


def light_in_view(mark: str, within: str) -> None:
    """Light the lines with this mark; the container `within` scrolls to the first."""
    light(mark)
    with st.container(key=f"{within}_scroller"):  # of which CSS leaves no gap
        _in_view(key=f"{within}_in_view", data={"within": within, "mark": mark})
