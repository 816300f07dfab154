"""The proof: from the same weights, all paradigms compute the same numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from lenet.results.paradigms import Comparison, Pass, Race, both_names
from lenet.settings import PARADIGM_NAMES
from lenet.weights import file as weights_file
from ui.components import progress
from ui.components.charts import CONFIG
from ui.components.code import code_boxes
from ui.components.fragments import guard, part
from ui.components.glossary import explain
from ui.components.images import enlarged
from ui.components.numbers import agreement, loss, number
from ui.components.pixels import mosaic
from ui.components.questions import Asked, Option, Question, ask, between, exactly
from ui.components.tables import table
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import charts, key
from ui.lessons.three_paradigms.tabs import PROOF, close
from ui.visitor import computations, workers

WANTED = key("proof_wanted")
RACE = "lenet.paradigms.comparison:race"
TRAINING = key("race")
STEPS = [5, 10, 20, 50]
STEPS_CHOSEN = key("steps")
FIRST = 10  # predictions of the batch that are shown
HEIGHT = 420  # of the batch and its table
WEIGHTS = [name for name in weights_file.SHAPES if name.endswith("kernel")]
ROUNDING = np.nextafter(0, 1)  # the smallest difference above 0
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
    """What the page shows of a Comparison: the batch, a table, the differences."""

    batch: np.ndarray
    table: list[dict[str, str]]
    differences: dict[str, float]


@st.cache_data(show_spinner=False, max_entries=50)
def prove(seed: int, donor: str) -> Proof:
    """Run one batch through all paradigms, with the donor's weights."""
    found: Comparison = workers.call(
        "lenet.paradigms.comparison:prove", seed, donor=donor, seconds=60.0
    )
    return Proof(mosaic(found.images.squeeze(-1)), _table(found), found.differences)


def race(seed: int, steps: int) -> Race | None:
    """Return all paradigms, trained on the same batches; None until it is done."""
    begun = computations.current(TRAINING)
    if begun is None or begun.args != (seed, steps):
        computations.begin(TRAINING, RACE, seed, steps, shared=True)
    ended: Race | None = progress.watch(TRAINING, (seed, steps), _draw)
    return ended


@guard
def show() -> None:
    """Ask, then run one batch and some steps, and show the verdict."""
    above = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.select_slider(
            "Steps",
            STEPS,
            value=20,
            key=STEPS_CHOSEN,
            width=260,
            bind="query-params",
            help="Training steps of each model. More steps take longer, and leave "
            "more room for a difference.",
        )
        st.button(
            "Run the proof",
            type="primary",
            icon=":material/balance:",
            on_click=_begin,  # a rerun under way cannot lose it
            help="Run one batch, and then the steps, on all three models.",
        )
    seed, donor, steps = _choice()
    with above:
        asked = ask(DISTANCE, run=(seed, steps), running=is_running(seed, steps))
    showed: list[str] = []
    if st.session_state.get(WANTED) == _choice():
        showed = _run(seed, donor, steps, asked)
    else:
        _keep_place(seed, steps)
    _show_code()
    close(PROOF, *showed)


@part
def _show_code() -> None:
    with st.expander("The code of the proof"):
        code_boxes(CODE, key=key("proof_code"))


def _run(seed: int, donor: str, steps: int, asked: Asked) -> list[str]:
    """Run and show both parts of the proof; return what they showed, once done."""
    with waiting("Running one batch through all three models", HEIGHT):
        proof = prove(seed, donor)
    _one_batch(proof, donor)
    st.subheader(f"{steps} steps from the same weights")
    ended = race(seed, steps)
    if ended is None:
        return []
    _some_steps(ended, steps, asked)
    return [
        f"One batch: loss, probabilities and gradients are "
        f"**{agreement(max(proof.differences.values()))}**.",
        f"{steps} steps: the weights are **{agreement(ended.difference)}**.",
        "The paradigm does not change what the model computes. Choose it for what "
        "Keras can do with the model.",
    ]


def is_running(seed: int, steps: int) -> bool:
    """Return whether these steps were begun and have no result yet."""
    now = computations.current(TRAINING)
    if now is None or now.args != (seed, steps):
        # They begin further down.
        return bool(st.session_state.get(WANTED) == _choice())
    return now.active or (now.phase != "done" and now.partial is not None)


def _choice() -> tuple[int, str, int]:
    """Return what a proof depends on: the seed, the donor and the steps."""
    chosen = st.session_state
    return chosen.seed, chosen.paradigm, chosen[STEPS_CHOSEN]


def _begin() -> None:
    st.session_state[WANTED] = _choice()
    computations.drop(TRAINING)


def _keep_place(seed: int, steps: int) -> None:
    """Show what the proof of these choices will show, and one that still runs."""
    st.info(
        "No proof of this seed, paradigm and number of steps yet. Press **Run the "
        "proof**, and the losses of the three models appear here.",
        icon=":material/balance:",
    )
    progress.watch(TRAINING, (seed, steps))
    _draw(dict.fromkeys(PARADIGM_NAMES, ()))


def _one_batch(proof: Proof, donor: str) -> None:
    st.subheader("One batch, forwards and backwards")
    picture, figures = st.columns([1, 3], gap="medium")
    with picture:
        st.image(
            enlarged(proof.batch, times=2),
            caption="The batch: the first one of a training",
            alt="A batch of handwritten digits from the sample",
        )
    with figures:
        st.markdown(
            f"The weights of **{donor}** were copied into the other two models. "
            "Compared with each other: "
            + ", ".join(f"{x} **{agreement(d)}**" for x, d in proof.differences.items())
            + ".",
            help=explain("loss", "probability", "gradient", "norm"),
        )
        table(proof.table)


def _some_steps(ended: Race, steps: int, asked: Asked) -> None:
    _draw(ended.losses)
    st.caption(
        "The loss before each step, on that step's batch. The lines have different "
        "widths, so that equal ones are all visible."
    )
    st.markdown(
        f"The losses are **{agreement(ended.loss_difference)}**. The weights after the "
        f"last step are **{agreement(ended.difference)}**."
    )
    asked.reveal(
        ended.difference,
        f"After {steps} steps, the weights are **{agreement(ended.difference)}**.",
    )


def _draw(losses: Mapping[str, Sequence[float] | np.ndarray] | None) -> None:
    """Draw the losses so far; keep their place while the first ones are computed."""
    if losses is None:
        st.skeleton(charts.RACE_HEIGHT)
        return
    st.plotly_chart(
        charts.race(losses),
        key=key("race"),
        config=CONFIG,
        alt="The losses of the three paradigms over the steps",
    )


def _table(found: Comparison) -> list[dict[str, str]]:
    """Return what each model computed: a row for a number, a column for a model."""
    rows: dict[str, Callable[[Pass], str]] = {
        "Loss": lambda one: loss(one.loss),
        f"First {FIRST} predictions": lambda one: " ".join(
            map(str, _predictions(one)[:FIRST])
        ),
        "Correct": lambda one: (
            f"{np.sum(_predictions(one) == found.labels)} of {len(found.labels)}"
        ),
    }
    for weight in WEIGHTS:
        rows[f"Norm of the gradient, {both_names(weight)}"] = partial(
            _norm, weight=weight
        )
    return [
        {"": row, **{name: write(one) for name, one in found.passes.items()}}
        for row, write in rows.items()
    ]


def _predictions(one: Pass) -> np.ndarray:
    predictions: np.ndarray = one.probabilities.argmax(axis=1)
    return predictions


def _norm(one: Pass, weight: str) -> str:
    return number(float(np.linalg.norm(one.gradients[weight])), 4)
