"""Which image of a batch a lesson shows the values of."""

from collections.abc import Callable

import streamlit as st


def choose_image(kept: int, key: str, on_change: Callable[[], None]) -> int:
    """Return the index of the chosen image, of the first `kept` of a batch.

    Where only one is kept, nothing is shown.
    """
    if kept == 1:
        return 0
    chosen = st.number_input(
        "Image",
        1,
        kept,
        key=key,
        on_change=on_change,
        width=150,
        persist_state="session",
        help="The image of the batch whose values are drawn. Feature maps are kept "
        f"for the first {kept}; the numbers are those of the whole batch.",
    )
    return min(int(chosen), kept) - 1
