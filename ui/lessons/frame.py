"""How every page begins and ends: its promise first, the next lesson last."""

import streamlit as st

from ui.components.links import link_to
from ui.lessons import LESSONS, THE_COURSE, WELCOME, Page, following, page_named

Practice = tuple[str, str]


def begin(name: str, title: str | None = None) -> None:
    """Show a page's title, its promise and its sentence of the course."""
    page = page_named(name)
    st.title(title or page.title)
    st.markdown(page.promise)
    st.caption(f"The course: “{page.course}”", help=THE_COURSE)


def end(name: str, *practice: Practice) -> None:
    """Show what comes after this page: the next lesson, and where to practise.

    `practice` holds names of pages, each with what to try there.
    """
    st.divider()
    with st.container(horizontal=True, key="page_end"):
        with st.container(width=310, gap="small", key="next_lesson"):
            _next_lesson(following(page_named(name)))
        if practice:
            with st.container(width=310, gap="small"):
                _practice(practice)


def _next_lesson(page: Page | None) -> None:
    if page:
        link_to(page.name, f"**Next: {page.title}**", page.icon)
        st.markdown(page.promise)
    else:
        link_to(WELCOME.name, "**Next: back to the map**", WELCOME.icon)
        st.markdown(
            f"This was the last of the {len(LESSONS)} lessons. The map on the page "
            f"{WELCOME.title} leads to each of them."
        )


def _practice(practice: tuple[Practice, ...]) -> None:
    st.markdown("**Try what you learned**")
    for name, what in practice:
        link_to(name, what, page_named(name).icon)
