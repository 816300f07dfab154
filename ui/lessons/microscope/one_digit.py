"""One fixed digit, followed through the steps: how its feature maps form."""

from weakref import WeakKeyDictionary

import streamlit as st

from lenet.results.paradigms import LAYERS
from lenet.results.recording import DigitMaps
from lenet.state import TrainState
from ui.components import html, pixels
from ui.components.fragments import part
from ui.components.numbers import percent
from ui.lessons.microscope import key
from ui.lessons.microscope.batches import next_batches, record_next
from ui.lessons.microscope.session import Session, current
from ui.visitor import workers

Film = WeakKeyDictionary[TrainState, dict[int, DigitMaps]]


@part
def show() -> None:
    """Show a chosen digit's feature maps after each recorded step."""
    st.markdown(
        "One digit from the test images. No step trains on it. Below you see the "
        "output of one layer for this digit, after each step that you have recorded. "
        "The newest step comes first."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        digit = st.selectbox(
            "Digit",
            range(10),
            key=key("digit"),
            width=100,
            persist_state="session",
        )
        layer = st.segmented_control(
            "Layer",
            LAYERS[:-1],
            default="C1",
            required=True,
            key=key("layer"),
            persist_state="session",
        )
    next_batches()
    show_film(followed(current(), digit), digit, LAYERS.index(layer))
    record_next()


def show_film(film: list[tuple[TrainState, DigitMaps]], digit: int, layer: int) -> None:
    """Show a table with a row for each step, the newest first."""
    limit = max(pixels.largest(seen.maps[layer][1]) for _, seen in film)
    rows = [row(state.step, seen, digit, layer, limit) for state, seen in film[::-1]]
    name = film[0][1].maps[layer][0]
    heads = ("Steps", f"Probability of {digit}", f"Output of {name}")
    with st.container(height=560 if len(rows) > 6 else "content", border=False):
        st.html(html.box(html.table(heads, rows, "The digit, step by step")))
    st.html(html.box(html.legend(pixels.SEQUENTIAL, limit)))


def followed(session: Session, digit: int) -> list[tuple[TrainState, DigitMaps]]:
    """Return what the layers make of the digit at each state, computed once each."""
    film: Film = st.session_state.setdefault(key("film"), WeakKeyDictionary())
    found = []
    states = [*session.states, session.after]
    for state in states:
        known = film.setdefault(state, {})
        if digit not in known:
            known.clear()  # one digit at a time: a state's maps are 43 kB
            known[digit] = workers.call(
                "lenet.microscope.steps:follow", state.weights, digit, seconds=30.0
            )
        found.append((state, known[digit]))
    return found


def row(
    step: int, seen: DigitMaps, digit: int, layer: int, limit: float
) -> tuple[str, ...]:
    """Return a step's number, the digit's probability, and a layer's maps (HTML)."""
    name, maps = seen.maps[layer]
    _, probabilities = seen.maps[-1]
    levels = pixels.levels(maps, pixels.SEQUENTIAL, limit)
    picture = html.img(
        pixels.sheet(levels, across=maps.shape[-1] if maps.ndim == 3 else 0),
        pixels.SEQUENTIAL,
        f"{name} after {step} steps",
        width=420,
        height=64,
    )
    return str(step), percent(float(probabilities[digit])), picture
