"""The backward pass: the gradient at each layer."""

from html import escape

import numpy as np

from lenet.results.recording import Frame, LayerStep, Recording
from lenet.results.summary import largest_difference
from ui.components import bars, pixels
from ui.components.html import box, headline, note, picture, row
from ui.components.numbers import bad, counted, figure, odd, shape
from ui.lessons.microscope.panels.forward import is_output
from ui.lessons.microscope.panels.names import layer_name
from ui.lessons.microscope.panels.values import off_tape, values
from ui.lessons.microscope.panels.variables import all_variables, variable_view


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show the gradient at a layer, or the gradients of all weights."""
    if frame.layer is None:
        views = [all_variables(recording)]
    else:
        layer = recording.layers[frame.layer]
        views = [layer_view(recording, frame.layer, chosen)]
        views += [variable_view(recording.variables[each]) for each in layer.variables]
    return [*views, off_tape(recording, frame), values(frame)]


def layer_view(recording: Recording, index: int, chosen: int) -> str:
    """Show the gradient of a layer's output, where from and where to."""
    layer = recording.layers[index]
    name = layer_name(recording, index)
    pieces = [headline(_headline(layer, name)), note(_path(recording, index))]
    if layer.gradient is not None:
        pieces.append(_gradient(recording, index, chosen))
    return box(*pieces)


def _headline(layer: LayerStep, name: str) -> str:
    toward = f"<b>{escape(name)}</b>'s {escape(layer.toward)}"
    summary = layer.gradient_summary
    if summary is None:
        return f"The tape does not need the gradient for {toward}."
    trouble = f" It has {bad(odd(summary))}." if odd(summary) else ""
    return (
        f"The tape has computed the gradient for {toward}: "
        f"<b>{shape(summary.shape)}</b>, norm {figure(summary.norm)}.{trouble}"
    )


def _path(recording: Recording, index: int) -> str:
    last = index == len(recording.layers) - 1
    after = "the loss" if last else layer_name(recording, index + 1)
    came = f"It comes from {escape(after)}"
    if recording.layers[index].gradient is None:
        came = ""
    elif index and recording.layers[index - 1].gradient is not None:
        return f"{came} and goes on to {escape(layer_name(recording, index - 1))}."
    else:
        came += ". "
    return (
        f"{came}The backward pass stops here: no earlier layer has weights, and the "
        f"gradient for the images was not requested.{_discarded(recording)}"
    )


def _discarded(recording: Recording) -> str:
    """Name the operation that computed the gradient for the images anyway."""
    size = recording.images.shape
    for each in recording.operations:
        if each.phase == "backward" and size in each.outputs:
            kind = f"<code>{escape(each.kind)}</code>"
            return f" ({kind} computes it anyway; the result is discarded.)"
    return ""


def _gradient(recording: Recording, index: int, chosen: int) -> str:
    layer = recording.layers[index]
    assert layer.gradient is not None
    gradient = layer.gradient[chosen]
    if is_output(recording, index):
        label = int(recording.labels[chosen])
        drawn = bars.signed(gradient, f"Gradient of its {layer.toward}", label)
        return drawn + note(_by_hand(recording, layer))
    there = picture(layer.output[chosen], "Its output in the forward pass")
    name = f"Gradient of its {layer.toward}"
    return row([there, picture(gradient, name, scale=pixels.DIVERGING)])


def _by_hand(recording: Recording, layer: LayerStep) -> str:
    if layer.toward != "logits" or layer.gradient is None:
        return ""
    count, kept = len(recording.labels), len(layer.gradient)
    truth = np.eye(10, dtype=np.float32)[recording.labels[:kept]]
    by_hand = (recording.probabilities[:kept] - truth) / count
    apart = largest_difference([by_hand], [layer.gradient])
    return (
        "By hand: the probability, minus 1 for the label, divided by the "
        f"{counted(count, 'image')}. The largest difference is {figure(apart)}."
    )
