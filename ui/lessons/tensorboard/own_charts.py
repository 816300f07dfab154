"""The logged curves, drawn by the app where it serves no TensorBoard."""

from collections.abc import Mapping

import streamlit as st

from lenet.tensorboard.runs import Curve
from ui.components.charts import CONFIG
from ui.components.fragments import guard
from ui.lessons.tensorboard import key
from ui.lessons.tensorboard.charts import scalars
from ui.lessons.tensorboard.runs import started
from ui.visitor import workers

NO_ROUTES = (
    "This app was started without TensorBoard: `streamlit run streamlit_app.py` "
    "starts it too. The app draws the curves of the runs here."
)


@guard
def show(why: str = NO_ROUTES) -> None:
    """Show the curves of one run, read from the same logs, and why it does so."""
    st.info(why, icon=":material/info:")
    logs = str(workers.log_root())
    runs = workers.call("lenet.tensorboard.runs:runs", logs)
    if not runs:
        st.caption("There are no runs yet.")
        return
    run = st.selectbox(
        "Run",
        [run.name for run in reversed(runs)],
        format_func=lambda name: f"{name}, started {started(name)}",
        help="The runs of all visitors, newest first.",
    )
    tags = workers.call("lenet.tensorboard.runs:scalars", logs, run)
    with st.grid(2, min_column_width=300):
        for tag in sorted({split_tag(name)[1] for name in tags}):
            _show_tag(tag, tags)


def _show_tag(tag: str, tags: Mapping[str, Curve]) -> None:
    series = {
        split_tag(name)[0]: curve
        for name, curve in tags.items()
        if split_tag(name)[1] == tag
    }
    with st.container():
        st.markdown(f"`{tag}`")
        st.plotly_chart(scalars(series), key=key(tag), config=CONFIG)


def split_tag(name: str) -> tuple[str, str]:
    """Split "train/epoch_loss" into the writer's folder and the tag."""
    writer, _, tag = name.partition("/")
    return writer, tag
