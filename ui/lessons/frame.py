"""How every page begins and ends: its promise first, the next lesson last."""

import streamlit as st

from ui.components.copy_link import copy_link
from ui.components.links import link_to
from ui.lessons import (
    LESSONS,
    THE_COURSE,
    WELCOME,
    Page,
    following,
    number_of,
    page_named,
    standing,
)
from ui.visitor import route

Practice = tuple[str, str]


def begin(name: str, title: str | None = None) -> None:
    """Show a page's title, its promise, its place in the course, and its link."""
    page = page_named(name)
    route.enter(name)
    st.title(title or page.title)
    st.markdown(page.promise)
    with st.container(horizontal=True, vertical_alignment="center", key="page_head"):
        if page in LESSONS:
            st.caption(_step(page), width="content")
        copy_link()
        course = f"The course: “{page.course}”"
        st.caption(course, help=THE_COURSE, width="content")


def _step(page: Page) -> str:
    """Return a page's number, its length, and how many of its parts are done."""
    step = f"Step {number_of(page)} of {len(LESSONS)} · about {page.minutes} minutes"
    if standing.is_done(page):
        return f"{step} · :green[:material/check_circle:] Done"
    if page.parts:
        return f"{step} · {standing.done_of(page)} of {len(page.parts)} parts done"
    return step


def end(name: str, *practice: Practice) -> None:
    """Show what comes after this page: the next lesson, and where to practise.

    `practice` holds names of pages, each with what to try there.
    """
    st.divider()
    with st.container(horizontal=True, key="page_end"):
        with st.container(width=290, gap="small", key="next_lesson"):
            _next_lesson(following(page_named(name)))
        if practice:
            with st.container(width=330, gap="small"):
                _practice(practice)


def _next_lesson(page: Page | None) -> None:
    if page:
        link_to(page.name, f"**Next: {page.title}**", page.icon)
        st.markdown(page.promise)
    else:
        link_to(WELCOME.name, "**Next: back to the map**", WELCOME.icon)
        st.markdown(_last())


def _last() -> str:
    """Return what is left of the route after its last page."""
    left = [page.title for page in standing.left()]
    if not left:
        return f"All {len(LESSONS)} steps are done."
    return (
        f"This was the last of the {len(LESSONS)} steps. Not done yet: "
        f"{', '.join(left)}. The map on the page {WELCOME.title} leads to each of them."
    )


def _practice(practice: tuple[Practice, ...]) -> None:
    st.markdown("**Try what you learned**")
    for name, what in practice:
        link_to(name, what, page_named(name).icon)
