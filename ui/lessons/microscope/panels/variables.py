"""Weight arrays and their gradients."""

from html import escape

import numpy as np

from lenet.results.paradigms import both_names
from lenet.results.recording import Recording, VariableStep
from lenet.results.summary import rms, summarise
from ui.components import pixels
from ui.components.html import box, headline, note, picture, row, table, title
from ui.components.numbers import TIMES, bad, counted, figure, odd, shape
from ui.lessons.microscope.panels.names import not_trained
from ui.lessons.microscope.panels.values import operation

SIZES = "Gradient and value are root mean squares: the typical size for one weight."
CLICK = "Click a weight to test its gradient on the tab One weight."
# How ui.components.pixels.weights lays arrays out, by the number of their axes.
LAYOUTS = {
    4: "Each square of 3 {times} 3 is one kernel, with grey lines between them. "
    "From the top: {inputs}. From the left: {outputs}.",
    2: "From the top: {outputs}. From the left: {inputs}.",
    1: "From the left: {outputs}.",
}


def layout_note(sizes: tuple[int, ...]) -> str:
    """Return a sentence on how the picture of a weight array is laid out."""
    noun = {4: " map", 2: " unit", 1: ""}[len(sizes)]
    inputs, outputs = (0, *sizes)[-2:]
    return LAYOUTS[len(sizes)].format(
        times=TIMES,
        inputs=_numbered(f"input{noun}", inputs),
        outputs=_numbered(f"output{noun}", outputs),
    )


def _numbered(noun: str, count: int) -> str:
    return f"{noun} 0" if count == 1 else f"{noun}s 0 to {count - 1}"


def variable_view(variable: VariableStep) -> str:
    """Return a weight array beside its gradient, and the gradient's origin (HTML)."""
    name, sizes = both_names(variable.name), variable.value.shape
    shown = [_weights(variable, variable.value, f"{name}: weights")]
    if variable.gradient is None:
        text = bad(f"No gradient: the tape returned None for {name}.")
    else:
        shown.append(_weights(variable, variable.gradient, f"{name}: gradient"))
        size = figure(rms(variable.gradient))
        text = f"The gradient's root mean square per weight is {size}."
    if variable.origin:
        text += f" Computed by {operation(variable.origin)}."
    return box(
        title(f"{name} {shape(sizes)}"),
        note(f"{text} {layout_note(sizes)} {CLICK}"),
        row(shown),
    )


def all_variables(recording: Recording) -> str:
    """Return the list of all weight arrays with their gradients (HTML)."""
    variables = recording.variables
    got = [each for each in variables if each.gradient is not None]
    text = (
        f"The tape returned a gradient for <b>{len(got)} of "
        f"{counted(len(variables), 'weight array')}</b>."
    )
    rows = [_variable_row(each) for each in variables]
    heads = ("Weights", "Shape", "Gradient", "Value")
    return box(
        headline(text),
        table(heads, rows, "Gradients"),
        note(SIZES),
        untrained(recording),
    )


def untrained(recording: Recording) -> str:
    """Return a warning of variables that are watched but not trained (HTML)."""
    names = ", ".join(f"<code>{escape(name)}</code>" for name in not_trained(recording))
    if not names:
        return ""
    return note(
        "Watched by the tape, but not one of the model's weights, so no gradient was "
        f"requested: {names}."
    )


def _variable_row(variable: VariableStep) -> tuple[str, ...]:
    name = f"<code>{escape(both_names(variable.name))}</code>"
    size = figure(rms(variable.value))
    if variable.gradient is None:
        return name, shape(variable.value.shape), bad("None"), size
    strength = figure(rms(variable.gradient))
    trouble = odd(summarise(variable.gradient))
    if trouble:
        strength += f" ({bad(trouble)})"
    return name, shape(variable.value.shape), strength, size


def _weights(variable: VariableStep, array: np.ndarray, name: str) -> str:
    return picture(
        array,
        name,
        scale=pixels.DIVERGING,
        layout=pixels.weights,
        width=320,
        height=240,
        pick=f"weight {variable.name}",
    )
