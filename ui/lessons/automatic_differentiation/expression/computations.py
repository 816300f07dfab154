"""What is recorded: a formula at a point, or an example with tensors."""

from dataclasses import dataclass

import streamlit as st

from lenet.results.chain import EXAMPLES, Chain
from ui.components.choices import one_of_few
from ui.lessons.automatic_differentiation import formula, key
from ui.lessons.automatic_differentiation.formula import Chosen
from ui.visitor import workers

FORMULA = "Formula"
COMPUTATIONS = (FORMULA, *EXAMPLES)
CHAIN = "lenet.autodiff.chain"


@dataclass(frozen=True)
class Computation:
    """One of COMPUTATIONS, by its index: `point` is that of a formula."""

    index: int
    seed: int
    point: Chosen | None

    @property
    def name(self) -> str:
        """Return which one it is."""
        return COMPUTATIONS[self.index]

    @property
    def text(self) -> str:
        """Return the formula, "" for an example."""
        return self.point.text if self.point else ""

    @property
    def code(self) -> dict[str, str]:
        """Return what the notebook gets: its name, and the formula or the seed."""
        name = {"computation": repr(self.name)}
        if self.point:
            return name | self.point.code(formula="tf")
        return name | {"tensor_seed": str(self.seed)}


def choose() -> Computation | None:
    """Return what the visitor chooses; None for a formula that cannot be read."""
    name = one_of_few(
        "Computation",
        COMPUTATIONS,
        key("tape_computation"),
        "A formula has single numbers. The others have tensors, whose numbers the "
        "seed in the sidebar draws.",
    )
    index = COMPUTATIONS.index(name)
    if name != FORMULA:
        return Computation(index, st.session_state.seed, None)
    point = formula.choose()
    return Computation(index, 0, point) if point else None


# Not with `workers.recall`: each point of a slider should displace no other result.
@st.cache_data(show_spinner=False, max_entries=100)
def chain_of(computation: Computation) -> Chain:
    """Return the backward pass of a computation."""
    point = computation.point
    chain: Chain = (
        workers.call(f"{CHAIN}:of_formula", point.text, point.x, point.y)
        if point
        else workers.call(f"{CHAIN}:of_example", computation.name, computation.seed)
    )
    return chain
