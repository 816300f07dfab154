"""Backwards: the gradient as it comes by each layer."""

from html import escape

import numpy as np

from lenet.results.recording import Frame, LayerStep, Recording
from ui.components import bars, pixels
from ui.components.html import box, headline, note, picture, row
from ui.components.numbers import bad, counted, figure, odd, shape
from ui.lessons.microscope.panels.forward import is_answer
from ui.lessons.microscope.panels.names import layer_name
from ui.lessons.microscope.panels.values import off_tape, values
from ui.lessons.microscope.panels.variables import all_variables, variable_view


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show the layer that the gradient has come to, or what all weights got."""
    if frame.layer is None:
        views = [all_variables(recording)]
    else:
        layer = recording.layers[frame.layer]
        views = [layer_view(recording, frame.layer, chosen)]
        views += [variable_view(recording.variables[each]) for each in layer.variables]
    return [*views, off_tape(recording, frame), values(frame)]


def layer_view(recording: Recording, place: int, chosen: int) -> str:
    """Show the gradient of a layer's output, and which way it takes."""
    layer = recording.layers[place]
    name = layer_name(recording, place)
    pieces = [headline(_headline(layer, name)), note(_way(recording, place))]
    if layer.gradient is not None:
        pieces.append(_gradient(recording, place, chosen))
    return box(*pieces)


def _headline(layer: LayerStep, name: str) -> str:
    toward = f"<b>{escape(name)}</b>'s {escape(layer.toward)}"
    summary = layer.gradient_summary
    if summary is None:
        return f"The tape does not need the gradient with respect to {toward}."
    trouble = f": {bad(odd(summary))}" if odd(summary) else ""
    return (
        f"The gradient with respect to {toward}, <b>{shape(summary.shape)}</b>, "
        f"is here{trouble}. Its norm is {figure(summary.norm)}."
    )


def _way(recording: Recording, place: int) -> str:
    last = place == len(recording.layers) - 1
    after = "the loss" if last else layer_name(recording, place + 1)
    came = f"It comes from {escape(after)}"
    if recording.layers[place].gradient is None:
        came = ""
    elif place and recording.layers[place - 1].gradient is not None:
        return f"{came} and goes on to {escape(layer_name(recording, place - 1))}."
    else:
        came += ". "
    return (
        f"{came}The tape goes no further back: no weight lies below, and nobody asked "
        f"for the gradient of the images.{_dropped(recording)}"
    )


def _dropped(recording: Recording) -> str:
    """Name the operation that made the gradient of the images all the same."""
    size = recording.images.shape
    for each in recording.operations:
        if each.phase == "backward" and size in each.outputs:
            kind = f"<code>{escape(each.kind)}</code>"
            return f" ({kind} works it out all the same, and it is dropped.)"
    return ""


def _gradient(recording: Recording, place: int, chosen: int) -> str:
    layer = recording.layers[place]
    assert layer.gradient is not None
    gradient = layer.gradient[chosen]
    if is_answer(recording, place):
        label = int(recording.labels[chosen])
        drawn = bars.signed(gradient, f"Gradient of its {layer.toward}", label)
        return drawn + note(_by_hand(recording, layer))
    there = picture(layer.output[chosen], "What it gave forwards")
    name = f"Gradient of its {layer.toward}"
    return row([there, picture(gradient, name, scale=pixels.DIVERGING)])


def _by_hand(recording: Recording, layer: LayerStep) -> str:
    if layer.toward != "logits" or layer.gradient is None:
        return ""
    count, kept = len(recording.labels), len(layer.gradient)
    truth = np.eye(10, dtype=np.float32)[recording.labels[:kept]]
    by_hand = (recording.probabilities[:kept] - truth) / count
    with np.errstate(invalid="ignore"):
        apart = float(np.abs(by_hand - layer.gradient).max())
    return (
        "By hand it is the probability, less 1 for the label, divided by the "
        f"{counted(count, 'image')}: largest difference {figure(apart)}."
    )
