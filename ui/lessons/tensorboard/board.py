"""TensorBoard itself, in the page: served at the app's own address."""

from typing import Any
from urllib.parse import urljoin

import streamlit as st

from ui.lessons.tensorboard.runs import any_logged
from ui.visitor import workers

HEIGHT = 820


def show() -> None:
    """Show TensorBoard, or keep its place until it has started."""
    board = _state()
    if not any_logged(workers.log_root()):
        st.info(
            "No run has been logged yet. TensorBoard opens here after the first one.",
            icon=":material/monitoring:",
        )
    elif board["state"] == "ready":
        _embed(board["port"])
    else:
        _wait()


def _state() -> dict[str, Any]:
    board: dict[str, Any] = workers.state().get("tensorboard", {"state": "starting"})
    return board


def _embed(port: int) -> None:
    address = urljoin(st.context.url or "/", "tensorboard/")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge("Running", icon=":material/check:", color="green")
        st.link_button("Open in a new tab", address, icon=":material/open_in_new:")
        st.caption(f"A process of this app, on port {port}")
    st.caption(
        "**Time Series** and **Scalars** show loss and accuracy after each epoch. "
        "**Histograms** show how the weights are distributed. **Graphs** shows the "
        "layers: choose *Conceptual graph*. Keras logs this graph for Sequential and "
        "Functional models, and none for Subclassing. In a small window, close the "
        "pane *Settings*, or open TensorBoard in a new tab."
    )
    st.iframe(address, height=HEIGHT, alt="TensorBoard with the runs of this app")


@st.fragment(run_every=1.0)
def _wait() -> None:
    """Show why TensorBoard is not there, and look again every second."""
    board = _state()
    if board["state"] == "ready":
        st.rerun()
    elif board["state"] == "failed":
        st.error(f"TensorBoard does not start:\n\n```\n{board['reason']}\n```")
    else:
        st.caption(
            ":material/hourglass_top: TensorBoard is starting, after TensorFlow. This "
            "takes some seconds, once for all visitors."
        )
        st.skeleton(HEIGHT)
