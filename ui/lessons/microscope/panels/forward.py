"""Forwards: what each layer makes of the chosen image."""

from html import escape

import numpy as np

from lenet.results.recording import Frame, LayerStep, Recording
from ui.components import bars, pixels
from ui.components.html import box, headline, img, note, picture, row, title
from ui.components.numbers import bad, counted, odd, percent, shape
from ui.lessons.microscope.panels.batch import brightest, digit
from ui.lessons.microscope.panels.names import answers, layer_name
from ui.lessons.microscope.panels.values import on_tape, values

SMALL = 64  # height of a row of the overview, in CSS pixels
SCALES = "Black is 0, white the largest of its row."


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show the layer that has answered, or all that have so far; both at the end."""
    views = []
    if frame.layer is not None:
        views.append(layer_view(recording, frame.layer, chosen))
    forward = [each for each in recording.frames if each.phase == frame.phase]
    if frame.layer is None or frame == forward[-1]:
        views.append(overview(recording, frame, chosen))
    return [*views, on_tape(recording, frame), values(frame)]


def layer_view(recording: Recording, place: int, chosen: int) -> str:
    """Show what goes into a layer and what comes out, for the chosen image."""
    layer = recording.layers[place]
    name = layer_name(recording, place)
    pieces = [headline(_headline(layer, name)), note(_dead(layer))]
    given = _given(recording, place, chosen)
    if is_answer(recording, place):
        pieces += [
            row([given]),
            title("Out: what it says of each digit"),
            _answer(recording, chosen),
        ]
    else:
        out = picture(layer.output[chosen], f"Out: {_what(layer.output[chosen])}")
        pieces.append(row([given, '<span class="arrow">→</span>', out]))
    return box(*pieces)


def overview(recording: Recording, frame: Frame, chosen: int) -> str:
    """Show every layer that has answered by this frame, a row each."""
    places = reached(recording, frame)
    if not places:
        return box(headline("No layer has answered yet."))
    answered = f"<b>{counted(len(places), 'layer')}</b> "
    answered += "has answered:" if len(places) == 1 else "have answered, in this order:"
    limit = brightest(recording)
    first = _line(
        "The image",
        shape(recording.images.shape),
        digit(recording, chosen, limit, SMALL),
    )
    lines = [
        _line(
            layer_name(recording, place),
            _shape_and_zeros(recording.layers[place]),
            _small(recording, place, chosen),
        )
        for place in places
    ]
    return box(headline(answered), first, *lines, note(SCALES))


def reached(recording: Recording, frame: Frame) -> list[int]:
    """List the layers, in order, that have answered by this frame."""
    by_then = recording.frames[: recording.frames.index(frame) + 1]
    return [
        each.layer
        for each in by_then
        if each.phase == "forward" and each.layer is not None
    ]


def is_answer(recording: Recording, place: int) -> bool:
    """Tell whether a layer gives the model's answer: the last, a number a digit."""
    last = place == len(recording.layers) - 1
    return last and recording.layers[place].output.shape[1:] == (10,)


def _line(name: str, text: str, image: str) -> str:
    heading = f'<p><b>{escape(name)}</b> <span class="quiet">{text}</span></p>'
    return f'<div class="line">{heading}{image}</div>'


def _small(recording: Recording, place: int, chosen: int) -> str:
    output = recording.layers[place].output[chosen]
    scale = pixels.fitting(output)
    placed = pixels.levels(output, scale, pixels.largest(output))
    across = min(8, output.shape[-1]) if output.ndim == 3 else 0
    alt = f"Out of {layer_name(recording, place)}: {_what(output)}"
    return img(pixels.sheet(placed, across), scale, alt, width=352, height=SMALL)


def _shape_and_zeros(layer: LayerStep) -> str:
    summary = layer.output_summary
    text = f"{escape(layer.kind)} {shape(summary.shape)}, {percent(summary.zeros)} zero"
    return f"{text} {bad(odd(summary))}" if odd(summary) else text


def _headline(layer: LayerStep, name: str) -> str:
    summary = layer.output_summary
    trouble = f", {bad(odd(summary))}" if odd(summary) else ""
    zeros = f"{percent(summary.zeros)} of it" if summary.zeros else "none of it"
    return (
        f"<b>{escape(name)}</b> ({escape(layer.kind)}) gives "
        f"<b>{shape(summary.shape)}</b>, {zeros} zero{trouble}."
    )


def _dead(layer: LayerStep) -> str:
    summary = layer.output_summary
    if not layer.dead or summary.shape[0] == 1:  # one image tells nothing of others
        return ""
    noun = "channel" if len(summary.shape) == 4 else "unit"
    dead = round(layer.dead * summary.shape[-1])
    of = f"of {summary.shape[-1]} {noun}s"
    verb = "is" if dead == 1 else "are"
    return f"Dead: {dead} {of} {verb} zero for every image of this batch."


def _given(recording: Recording, place: int, chosen: int) -> str:
    if place == 0:
        image = recording.images[chosen]
        return picture(image, "In: the image", scale=pixels.SEQUENTIAL)
    before = recording.layers[place - 1].output[chosen]
    name = layer_name(recording, place - 1)
    return picture(before, f"In: {_what(before)} of {name}")


def _what(output: np.ndarray) -> str:
    if output.ndim == 3:
        height, width, maps = output.shape
        return f"{counted(maps, 'map')} of {height} by {width}"
    return counted(output.size, "unit")


def _answer(recording: Recording, chosen: int) -> str:
    given = recording.layers[-1].output
    logits = None if recording.logits is None else recording.logits[chosen]
    answer = answers(given[chosen : chosen + 1])[0]
    label = int(recording.labels[chosen])
    return bars.probabilities(given[chosen], logits, label, answer)
