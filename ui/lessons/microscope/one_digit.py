"""One fixed digit, followed through the steps: how its feature maps form."""

from weakref import WeakKeyDictionary

import streamlit as st

from lenet.results.paradigms import LAYERS
from lenet.results.recording import DigitMaps
from lenet.state import TrainState
from ui.components import html, pixels
from ui.components.fragments import part
from ui.components.numbers import percent
from ui.lessons.microscope import transport
from ui.lessons.microscope.session import Session, current
from ui.visitor import workers

Film = WeakKeyDictionary[TrainState, dict[int, DigitMaps]]


@part
def show() -> None:
    """Let digit and layer be chosen; show them at each step that was recorded."""
    st.markdown(
        "One digit of the test images, which no step here sees: what a layer makes of "
        "it after each step that you have recorded, the newest first."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        digit = st.selectbox(
            "Digit", range(10), key="film_digit", width=100, persist_state="session"
        )
        layer = st.segmented_control(
            "Layer",
            LAYERS[:-1],
            default="C1",
            required=True,
            key="film_layer",
            persist_state="session",
        )
    transport.more()
    film = followed(current(), digit)
    place = LAYERS.index(layer)
    limit = max(pixels.largest(seen.maps[place][1]) for _, seen in film)
    rows = [row(state.step, seen, digit, place, limit) for state, seen in film[::-1]]
    heads = ("Steps", f"Sure of {digit}", f"What {film[0][1].maps[place][0]} gives")
    with st.container(height=560 if len(rows) > 6 else "content", border=False):
        st.html(html.part(html.table(heads, rows, "The digit, step by step")))
    st.html(html.part(html.legend(pixels.SEQUENTIAL, limit)))


def followed(session: Session, digit: int) -> list[tuple[TrainState, DigitMaps]]:
    """Have the digit read with the weights of each state, once for each."""
    film: Film = st.session_state.setdefault("_film", WeakKeyDictionary())
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
    step: int, seen: DigitMaps, digit: int, place: int, limit: float
) -> tuple[str, ...]:
    """Give what is told of one step: its number, the answer, a layer's maps."""
    name, maps = seen.maps[place]
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
