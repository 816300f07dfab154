"""The proof: the same weights give the same numbers, and go on doing so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from lenet.results.paradigms import Comparison, Pass, Race
from lenet.weights import file as weights_file
from ui.components import progress
from ui.components.charts import CONFIG
from ui.components.code import code_boxes
from ui.components.fragments import guard
from ui.components.images import enlarged
from ui.components.pixels import mosaic
from ui.components.questions import Asked, Option, Question, ask, between, exactly
from ui.components.tables import table
from ui.lessons.three_paradigms import charts, key
from ui.visitor import computations, workers

WANTED = key("proof_wanted")
RACE = "lenet.paradigms.comparison:race"
TRAINING = key("race")
STEPS = [5, 10, 20, 50]
FIRST = 10  # answers of the batch that are shown
WEIGHTS = [name for name in weights_file.SHAPES if name.endswith("kernel")]
ROUNDING = np.nextafter(0, 1)  # the smallest difference that is none of 0
DISTANCE = Question(
    key="three_paradigms_distance",
    page="three_paradigms",
    text="Three models start from the same weights and take the same steps. "
    "How far apart are their weights then?",
    options=(
        Option(
            "Not at all",
            "The three models run the same operations in the same order on the same "
            "numbers. Then even the rounding is the same.",
            exactly(0),
        ),
        Option(
            "By rounding",
            "Rounding differs where the same numbers are added in another order, for "
            "example on another device. The order depends on the operations, not on "
            "how the model is written.",
            between(ROUNDING, 1e-4),
        ),
        Option(
            "By more than rounding",
            "For more, the layers, the weights or the images would have to differ. "
            "The paradigm changes none of them.",
            between(1e-4),
        ),
    ),
)
CODE = {
    "Copy the weights": "lenet.paradigms.comparison:copy_weights",
    "One batch": "lenet.paradigms.comparison:forward_and_backward",
    "The training": RACE,
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


def race(seed: int, steps: int) -> Race | None:
    """Have all paradigms trained on the same batches; None until it is done."""
    begun = computations.current(TRAINING)
    if begun is None or begun.args != (seed, steps):
        computations.begin(TRAINING, RACE, seed, steps, shared=True)
    ended: Race | None = progress.watch(TRAINING, (seed, steps), _draw)
    return ended


@guard
def show() -> None:
    """Ask, then run one batch and some steps, and mark the answer."""
    above = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        steps = st.select_slider(
            "Steps",
            STEPS,
            value=20,
            key=key("steps"),
            width=260,
            persist_state="session",
        )
        st.button(
            "Run the proof",
            type="primary",
            icon=":material/balance:",
            on_click=_begin,  # a rerun under way cannot lose it
        )
    seed, donor = st.session_state.seed, st.session_state.paradigm
    with above:
        asked = ask(DISTANCE, run=(seed, steps))
    if st.session_state.get(WANTED):
        _one_batch(prove(seed, donor), donor)
        st.subheader(f"{steps} steps from the same weights")
        if ended := race(seed, steps):
            _some_steps(ended, steps, asked)
    with st.expander("The code of the proof"):
        code_boxes(CODE, key=key("proof_code"))


def _begin() -> None:
    st.session_state[WANTED] = True
    computations.drop(TRAINING)


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


def _some_steps(ended: Race, steps: int, asked: Asked) -> None:
    _draw(ended.losses)
    st.markdown(
        f"Largest difference of any loss: **{ended.loss_difference}**, "
        f"of any of the weights after the last step: **{ended.difference}**."
    )
    asked.reveal(
        ended.difference,
        f"After {steps} steps, the largest difference of any weight is "
        f"**{ended.difference}**.",
    )


def _draw(losses: Mapping[str, Sequence[float] | np.ndarray] | None) -> None:
    """Draw the losses so far; where there are none, keep their place."""
    if not losses:
        st.skeleton(charts.RACE_HEIGHT)
        return
    st.plotly_chart(
        charts.race(losses),
        key=key("race"),
        config=CONFIG,
        alt="The losses of the three paradigms over the steps",
    )


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
