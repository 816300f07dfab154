"""The proof: the same weights give the same numbers, and go on doing so."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from lenet.results.paradigms import Comparison, Pass, Race
from lenet.weights import file as weights_file
from ui.components.charts import CONFIG
from ui.components.code import code_boxes
from ui.components.fragments import part, verdict
from ui.components.images import enlarged
from ui.components.pixels import mosaic
from ui.components.tables import table
from ui.lessons.three_paradigms import charts, key
from ui.visitor import workers

WANTED = key("proof_wanted")
STEPS = [5, 10, 20, 50]
FIRST = 10  # answers of the batch that are shown
WEIGHTS = [name for name in weights_file.SHAPES if name.endswith("kernel")]
# How far apart a learner can expect the weights, and which distances that means.
PREDICTIONS = {
    "Not at all": (0.0, 0.0),
    "By rounding": (np.nextafter(0, 1), 1e-4),
    "Plainly": (1e-4, np.inf),
}
CODE = {
    "Copy the weights": "lenet.paradigms.comparison:copy_weights",
    "One batch": "lenet.paradigms.comparison:forward_and_backward",
    "The training": "lenet.paradigms.comparison:race",
    "Its step": "lenet.training:train_step",
}


@dataclass(frozen=True)
class Proof:
    """What a page shows of a Comparison: a picture, a table, the differences."""

    batch: np.ndarray
    table: list[dict[str, str]]
    differences: dict[str, float]


@st.cache_data(show_spinner="One batch through three models …", max_entries=50)
def prove(seed: int, donor: str) -> Proof:
    """Have one batch run through all paradigms, with the donor's weights."""
    found: Comparison = workers.call(
        "lenet.paradigms.comparison:prove", seed, donor=donor, seconds=60.0
    )
    return Proof(mosaic(found.images.squeeze(-1)), _table(found), found.differences)


@st.cache_data(show_spinner="Training three models …", max_entries=50)
def race(seed: int, steps: int) -> Race:
    """Have all paradigms trained on the same batches."""
    ended: Race = workers.call(
        "lenet.paradigms.comparison:race", seed, steps, seconds=60.0
    )
    return ended


@part
def show() -> None:
    """Ask, then run one batch and some steps, and mark the answer."""
    answer = st.pills(
        "Three models start from the same weights and take the same steps. "
        "How far apart are their weights then?",
        list(PREDICTIONS),
        key=key("distance"),
        persist_state="session",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        steps = st.select_slider(
            "Steps",
            STEPS,
            value=20,
            key=key("steps"),
            width=260,
            persist_state="session",
        )
        if st.button("Run the proof", type="primary", icon=":material/balance:"):
            st.session_state[WANTED] = True
    if st.session_state.get(WANTED):
        seed, donor = st.session_state.seed, st.session_state.paradigm
        _one_batch(prove(seed, donor), donor)
        _some_steps(race(seed, steps), steps, answer)
    with st.expander("The code of the proof"):
        code_boxes(CODE, key=key("proof_code"))


def _one_batch(proof: Proof, donor: str) -> None:
    st.subheader("One batch, forwards and backwards")
    picture, figures = st.columns([1, 3], gap="medium")
    with picture:
        st.image(
            enlarged(proof.batch, times=2),
            caption="The batch",
            alt="A batch of handwritten digits from the sample",
        )
    with figures:
        st.markdown(
            f"The weights of **{donor}** are copied into the others. Largest "
            "difference between any two models: "
            + ", ".join(f"{name} **{x}**" for name, x in proof.differences.items())
            + "."
        )
        table(proof.table)


def _some_steps(ended: Race, steps: int, answer: str | None) -> None:
    st.subheader(f"{steps} steps from the same weights")
    st.plotly_chart(
        charts.race(ended.losses),
        key=key("race"),
        config=CONFIG,
        alt="The losses of the three paradigms over the steps",
    )
    st.markdown(
        f"Largest difference of any loss: **{ended.loss_difference}**, "
        f"of any of the weights after the last step: **{ended.difference}**."
    )
    if answer:
        low, high = PREDICTIONS[answer]
        right = low <= ended.difference <= high
        verdict(right, f"after {steps} steps they are **{ended.difference}** apart.")


def _table(found: Comparison) -> list[dict[str, str]]:
    """Tell what each model made of the batch: a row a figure, a column a model."""
    rows: dict[str, Callable[[Pass], str]] = {
        "Loss": lambda one: repr(one.loss),
        f"First {FIRST} answers": lambda one: " ".join(map(str, _answers(one)[:FIRST])),
        "Digits read right": lambda one: (
            f"{np.sum(_answers(one) == found.labels)} of {len(found.labels)}"
        ),
    }
    for weight in WEIGHTS:
        rows[f"Norm of the gradient of {weight}"] = partial(_norm, weight=weight)
    return [
        {"": row, **{name: tell(one) for name, one in found.passes.items()}}
        for row, tell in rows.items()
    ]


def _answers(one: Pass) -> np.ndarray:
    answers: np.ndarray = one.probabilities.argmax(axis=1)
    return answers


def _norm(one: Pass, weight: str) -> str:
    return f"{np.linalg.norm(one.gradients[weight]):.8f}"
