"""Which image of the batch has its values shown: by its number, or by a click."""

import streamlit as st

from lenet.results.recording import Recording
from lenet.settings import within
from ui.lessons.microscope import key

IMAGE = key("image")


def choose_image(recording: Recording) -> int:
    """Return the index of the chosen image, of those whose feature maps were kept.

    Where only one is kept, nothing is shown.
    """
    kept = kept_images(recording)
    if kept == 1:
        return 0
    chosen = st.number_input(
        "Image",
        1,
        kept,
        key=IMAGE,
        width=150,
        bind="query-params",
        help="The image of the batch whose values are drawn. A click on a small image "
        f"chooses it too. Feature maps are kept for the first {kept}; the numbers are "
        "those of the whole batch.",
    )
    return min(int(chosen), kept) - 1


def show_image(recording: Recording, index: int) -> None:
    """Choose the image of an index. Raises ValueError for one that was not kept."""
    within("index", index, 0, kept_images(recording) - 1)
    st.session_state[IMAGE] = index + 1


def kept_images(recording: Recording) -> int:
    """Return how many images of the batch have their feature maps kept."""
    return len(recording.layers[0].output)
