"""The update: how far each weight array moves, relative to its size."""

import math
from html import escape

from lenet.microscope.symptoms import USUAL_RATIO
from lenet.results.paradigms import both_names
from lenet.results.recording import Frame, Recording, VariableStep
from lenet.results.summary import rms
from ui.components.html import box, headline, note, table
from ui.components.numbers import bad, counted, decimal, figure
from ui.lessons.microscope.panels.values import values
from ui.lessons.microscope.panels.variables import untrained

LOW, HIGH = 1e-6, 10.0  # of update / value, on a log axis
AXIS = (
    '<span class="axis"><span>1e-6</span>'
    f'<span style="left: {{usual:.2f}}%">{decimal(USUAL_RATIO)}</span>'
    f"<span>{decimal(HIGH)}</span></span>"
)
RETURNED = "The step returns its loss, computed with the weights before the update."


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show value, gradient and update of each weight array, as size per weight."""
    returned = any(value.name == "return" for value in frame.values)
    return [overview(recording, RETURNED if returned else ""), values(frame)]


def overview(recording: Recording, first: str = "") -> str:
    """Return the weight arrays with a bar each for update / weight (HTML)."""
    heads = (
        "Weights",
        "|update| / |weight|",
        AXIS.format(usual=100 * along(USUAL_RATIO)),
        "Weight",
        "Gradient",
        "Update",
    )
    rows = map(_row, recording.variables)
    return box(
        note(first),
        headline(_headline(recording)),
        table(heads, rows, "Updates"),
        note(
            "All sizes are root mean squares per weight, so large and small layers "
            f"can be compared. The mark on each bar is {decimal(USUAL_RATIO)}, a "
            "usual size."
        ),
        untrained(recording),
    )


def along(ratio: float) -> float:
    """Return where a ratio lies on the log axis, 0 to 1, or the nearer end."""
    if ratio <= LOW:
        return 0.0
    return min(1.0, math.log(ratio / LOW) / math.log(HIGH / LOW))


def _headline(recording: Recording) -> str:
    if recording.error:
        return (
            f"The optimizer raised an error: {bad(recording.error)} The step ends "
            "here, and no weight has moved."
        )
    moved = [each for each in recording.variables if rms(each.update) != 0]
    text = (
        f"The optimizer has moved <b>{len(moved)} of "
        f"{counted(len(recording.variables), 'weight array')}</b>."
    )
    sized = [each for each in moved if math.isfinite(each.ratio)]
    if not sized:
        return text
    most = max(sized, key=lambda each: each.ratio)
    name = f"<code>{escape(both_names(most.name))}</code>"
    return f"{text} Largest, relative to the weights: {name}, {figure(most.ratio)}."


def _row(variable: VariableStep) -> tuple[str, ...]:
    gradient = variable.gradient
    size, moved = rms(variable.value), rms(variable.update)
    return (
        f"<code>{escape(both_names(variable.name))}</code>",
        _ratio(variable, size, moved),
        _bar(variable.ratio),
        figure(size),
        bad("None") if gradient is None else figure(rms(gradient)),
        figure(moved),
    )


def _ratio(variable: VariableStep, size: float, moved: float) -> str:
    if not math.isfinite(moved):
        return figure(moved)
    # Biases start at zero: there is no ratio then, and nothing is wrong.
    return "was 0" if moved and size == 0 else figure(variable.ratio)


def _bar(ratio: float) -> str:
    width = 100 * along(ratio) if math.isfinite(ratio) else 0
    mark = f"--usual: {100 * along(USUAL_RATIO):.2f}%"
    return (
        f'<span class="log" style="{mark}"><i style="width: {width:.2f}%"></i></span>'
    )
