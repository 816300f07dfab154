"""Show a graph, and keep which of its boxes are open."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import streamlit as st

from lenet.results.graphs import Node
from ui.components.graph import fold
from ui.components.graph.fold import Box, Label
from ui.components.graph.picture import Marks, Picture

HERE = Path(__file__).parent
NONE: Mapping[str, str] = MappingProxyType({})

_drawing = st.components.v2.component(
    "lenet_graph",
    html='<div class="view"><svg></svg></div><p class="about" aria-hidden="true"></p>',
    css=(HERE / "graph.css").read_text("utf-8"),
    js=(HERE / "graph.js").read_text("utf-8"),
)


def show_graph(
    key: str,
    nodes: Sequence[Node],
    *,
    lit: Mapping[str, str] = NONE,
    notes: Mapping[str, str] = NONE,
    new: Collection[str] = (),
    chosen: str | None = None,
    label: Label | None = None,
    missing: Collection[tuple[str, str]] = (),
    unlit: str = "did not run",
    labels: Mapping[str, str] = NONE,
    on_choose: Callable[[str], None] | None = None,
) -> str | None:
    """Draw a graph; return the node that was clicked last, None before the first.

    `lit` has a short label for each node that ran; then the others are grey. `label`
    makes one of the names of the lit nodes in a closed box. `notes` has one for nodes
    that stay grey for a reason; they are dashed. `labels` has one for each node
    that is not lit; then no box names the kind of its node. Nodes in `new` have an
    outline.
    `missing` are edges, as pairs of nodes, that are drawn dashed as missing ones,
    whether the nodes have them or not. A screen reader reads `unlit` of nodes that are
    not lit. `chosen` is the marked node, the clicked one by default. `on_choose` is
    called with each node that is clicked, before the page runs again.

    A drawing that moves to another place among the elements of the page, because
    one appears before it, loses its focus: keep a container for such elements.
    """
    root = fold.fold(nodes)
    opened = _opened(key, root)
    clicked: str | None = st.session_state.get(f"{key}_clicked")
    clicked = clicked if clicked in root.nodes else None
    marks = Marks(lit, notes, new, label, missing, unlit, labels)
    picture = Picture(nodes, root, opened, marks)
    _drawing(
        key=f"{key}_drawing",
        data=picture.data(chosen or clicked),
        on_pressed_change=lambda: _press(key, root, on_choose),
    )
    return clicked


def open_to(key: str, nodes: Sequence[Node], name: str) -> None:
    """Open all boxes around a node, so that it is visible; call it before the drawing.

    Nothing happens for a name that no node has.
    """
    root = fold.fold(nodes)
    way = frozenset(fold.way_to(root, name))
    st.session_state[f"{key}_opened"] = _opened(key, root) | way


def _opened(key: str, root: Box) -> frozenset[str]:
    """Return the open boxes: the visitor's, once one was opened or closed."""
    kept: frozenset[str] | None = st.session_state.get(f"{key}_opened")
    return fold.opened_first(root) if kept is None else kept


def _press(key: str, root: Box, on_choose: Callable[[str], None] | None) -> None:
    """Open or close the box that was pressed, or choose the node."""
    pressed = st.session_state[f"{key}_drawing"].pressed
    box = next((box for box in root.walk() if box.name and box.name == pressed), None)
    if box is None:
        return
    if box.parts:
        st.session_state[f"{key}_opened"] = _opened(key, root) ^ {box.name}
        return
    st.session_state[f"{key}_clicked"] = box.name
    if on_choose:
        on_choose(box.name)
