"""Train: choose, start, watch; the code beside it is the code that runs."""

import streamlit as st

from lenet.settings import Settings
from ui.components.charts import CONFIG
from ui.components.choices import choose
from ui.components.code import code_boxes
from ui.components.fragments import show_refusal
from ui.components.questions import Option, Question, ask, between
from ui.components.training import outcome
from ui.components.training.charts import curves
from ui.components.training.controls import SECONDS_BETWEEN_LOOKS, figures, transport
from ui.lessons import frame
from ui.visitor import jobs, keys
from ui.visitor.state import Training, visitor_state

key = keys.of("train")
FIRST_EPOCH = Question(
    key="train_first_epoch",
    page="train",
    text="Before you start: what is the accuracy on the test images after one epoch?",
    options=(
        Option(
            "About 10%",
            "One in ten is what guessing gives. An epoch ends there only with very few "
            "updates, or with a learning rate that is far too small or too large.",
            between(0, 0.3),
        ),
        Option(
            "About 50%",
            "An epoch ends there only if it has few updates, because of few images or "
            "a large batch, or if each update changes the weights little.",
            between(0.3, 0.75),
        ),
        Option(
            "Over 75%",
            "One epoch is many updates, one for each batch. With a suitable learning "
            "rate the network learns the most in its first epoch.",
            between(0.75),
        ),
    ),
)


def watch(was_active: bool, was_revealed: bool) -> None:
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
    ended = bool(training) and was_active and not training.active
    # The question stands outside of this fragment: a full rerun locks it.
    if ended or (first_epoch(training) is not None) != was_revealed:
        st.rerun()


def first_epoch(training: Training | None) -> float | None:
    """Return the accuracy on the test images after epoch 1, once there is one."""
    reports = training.reports if training else []
    ends = [r.val_accuracy for r in reports if r.epoch == 1]
    return next((end for end in ends if end is not None), None)


def predict_then_run() -> bool:
    """Ask before the first epoch ends; return whether its result is there."""
    training = visitor_state().training
    asked = ask(FIRST_EPOCH, run=run_of(training))
    accuracy = first_epoch(training)
    if training and accuracy is not None:
        updates = training.settings.steps_per_epoch
        asked.reveal(
            accuracy,
            f"After the first epoch ({updates} updates), the accuracy on the test "
            f"images was **{accuracy:.1%}**.",
        )
    return accuracy is not None


def run_of(training: Training | None) -> int | None:
    """Return which training the question is about; None for one past epoch 1."""
    if not training:
        return 0  # of no training: after Reset the next one can be predicted
    is_past = training.first_step >= training.settings.steps_per_epoch
    return None if is_past else training.number


@st.fragment
def show_code(settings: Settings) -> None:
    """Show one piece of the code that Start runs."""
    pieces = {
        "Model": f"lenet.models.{settings.paradigm.lower()}",
        "Training step": "lenet.training:train_step",
        "Loop": f"lenet.training.loops:{settings.loop}",
    }
    code_boxes(pieces, key=key("piece"))


frame.begin("train")
# The live column comes first, so that a phone shows Start above the settings.
live, choices = st.columns([2, 1], gap="large")
with choices:
    settings = choose(key)
with live:
    revealed = predict_then_run()
    transport(settings)
    show_refusal()
    active = bool(visitor_state().training and visitor_state().training.active)
    every = SECONDS_BETWEEN_LOOKS if active else None
    st.fragment(watch, run_every=every)(active, revealed)

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
frame.end("train", ("draw_a_digit", "Draw a digit for the network that you trained"))
