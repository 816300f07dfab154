"""The forward pass: the output of each layer for the chosen image."""

from html import escape

import numpy as np

from lenet.results.recording import Frame, LayerStep, Recording
from ui.components import bars, pixels
from ui.components.html import box, headline, img, note, picture, row, title
from ui.components.numbers import TIMES, bad, counted, odd, percent, shape
from ui.lessons.microscope.panels.batch import brightest, digit
from ui.lessons.microscope.panels.names import layer_name, predictions
from ui.lessons.microscope.panels.values import on_tape, values

SMALL = 64  # height of a row of the overview, in CSS pixels
SCALES = "In each row, black is 0 and white is the largest value of the row."


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show the layer that has run, or all that have run; both at the end."""
    views = []
    if frame.layer is not None:
        views.append(layer_view(recording, frame.layer, chosen))
    forward = [each for each in recording.frames if each.phase == frame.phase]
    if frame.layer is None or frame == forward[-1]:
        views.append(overview(recording, frame, chosen))
    return [*views, on_tape(recording, frame), values(frame)]


def layer_view(recording: Recording, index: int, chosen: int) -> str:
    """Return a layer's input and output for the chosen image (HTML)."""
    layer = recording.layers[index]
    name = layer_name(recording, index)
    pieces = [headline(_headline(layer, name)), note(_dead(layer))]
    given = _given(recording, index, chosen)
    if is_output(recording, index):
        pieces += [
            row([given]),
            title("Output: a probability for each digit"),
            _probabilities(recording, chosen),
        ]
    else:
        out = picture(layer.output[chosen], f"Output: {_what(layer.output[chosen])}")
        pieces.append(row([given, '<span class="arrow">→</span>', out]))
    return box(*pieces)


def overview(recording: Recording, frame: Frame, chosen: int) -> str:
    """Return every layer that has run by this frame, a row each (HTML)."""
    indices = reached(recording, frame)
    if not indices:
        return box(headline("No layer has run yet."))
    ran = f"<b>{counted(len(indices), 'layer')}</b> "
    ran += "has run:" if len(indices) == 1 else "have run, in this order:"
    limit = brightest(recording)
    first = _line(
        "The image",
        shape(recording.images.shape),
        digit(recording, chosen, limit, SMALL),
    )
    lines = [
        _line(
            layer_name(recording, index),
            _shape_and_zeros(recording.layers[index]),
            _small(recording, index, chosen),
        )
        for index in indices
    ]
    return box(headline(ran), first, *lines, note(SCALES))


def reached(recording: Recording, frame: Frame) -> list[int]:
    """Return the indices of the layers that have run by this frame, in order."""
    by_then = recording.frames[: recording.frames.index(frame) + 1]
    return [
        each.layer
        for each in by_then
        if each.phase == "forward" and each.layer is not None
    ]


def is_output(recording: Recording, index: int) -> bool:
    """Return whether a layer is the model's last, with a number for each digit."""
    last = index == len(recording.layers) - 1
    return last and recording.layers[index].output.shape[1:] == (10,)


def _line(name: str, text: str, image: str) -> str:
    heading = f'<p><b>{escape(name)}</b> <span class="quiet">{text}</span></p>'
    return f'<div class="line">{heading}{image}</div>'


def _small(recording: Recording, index: int, chosen: int) -> str:
    output = recording.layers[index].output[chosen]
    scale = pixels.fitting(output)
    placed = pixels.levels(output, scale, pixels.largest(output))
    across = min(8, output.shape[-1]) if output.ndim == 3 else 0
    alt = f"Output of {layer_name(recording, index)}: {_what(output)}"
    return img(pixels.sheet(placed, across), scale, alt, width=352, height=SMALL)


def _shape_and_zeros(layer: LayerStep) -> str:
    summary = layer.output_summary
    text = f"{escape(layer.kind)} {shape(summary.shape)}, {percent(summary.zeros)} zero"
    return f"{text} {bad(odd(summary))}" if odd(summary) else text


def _headline(layer: LayerStep, name: str) -> str:
    summary = layer.output_summary
    trouble = f", {bad(odd(summary))}" if odd(summary) else ""
    zeros = percent(summary.zeros) if summary.zeros else "none"
    return (
        f"<b>{escape(name)}</b> ({escape(layer.kind)}) returns "
        f"<b>{shape(summary.shape)}</b>. Values that are zero: {zeros}{trouble}."
    )


def _dead(layer: LayerStep) -> str:
    summary = layer.output_summary
    if not layer.dead or summary.shape[0] == 1:  # one image says nothing about others
        return ""
    noun = "channel" if len(summary.shape) == 4 else "unit"
    dead = round(layer.dead * summary.shape[-1])
    of = f"of {summary.shape[-1]} {noun}s"
    verb = "is" if dead == 1 else "are"
    return f"Dead: {dead} {of} {verb} zero for every image of this batch."


def _given(recording: Recording, index: int, chosen: int) -> str:
    if index == 0:
        image = recording.images[chosen]
        return picture(image, "Input: the image", scale=pixels.SEQUENTIAL)
    before = recording.layers[index - 1].output[chosen]
    name = layer_name(recording, index - 1)
    return picture(before, f"Input: {_what(before)} of {name}")


def _what(output: np.ndarray) -> str:
    if output.ndim == 3:
        height, width, maps = output.shape
        return f"{counted(maps, 'map')} of {height} {TIMES} {width}"
    return counted(output.size, "unit")


def _probabilities(recording: Recording, chosen: int) -> str:
    output = recording.layers[-1].output
    logits = None if recording.logits is None else recording.logits[chosen]
    predicted = predictions(output[chosen : chosen + 1])[0]
    label = int(recording.labels[chosen])
    return bars.probabilities(output[chosen], logits, label, predicted)
