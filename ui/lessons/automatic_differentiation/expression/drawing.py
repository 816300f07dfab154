"""The graph of a computation, with values, and gradients as far as they came."""

import numpy as np
import streamlit as st

from lenet.results.chain import Chain
from ui.components.graph import open_to, show_graph
from ui.components.stepper import Stepper
from ui.lessons.automatic_differentiation import key
from ui.lessons.automatic_differentiation.expression.computations import Computation
from ui.lessons.automatic_differentiation.grids import brief

NO_BREAK = "\N{NO-BREAK SPACE}"
WIDTH = len("\N{MINUS SIGN}0.123 grad \N{MINUS SIGN}0.456")


def show_drawing(computation: Computation, chain: Chain, steps: Stepper) -> None:
    """Show the graph; a click on an operation goes to its step."""
    refused = key("tape_without_step")

    def go_to(node: str) -> None:
        steps.play.stop()
        position = chain.position_of(node)
        st.session_state[refused] = "" if position else node
        if position:
            steps.steps.seek(position)

    values = {name: short(value) for name, value in chain.values.items()}
    gradients = {
        node.name: in_width(f"{values[node.name]} {said}")
        for node in chain.nodes
        if (said := gradient_of(chain, node.name, steps.index))
    }
    step = chain.steps[steps.index - 1] if steps.index else None
    graph = key(f"tape_graph_{computation.index}")
    current = step.node if step else chain.target
    open_to(graph, chain.nodes, current)
    show_graph(
        graph,
        chain.nodes,
        lit=gradients,
        labels={name: in_width(value) for name, value in values.items()},
        chosen=current,
        unlit="no gradient yet",
        on_choose=go_to,
    )
    what = "value" if computation.point else "shape, or its value where it is a number"
    st.caption(
        f"Each box has its {what}. Blue: a gradient has arrived. The thick border is "
        "the operation of this step."
    )
    if clicked := st.session_state.pop(refused, ""):
        st.info(without_step(chain, clicked), icon=":material/block:")


def gradient_of(chain: Chain, node: str, position: int) -> str:
    """Return the gradient of a node at a position, "" without one."""
    if node == chain.target:
        return f"grad {short(chain.seed)}"
    arrived = chain.arrived(node, position)
    if arrived.total is not None:
        return f"grad {short(arrived.total)}"
    if arrived.count:
        return f"{arrived.count} of {arrived.expected} grads"
    return ""


def short(values: np.ndarray) -> str:
    """Return a number, or a shape: what a box has space for."""
    return brief(values, digits=3, most=0)


def in_width(label: str) -> str:
    """Return a label as long as any, so that the boxes keep their places."""
    return label.center(WIDTH, NO_BREAK)


def without_step(chain: Chain, node: str) -> str:
    """Return why a node has no step of its own."""
    if node in chain.sources:
        return f"The result does not depend on `{node}`: no gradient arrives there."
    if node == chain.target:
        return f"`{node}` is the result itself: no operation made it."
    return (
        f"The tape does not watch `{node}`, and nothing that it watches leads there. "
        "So no gradient is computed for it."
    )
