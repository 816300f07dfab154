"""The visitor's route: which pages they opened, and which parts of them are done.

A part is a tab, named by its title, or a whole page without tabs. It is done once it
has shown what it taught: `ui.components.closing` marks it in the run that shows this.
"""

from dataclasses import dataclass, field

import streamlit as st

from ui.visitor.state import visitor_state

WHOLE = ""  # the only part of a page without tabs
ROUTE, PLACE = "route", "_place"


@dataclass(eq=False)
class Route:
    """The pages that one visitor has opened, and the parts that are done."""

    opened: set[str] = field(default_factory=set)
    done: set[tuple[str, str]] = field(default_factory=set)  # page and part


@dataclass(frozen=True)
class Place:
    """Where a visitor is: a page, its open part, and all of its parts."""

    page: str
    part: str = WHOLE
    parts: tuple[str, ...] = (WHOLE,)


def enter(page: str) -> None:
    """Note that the visitor has opened a page."""
    st.session_state[PLACE] = Place(page)
    _route().opened.add(page)


def open_part(part: str, parts: tuple[str, ...]) -> None:
    """Note which of its parts the page shows; fragments run with this part open."""
    if place := here():
        st.session_state[PLACE] = Place(place.page, part, parts)


def here() -> Place | None:
    """Return where the visitor is; None outside of the app's pages."""
    place: Place | None = st.session_state.get(PLACE)
    return place


def mark_done() -> None:
    """Note that the open part is done."""
    if place := here():
        _route().done.add((place.page, place.part))


def is_opened(page: str) -> bool:
    """Return whether the visitor has opened a page before."""
    return page in _route().opened


def parts_done(page: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of a page's parts that are done, in their order."""
    done = _route().done
    return tuple(part for part in parts or (WHOLE,) if (page, part) in done)


def _route() -> Route:
    route: Route = visitor_state().kept.setdefault(ROUTE, Route())
    return route
