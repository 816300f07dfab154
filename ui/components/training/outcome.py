"""How a training ended: its test, its worst mistakes, its weights to keep."""

import numpy as np
import streamlit as st

from lenet.results.training import Evaluation
from lenet.weights import file as weights_file
from ui.components.charts import CONFIG
from ui.components.images import enlarged
from ui.components.links import link_to
from ui.components.numbers import loss, whole
from ui.components.training.charts import confusion
from ui.visitor.keys import Key
from ui.visitor.state import Training

MISTAKES_SHOWN = 12


def show(training: Training, key: Key) -> None:
    """Show what a finished training made and how good it is."""
    outcome = training.outcome
    assert outcome
    evaluation = outcome.evaluation
    tested = int(evaluation.confusion.sum())
    wrong = tested - int(np.trace(evaluation.confusion))
    st.header("What it learned")
    st.markdown(
        f"It reads **{evaluation.accuracy:.2%}** of {whole(tested)} test images that "
        f"it was not trained on: {whole(wrong)} mistakes, loss {loss(evaluation.loss)}."
    )
    if outcome.log_failure:
        st.warning(
            f"This run has no log for TensorBoard: {outcome.log_failure}. "
            "The training itself is whole.",
            icon=":material/hard_drive:",
        )
    table, pictures = st.columns(2, gap="large")
    with table:
        st.subheader("Confusion matrix")
        st.plotly_chart(
            confusion(evaluation.confusion),
            key=key("confusion"),
            config=CONFIG,
            alt="Confusion matrix: true digits in rows, predictions in columns",
        )
        st.caption(
            "A row for each true digit, a column for each prediction. Predictions on "
            "the diagonal are right; the others are the mistakes."
        )
    with pictures:
        st.subheader("The worst mistakes")
        worst_mistakes(evaluation)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download the weights",
            weights_file.to_bytes(outcome.state.weights),
            file_name=f"lenet-step-{outcome.state.step}.npz",
            mime="application/octet-stream",
            icon=":material/download:",
            on_click="ignore",
        )
        link_to("draw_a_digit", "Draw a digit for it", "draw")
        link_to(
            "tensorboard",
            f"Its run {outcome.run} in TensorBoard" if outcome.run else "Runs",
            "monitoring",
        )


def worst_mistakes(evaluation: Evaluation) -> None:
    """Show the images it was most sure of and wrong about."""
    shown = min(MISTAKES_SHOWN, len(evaluation.images))
    if not shown:
        st.success("None: it read every test image.")
        return
    st.caption("Most confident first: what it is, what it was read as.")
    with st.grid(4, min_column_width=72, gap="small"):
        for index in range(shown):
            truth, answer = evaluation.truths[index], evaluation.predictions[index]
            st.image(
                enlarged(evaluation.images[index] / 255, times=3),
                caption=f"{truth} read as {answer} "
                f"({evaluation.confidences[index]:.0%})",
                alt=f"A handwritten {truth} that was read as {answer}",
            )
