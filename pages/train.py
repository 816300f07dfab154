"""Train: choose, start, watch; the code beside it is the code that runs."""

import streamlit as st

from lenet.settings import Settings
from ui.components.charts import CONFIG
from ui.components.choices import choose
from ui.components.code import code_boxes
from ui.components.fragments import show_refusal, verdict
from ui.components.training import outcome
from ui.components.training.charts import curves
from ui.components.training.controls import SECONDS_BETWEEN_LOOKS, figures, transport
from ui.visitor import jobs, keys
from ui.visitor.state import visitor_state

key = keys.of("train")
# What a learner can expect of the first epoch, and which accuracies that means.
PREDICTIONS = {
    "About 1 in 10": (0.0, 0.3),
    "About half": (0.3, 0.75),
    "More than 3 in 4": (0.75, 1.01),
}


def watch(was_active: bool) -> None:
    """Show the training as it runs; a fragment, so that only this reruns."""
    mine = jobs.follow()
    training = mine.training
    if training:
        figures(training)
    else:
        st.info(
            "Choose and press **Start**. The first batches take a second or two: "
            "TensorFlow traces the model then.",
            icon=":material/play_circle:",
        )
    if training or mine.earlier:
        st.plotly_chart(
            curves(training, mine.earlier),
            key=key("curves"),
            config=CONFIG,
            alt="Loss and accuracy over the images seen, this run over earlier ones",
        )
    if training and was_active and not training.active:
        st.rerun()


def predict_then_run() -> None:
    """Ask before the result is there; the result itself marks the answer."""
    answer = st.pills(
        "Before you start: after one epoch, how many of the test digits will it read?",
        list(PREDICTIONS),
        key=key("prediction"),
        persist_state="session",
    )
    training = visitor_state().training
    ends = [r for r in training.reports if r.val_accuracy] if training else []
    if answer and ends:
        accuracy = ends[0].val_accuracy
        low, high = PREDICTIONS[answer]
        verdict(
            low <= accuracy < high,
            f"after its first epoch it read **{accuracy:.1%}**.",
        )


@st.fragment
def show_code(settings: Settings) -> None:
    """Show one piece of the code that Start runs."""
    pieces = {
        "Model": f"lenet.models.{settings.paradigm.lower()}",
        "Training step": "lenet.training:train_step",
        "Loop": f"lenet.training.loops:{settings.loop}",
    }
    code_boxes(pieces, key=key("piece"))


st.title("Train your LeNet")
st.markdown(
    "One training step, three ways to run it. Start a training, leave the page, "
    "come back: it runs on its own, and the model it makes is yours."
)
# The live column comes first, so that a phone shows Start above the settings.
live, choices = st.columns([2, 1], gap="large")
with choices:
    settings = choose(key)
with live:
    predict_then_run()
    transport(settings)
    show_refusal()
    active = bool(visitor_state().training and visitor_state().training.active)
    st.fragment(watch, run_every=SECONDS_BETWEEN_LOOKS if active else None)(active)

training = visitor_state().training
if training and training.outcome:
    outcome.show(training, key)

st.header("The code that runs")
show_code(settings)

st.subheader("What to take away")
st.markdown(
    "- **Eager** runs the step as Python, line by line: slow, and easy to look into. "
    "**Graph** traces the same step once and runs many batches without Python. "
    "**fit** is Keras's own loop around a step like it.\n"
    "- The loop changes the speed, not the mathematics: the same seed shows the same "
    "images in the same order."
)
