"""The result of a training: its test, its worst mistakes, its weights."""

import numpy as np
import streamlit as st

from lenet.results.training import Evaluation, Outcome
from lenet.weights import file as weights_file
from ui.components.charts import CONFIG
from ui.components.images import enlarged
from ui.components.links import link_to
from ui.components.numbers import loss, percent, whole
from ui.components.training.charts import confusion
from ui.components.training.taken import offer_run
from ui.visitor.keys import Key
from ui.visitor.state import Training

MISTAKES_SHOWN = 12


def show(training: Training, key: Key) -> None:
    """Show how good the trained network is, and where to use it."""
    outcome = training.outcome
    assert outcome
    st.header("What it learned")
    _show_test(outcome.evaluation)
    if outcome.log_failure:
        st.warning(
            f"This run has no log for TensorBoard: {outcome.log_failure}. "
            "The training itself is complete.",
            icon=":material/hard_drive:",
        )
    table, pictures = st.columns(2, gap="large")
    with table:
        _show_confusion(outcome.evaluation, key("confusion"))
    with pictures:
        st.subheader("The worst mistakes")
        worst_mistakes(outcome.evaluation)
    _offer(outcome)
    offer_run(training)


def _show_test(evaluation: Evaluation) -> None:
    tested = int(evaluation.confusion.sum())
    wrong = tested - int(np.trace(evaluation.confusion))
    st.markdown(
        f"**Accuracy on the test images: {percent(evaluation.accuracy)}.** The network "
        f"was not trained on these {whole(tested)} images. It makes {whole(wrong)} "
        f"mistakes, and the loss is {loss(evaluation.loss)}."
    )
    st.caption(
        "The accuracy so far, above, is another number: a mean over the training "
        "images of the last epoch, computed while the weights still changed. The "
        "accuracy on the test images is computed with the final weights."
    )


def _show_confusion(evaluation: Evaluation, key: str) -> None:
    st.subheader("Confusion matrix")
    st.plotly_chart(
        confusion(evaluation.confusion),
        key=key,
        config=CONFIG,
        alt="Confusion matrix: true digits in rows, predictions in columns",
    )
    st.caption(
        "A row for each true digit, a column for each prediction. Each cell counts "
        "images. The diagonal holds the correct predictions, in blue; all others "
        "are mistakes, in orange. The stronger the colour, the more images."
    )


def _offer(outcome: Outcome) -> None:
    """Show where the weights go on: a file, the canvas, TensorBoard."""
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
            f"See run {outcome.run} in TensorBoard" if outcome.run else "See the runs",
            "monitoring",
        )


def worst_mistakes(evaluation: Evaluation) -> None:
    """Show the wrong predictions with the highest probability."""
    shown = min(MISTAKES_SHOWN, len(evaluation.images))
    if not shown:
        st.success("None: every test image is predicted correctly.")
        return
    st.caption(
        "Wrong predictions with the highest probability. Below each image: the true "
        "digit, the prediction and its probability."
    )
    with st.grid(4, min_column_width=84, gap="small"):
        for index in range(shown):
            truth, digit = evaluation.truths[index], evaluation.predictions[index]
            st.image(
                enlarged(evaluation.images[index] / 255, times=3),
                caption=f"{truth} → {digit}, {percent(evaluation.confidences[index])}",
                alt=f"A handwritten {truth}, predicted as {digit}",
            )
