"""The map: the route through the lessons, each with a picture, and what is done."""

from pathlib import Path

import streamlit as st

from ui.components.links import FOLDER, link_to
from ui.components.numbers import counted
from ui.lessons import LESSONS, Page, number_of, standing
from ui.lessons.welcome import key
from ui.visitor import route

THUMBNAILS = Path(__file__).parent / "thumbnails"
DONE = ":green-badge[:material/check_circle: Done]"


def start() -> None:
    """Show the button that leads to the next lesson, if one is left."""
    if not (left := standing.left()):
        return
    label = f"{_verb()} here: {left[0].title}"
    if st.button(label, type="primary", icon=":material/arrow_forward:"):
        st.switch_page(FOLDER / f"{left[0].name}.py")


def show() -> None:
    """Show a card for each lesson; welcome.css makes all of it one link."""
    left = standing.left()
    st.markdown(_all(len(left)))
    with st.grid(3, min_column_width=240, key=key("map")):
        for page in LESSONS:
            with st.container(border=True, key=key(f"card_{page.name}"), gap="small"):
                _card(page, is_next=page in left[:1])


def _all(left: int) -> str:
    """Return how long the route is, and how much of it is done."""
    hours, minutes = divmod(sum(page.minutes for page in LESSONS), 60)
    steps = len(LESSONS)
    return (
        f"The route has {steps} steps, in this order. They take about "
        f"{counted(hours, 'hour')} and {minutes} minutes together. A step is done when "
        "each of its parts has shown its results. "
        f"**Done: {steps - left} of {steps}.**"
    )


def _card(page: Page, is_next: bool) -> None:
    st.image(thumbnail(page.name), width="stretch", alt=page.picture)
    link_to(page.name, f"**{number_of(page)}. {page.title}**", page.icon)
    # The key of the next one's badges: welcome.css frames its card.
    with st.container(key=key("next" if is_next else f"badges_{page.name}")):
        st.markdown(" ".join(_badges(page, is_next)))
    st.markdown(f"Afterwards you can {page.afterwards}")


def _badges(page: Page, is_next: bool) -> list[str]:
    """Return how long a page takes, how far the visitor is, and where to go on."""
    badges = [f":gray-badge[:material/schedule: {page.minutes} min]"]
    done, parts = standing.done_of(page), standing.parts_of(page)
    if done == parts:
        badges.append(DONE)
    elif done:
        badges.append(f":blue-badge[{done} of {parts} parts]")
    elif route.is_opened(page.name):
        badges.append(":gray-badge[Opened]")
    if is_next:
        badges.append(f":blue-badge[:material/arrow_forward: {_verb()} here]")
    return badges


def _verb() -> str:
    return "Go on" if any(route.is_opened(page.name) for page in LESSONS) else "Start"


def thumbnail(name: str) -> Path:
    """Return the picture of a page in the theme that the visitor sees."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return THUMBNAILS / f"{name}_{theme}.webp"
