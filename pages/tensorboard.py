"""TensorBoard: this app's own, in the page; or the runs drawn by the app."""

from urllib.parse import urljoin

import streamlit as st

from ui.components.charts import CONFIG
from ui.components.links import link_to
from ui.lessons import frame
from ui.lessons.tensorboard.charts import scalars
from ui.server.routes import routes_served
from ui.visitor import keys, workers
from ui.visitor.state import Training, visitor_state

HEIGHT = 820
key = keys.of("tensorboard")


def my_runs() -> list[Training]:
    """Give the visitor's runs that were logged, newest first."""
    mine = visitor_state()
    runs = [run for run in (mine.training, *mine.earlier) if run]
    return [run for run in runs if run.outcome and run.outcome.run]


def table_of_runs() -> None:
    """Say which run is which: TensorBoard knows them by their times only."""
    rows = [
        {
            "Run": run.outcome.run,
            "Paradigm": run.settings.paradigm,
            "Loop": run.settings.loop,
            "Optimizer": run.settings.optimizer,
            "Learning rate": run.settings.learning_rate,
            "Batch size": run.settings.batch_size,
            "Seed": run.settings.seed,
            "Test accuracy": run.outcome.evaluation.accuracy,
        }
        for run in my_runs()
    ]
    if rows:
        percent = st.column_config.NumberColumn(format="percent")
        st.dataframe(rows, hide_index=True, column_config={"Test accuracy": percent})
    else:
        link_to(
            "train",
            "Train a model: its run appears here when it is done",
            "play_circle",
        )


def embedded(board: dict) -> None:
    """Show TensorBoard itself; it is served at the app's own address."""
    address = urljoin(st.context.url or "/", "tensorboard/")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge("Running", icon=":material/check:", color="green")
        st.link_button("Open in a tab", address, icon=":material/open_in_new:")
        st.caption(f"Process on port {board['port']} of the app's machine")
    st.caption(
        "**Time series** and **Scalars** show the curves, **Histograms** how the "
        "weights spread, **Graphs** the layers: choose *Conceptual graph* there. "
        "Keras logs one for Sequential and Functional models, none for Subclassing."
    )
    st.iframe(address, height=HEIGHT, alt="TensorBoard with the runs of this app")


@st.fragment(run_every=1.0)
def wait_for_board() -> None:
    """Say how TensorBoard stands until it is there."""
    board = workers.state().get("tensorboard", {"state": "starting"})
    if board["state"] == "ready":
        st.rerun()
    elif board["state"] == "failed":
        st.error(f"TensorBoard does not start:\n\n```\n{board['reason']}\n```")
    else:
        st.badge(board["state"].capitalize(), icon=":material/hourglass_top:")
        st.skeleton(HEIGHT)


def drawn_here() -> None:
    """Read the same logs and draw their curves where no route leads to it."""
    st.info(
        "This app was started in a way that serves no TensorBoard: the routes come "
        "with `streamlit run streamlit_app.py`. Here are the runs, drawn by the app.",
        icon=":material/info:",
    )
    try:
        runs = workers.call("lenet.tensorboard.runs:runs", str(workers.log_root()))
        if not runs:
            st.caption("No runs yet.")
            return
        run = st.selectbox("Run", [run.name for run in reversed(runs)])
        tags = workers.call(
            "lenet.tensorboard.runs:scalars", str(workers.log_root()), run
        )
    except (ValueError, workers.WorkError) as error:
        st.error(str(error), icon=":material/error:")
        return
    with st.grid(2, min_column_width=300):
        for tag in sorted({tag for _, tag in map(split_tag, tags)}):
            of_tag = {
                split_tag(name)[0]: series
                for name, series in tags.items()
                if split_tag(name)[1] == tag
            }
            with st.container():
                st.markdown(f"`{tag}`")
                st.plotly_chart(scalars(of_tag), key=key(tag), config=CONFIG)


def split_tag(name: str) -> tuple[str, str]:
    """Split "train/epoch_loss" into the writer's folder and the tag."""
    writer, _, tag = name.partition("/")
    return writer, tag


frame.begin("tensorboard")
st.subheader("Which run is yours")
table_of_runs()
st.caption(
    "Logs hold curves and histograms of weights, no drawings. Everybody who visits "
    "this app sees all of its runs."
)

st.subheader("The board")
board = workers.state().get("tensorboard", {"state": "starting"})
if not routes_served():
    drawn_here()
elif board["state"] == "ready":
    embedded(board)
else:
    wait_for_board()

st.subheader("On your own machine")
st.markdown("The command line of the course, for logs of your own:")
st.code("tensorboard --logdir logs/fit --host 127.0.0.1 --port 6006", language="bash")
frame.end("tensorboard", ("train", "Train again with one setting changed"))
