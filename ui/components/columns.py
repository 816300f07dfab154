"""Parts in columns, or in tabs where the page is too narrow."""

from collections.abc import Callable, Sequence

import streamlit as st


def columns_or_tabs(
    key: str,
    titles: Sequence[str],
    in_column: Callable[[str], None],
    in_tab: Callable[[str], None],
    *,
    widths: Sequence[int],
    opened: str,
) -> None:
    """Show parts in columns, and again in tabs, of which one is `opened`.

    The browser shows columns or tabs (columns.css), since only the browser knows
    its width. So no widget can be in a part: its key would be there twice.
    """
    with st.container(key=f"columns_wide_{key}"):
        for start in range(0, len(titles), len(widths)):
            row = titles[start : start + len(widths)]
            for column, title in zip(st.columns(widths), row, strict=True):
                with column:
                    in_column(title)
    with st.container(key=f"columns_narrow_{key}"):
        tabs = st.tabs(titles, default=opened)
        for tab, title in zip(tabs, titles, strict=True):
            with tab:
                in_tab(title)
