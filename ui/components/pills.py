"""One of several, by their titles, as pills; the address keeps which."""

from collections.abc import Mapping
from typing import Protocol

import streamlit as st


class Titled(Protocol):
    """Whatever has a title."""

    @property
    def title(self) -> str:
        """Return the words that stand on its pill."""


def one_by_title(
    label: str,
    titles: Mapping[str, str],
    key: str,
    *,
    help: str | None = None,
) -> str:
    """Return the name of the chosen one; `titles` are by name, the first is open."""
    chosen: str = st.pills(
        label,
        list(titles),
        default=next(iter(titles)),
        required=True,
        format_func=titles.__getitem__,
        key=key,
        bind="query-params",
        help=help,
        wrap=True,
    )
    return chosen


def titles_of(registry: Mapping[str, Titled]) -> dict[str, str]:
    """Return the titles of a registry, such as one of mistakes, by name."""
    return {name: each.title for name, each in registry.items()}
