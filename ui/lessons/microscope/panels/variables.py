"""Weight arrays beside their gradients."""

from html import escape

import numpy as np

from lenet.results.recording import Recording, VariableStep
from lenet.results.summary import rms, summarise
from ui.components import pixels
from ui.components.html import box, headline, note, picture, row, table, title
from ui.components.numbers import bad, counted, figure, odd, shape
from ui.lessons.microscope.panels.names import not_trained
from ui.lessons.microscope.panels.values import operation

SIZES = "Gradient and value are root mean squares: their size, per weight."
# How ui.components.pixels.weights lays arrays out, by the number of their axes.
LAYOUTS = {
    4: "A row for each input map, a column for each output map.",
    2: "A row for each unit, a column for each of its inputs.",
}


def variable_view(variable: VariableStep) -> str:
    """Show a weight array beside its gradient, and what made the gradient."""
    shown = [_weights(variable.value, f"{variable.name}, its value")]
    if variable.gradient is None:
        told = bad(f"No gradient: the tape gives None for {variable.name}.")
    else:
        shown.append(_weights(variable.gradient, f"{variable.name}, its gradient"))
        told = f"Root mean square per weight: {figure(rms(variable.gradient))}."
    if variable.origin:
        told += f" It comes from {operation(variable.origin)}."
    return box(
        title(f"{variable.name} {shape(variable.value.shape)}"),
        note(f"{told} {LAYOUTS.get(variable.value.ndim, '')}"),
        row(shown),
    )


def all_variables(recording: Recording) -> str:
    """List what gradient each weight array has got."""
    variables = recording.variables
    got = [each for each in variables if each.gradient is not None]
    told = (
        f"The tape gives a gradient for <b>{len(got)} of "
        f"{counted(len(variables), 'weight array')}</b>."
    )
    rows = [_variable_row(each) for each in variables]
    heads = ("Weights", "Shape", "Gradient", "Value")
    return box(
        headline(told),
        table(heads, rows, "Gradients"),
        note(SIZES),
        untrained(recording),
    )


def untrained(recording: Recording) -> str:
    """Warn of variables that the tape watches and the optimizer never gets."""
    names = ", ".join(f"<code>{escape(name)}</code>" for name in not_trained(recording))
    if not names:
        return ""
    told = "Watched by the tape, but not among the model's weights"
    return note(f"{told}, so that no gradient was asked for: {names}.")


def _variable_row(variable: VariableStep) -> tuple[str, ...]:
    name = f"<code>{escape(variable.name)}</code>"
    size = figure(rms(variable.value))
    if variable.gradient is None:
        return name, shape(variable.value.shape), bad("None"), size
    strength = figure(rms(variable.gradient))
    trouble = odd(summarise(variable.gradient))
    if trouble:
        strength += f" ({bad(trouble)})"
    return name, shape(variable.value.shape), strength, size


def _weights(array: np.ndarray, name: str) -> str:
    return picture(
        array,
        name,
        scale=pixels.DIVERGING,
        layout=pixels.weights,
        width=320,
        height=240,
    )
