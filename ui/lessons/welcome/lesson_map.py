"""The map: the lessons in the order of the course, each with a picture of itself."""

from pathlib import Path

import streamlit as st

from ui.components.links import FOLDER, link_to
from ui.lessons import LESSONS, Page
from ui.visitor import keys

key = keys.of("welcome")

THUMBNAILS = Path(__file__).parent / "thumbnails"


def start() -> None:
    """Show the button that leads to the first lesson."""
    first = LESSONS[0]
    label = f"Start here: {first.title}"
    if st.button(label, type="primary", icon=":material/arrow_forward:"):
        st.switch_page(FOLDER / f"{first.name}.py")


def show() -> None:
    """Show a card for each lesson; welcome.css makes all of it one link."""
    with st.grid(3, min_column_width=240, key=key("map")):
        for number, page in enumerate(LESSONS, start=1):
            with st.container(border=True, key=key(f"card_{page.name}"), gap="small"):
                _card(number, page)


def _card(number: int, page: Page) -> None:
    st.image(thumbnail(page.name), width="stretch", alt=page.picture)
    link_to(page.name, f"**{number}. {page.title}**", page.icon)
    st.markdown(page.promise)


def thumbnail(name: str) -> Path:
    """Return the picture of a page in the theme that the visitor sees."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return THUMBNAILS / f"{name}_{theme}.webp"
