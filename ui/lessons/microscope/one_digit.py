"""One digit, followed through the steps: how its feature maps change."""

from weakref import WeakKeyDictionary

import numpy as np
import streamlit as st

from lenet.results.paradigms import LAYERS, both_names
from lenet.results.recording import DigitMaps
from lenet.state import TrainState
from ui.components import html, pixels
from ui.components.closing import show_closing
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.numbers import percent
from ui.lessons.microscope import TABS, key
from ui.lessons.microscope.batches import next_batches, record_next
from ui.lessons.microscope.one_digit_question import ask_reached
from ui.lessons.microscope.session import Session, current
from ui.visitor import workers
from ui.visitor.state import Labelled, visitor_state

TITLE = "One digit"
DIGIT = key("digit")
MINE = -1  # the visitor's own drawing, after the labels 0 to 9
Film = WeakKeyDictionary[TrainState, dict[int | Labelled, DigitMaps]]


@part
def show() -> None:
    """Show a chosen digit's feature maps after each recorded step."""
    st.markdown(
        "Follow one image. The table shows the output of one layer for it, after each "
        "step that you have recorded. The newest step comes first.",
        help=explain("feature map", "activation", "probability"),
    )
    digit, layer = choose()
    mine = visitor_state().labelled if digit == MINE else None
    trains = mine is not None and mine is current().choice.own
    st.caption(
        "Each step that you record now trains on this image: it is image 1 of its "
        "batch."
        if trains
        else "No step that you record now trains on this image."
    )
    question = st.container()
    next_batches()
    film = followed(current(), digit, mine)
    digit = mine.label if mine else digit
    with question:
        ask_reached(film, digit, (current().choice, mine or digit))
    show_film(film, digit, LAYERS.index(layer))
    lines = showed(film, digit, layer, trains) if len(film) > 2 else ()
    show_closing(lines, TABS)
    record_next()


def choose() -> tuple[int, str]:
    """Return the digit and the layer that the visitor chooses."""
    mine = visitor_state().labelled
    digit = st.selectbox(
        "Digit",
        [*range(10), MINE] if mine else range(10),
        format_func=lambda name: "Mine" if name == MINE else str(name),
        key=DIGIT,
        width=120,
        bind="query-params",
        help="The first test image with this label; or your own drawing, once you put "
        "one here from the page **Draw a digit**.",
    )
    layer = st.pills(
        "Layer",
        LAYERS[:-1],
        default="C1",
        required=True,
        format_func=both_names,
        key=key("layer"),
        bind="query-params",
        help="The layer whose output is shown, by LeCun's name and by its name "
        "in the code.",
    )
    return digit, layer


def showed(
    film: list[tuple[TrainState, DigitMaps]], digit: int, layer: str, trains: bool
) -> list[str]:
    """Return what the recorded steps showed, in their own numbers."""
    (first, before), *_, (last, after) = film
    old, new = (percent(float(seen.maps[-1][1][digit])) for seen in (before, after))
    return [
        f"Between step {first.step} and step {last.step} the probability of {digit} "
        f"for this image changed from {old} to {new}.",
        changed(before, after, layer, trains),
        "Make the mistake *No shuffling* above, and record ten more batches: each "
        "batch has one digit, and the probability shows it.",
    ]


def changed(before: DigitMaps, after: DigitMaps, layer: str, trains: bool) -> str:
    """Return a sentence: has the output of a layer changed, and was it trained on?

    The visitor may have put the image into the batches, or taken it out, on the way.
    """
    index = LAYERS.index(layer)
    if np.array_equal(before.maps[index][1], after.maps[index][1], equal_nan=True):
        return f"The output of {both_names(layer)} is identical after all steps."
    uses = "uses" if trains else "does not use"
    return (
        f"The output of {both_names(layer)} changed with the weights. The newest step "
        f"{uses} this image."
    )


def show_film(film: list[tuple[TrainState, DigitMaps]], digit: int, layer: int) -> None:
    """Show a table with a row for each step, the newest first."""
    limit = max(pixels.largest(seen.maps[layer][1]) for _, seen in film)
    rows = [row(state.step, seen, digit, layer, limit) for state, seen in film[::-1]]
    name = both_names(LAYERS[layer])
    heads = ("After step", f"Probability of {digit}", f"Output of {name}")
    with st.container(height=560 if len(rows) > 6 else "content", border=False):
        st.html(html.box(html.table(heads, rows, "The digit, step by step")))
    st.html(html.box(html.legend(pixels.SEQUENTIAL, limit)))


def followed(
    session: Session, digit: int, mine: Labelled | None = None
) -> list[tuple[TrainState, DigitMaps]]:
    """Return the layers' outputs for the digit at each state, computed once each."""
    image, shown = (mine.image, mine) if mine else (None, digit)
    label = mine.label if mine else digit
    film: Film = st.session_state.setdefault(key("film"), WeakKeyDictionary())
    found = []
    states = [*session.states, session.after]
    for state in states:
        known = film.setdefault(state, {})
        if shown not in known:
            known.clear()  # one digit at a time: a state's maps are 43 kB
            known[shown] = workers.call(
                "lenet.microscope.steps:follow",
                state.weights,
                label,
                image,
                seconds=30.0,
            )
        found.append((state, known[shown]))
    return found


def row(
    step: int, seen: DigitMaps, digit: int, layer: int, limit: float
) -> tuple[str, ...]:
    """Return a step's number, the digit's probability, and a layer's maps (HTML)."""
    maps = seen.maps[layer][1]
    _, probabilities = seen.maps[-1]
    levels = pixels.levels(maps, pixels.SEQUENTIAL, limit)
    picture = html.img(
        pixels.sheet(levels, across=maps.shape[-1] if maps.ndim == 3 else 0),
        pixels.SEQUENTIAL,
        f"{both_names(LAYERS[layer])} after {step} steps",
        width=420,
        height=64,
    )
    return str(step), percent(float(probabilities[digit])), picture
