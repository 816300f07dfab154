"""What a comparison showed: a table, the reasons, and what to take away."""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from lenet.results.fit_and_loop import (
    BUGS,
    EAGER_FIT,
    GRAPHS,
    GROWN,
    ROUNDING,
    WAYS,
    Comparison,
    FitSettings,
)
from ui.components.numbers import NOT_YET, counted, duration, loss, number, percent
from ui.components.tables import table
from ui.lessons.automatic_differentiation.fit_and_loop.questions import effect, exact


def show_table(found: Comparison) -> None:
    """Show a row for each way."""
    table([_row(found, name) for name in WAYS])
    st.caption(
        "The weight difference is the largest after any step. “Apart” is a difference "
        f"of more than {number(ROUNDING)}: less is rounding, and does not count."
    )


def _row(found: Comparison, name: str) -> dict[str, str]:
    losses, accuracies = found.losses[name], found.accuracies[name]
    apart = found.weight_difference.get(name)
    return {
        "Way": f"**{name}**",
        "Largest weight difference": NOT_YET if apart is None else exact(apart),
        "Apart from step": _parted(found, name),
        "Its step is": "a graph" if name in GRAPHS else "eager",
        "Last loss": loss(float(losses[-1])) if len(losses) else NOT_YET,
        "Accuracy": percent(float(accuracies[-1])) if len(accuracies) else NOT_YET,
        "Time": duration(found.seconds[name]),
    }


def _parted(found: Comparison, name: str) -> str:
    if name not in found.differences:
        return NOT_YET
    return str(found.parted(name) or "never")


def why(found: Comparison) -> str:
    """Return why the ways agree, or which code parts them."""
    if found.settings.bug:
        bug = BUGS[found.settings.bug]
        return f"**Fix:** {bug.fix}{_grown_beside(found, bug.way)}"
    graphs = max(found.weight_difference[name] for name in GRAPHS)
    eager = (
        "Eager `fit` runs the operations of your loop, in its order: "
        f"{exact(found.weight_difference[EAGER_FIT])} apart."
    )
    if graphs == 0:
        return f"{eager} On this machine, the graphs add in the same order as well."
    return (
        f"{eager} The ways with a graph are up to {number(graphs)} apart. A graph may "
        "run other kernels, which add in another order and so round otherwise. On "
        "many CPUs, oneDNN computes the gradients of a convolution's kernel and of "
        "its bias together, but only in a graph. `TF_ENABLE_ONEDNN_OPTS=0`, set before "
        f"TensorFlow is imported, turns oneDNN off.{_grown(found, GRAPHS)}"
    )


def _grown_beside(found: Comparison, way: str) -> str:
    """Return why rounding has grown in ways that do not have the bug."""
    if EAGER_FIT not in found.differences or found.parted(EAGER_FIT):
        return ""  # all differ from the tape loop, because of its bug
    return _grown(found, [name for name in GRAPHS if name != way])


def _grown(found: Comparison, names: Sequence[str]) -> str:
    """Return why rounding has grown in some ways, "" where it has not."""
    found_steps = [found.parted(name, GROWN) for name in names]
    steps = [step for step in found_steps if step]
    if not steps:
        return ""
    largest = max(found.weight_difference[name] for name in names)
    return (
        f"\n\nIn {' and '.join(f'`{name}`' for name in names)}, rounding alone has "
        f"grown from step {min(steps)} on, to {number(largest)}. A unit of relu whose "
        "input is nearly 0 was on in one way and off in the other: their gradients "
        "then differ by more than rounding."
    )


def showed(found: Comparison, all_found: Mapping[FitSettings, Comparison]) -> list[str]:
    """Return the lines to take away, with the numbers of the visitor's runs."""
    tried = {each.bug for each in all_found if each.bug}
    lines = [
        "`fit` is a loop over batches, and its step is the tape loop's: forward "
        "pass, loss, gradients, update. Metrics, callbacks and the progress bar "
        "change no weight."
    ]
    if found.settings.bug:
        lines.append(f"**{BUGS[found.settings.bug].title}**: {effect(found)}")
    else:
        largest = max(found.weight_difference.values())
        lines.append(
            f"After {counted(found.settings.steps, 'step')} in five ways, no weight is "
            f"further from your loop's than {exact(largest)}."
        )
    if tried:
        lines.append(f"You have seen **{len(tried)}** of {len(BUGS)} bugs.")
    if not all(np.isfinite(each[-1:]).all() for each in found.losses.values()):
        lines.append("A loss became no number: nothing can be learned after that.")
    return lines
