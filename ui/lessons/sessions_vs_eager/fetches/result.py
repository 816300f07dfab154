"""What a fetch ran, in words: counts, the value, and which nodes were joined."""

from collections.abc import Sequence

import streamlit as st

from lenet.results.fetches import Fetched, joined, left_out
from lenet.results.graphs import Node
from ui.components.glossary import explain
from ui.components.numbers import counted, number, whole

MOST_NAMED = 6  # nodes that a sentence lists
FED = "fed"


def microseconds(value: float) -> str:
    """Return the time of a kernel: "0.5 µs", "1,740 µs"."""
    return f"{number(value, 2 if value < 100 else 3)} µs"


def labels(run: Fetched) -> dict[str, str]:
    """Return what the drawing writes on each node that ran or was fed."""
    return dict.fromkeys(run.fed, FED) | {
        name: microseconds(value) for name, value in run.ran.items()
    }


def notes(nodes: Sequence[Node], run: Fetched) -> dict[str, str]:
    """Return what the drawing writes on nodes that did not run as themselves."""
    if run.error:
        return {}
    parts = {
        name: f"in {into.rpartition('/')[2]}"
        for name, into in joined(nodes, run).items()
    }
    return dict.fromkeys(left_out(nodes, run), "left out") | parts


def show_result(nodes: Sequence[Node], run: Fetched) -> None:
    """Show how many nodes ran, for how long, and the value; or the error."""
    if run.error:
        st.error(
            f"`{run.name}` cannot be fetched. TensorFlow says: {run.error}",
            icon=":material/block:",
        )
        return
    fed = ", ".join(f"`{name}`" for name in run.fed)
    st.markdown(
        f"`session.run` ran **{whole(len(run.ran))} of {whole(len(nodes))} nodes**, in "
        f"**{microseconds(run.microseconds)}** of op kernels. "
        + (f"From the feed: {fed}." if fed else "It used nothing from the feed."),
        help=explain("op kernel", "feed"),
    )
    st.markdown(f"Value of `{run.name}`: `{run.value}`")


def show_left_out(nodes: Sequence[Node], run: Fetched) -> None:
    """Show which nodes lead to the fetch but did not run as themselves, and why."""
    missing = left_out(nodes, run)
    if run.error or not (missing or run.others):
        return
    title = f"{counted(len(missing), 'node')} on the way did not run as themselves"
    with st.expander(title, icon=":material/merge:"):
        st.markdown("\n".join(f"- {line}" for line in reasons(nodes, run)))


def reasons(nodes: Sequence[Node], run: Fetched) -> list[str]:
    """Return a sentence for each node with a joined kernel, and for the others."""
    parts = joined(nodes, run)
    wholes: dict[str, list[str]] = {}
    for name, into in parts.items():
        wholes.setdefault(into, []).append(name)
    lines = [
        f"`{into}` ran as `{run.kernels[into]}`. This op kernel also computed "
        f"{_listed(names)}."
        for into, names in wholes.items()
    ]
    rest = [name for name in left_out(nodes, run) if name not in parts]
    if rest:
        lines.append(
            f"Left out: {_listed(rest)}. Grappler computed such a node before the "
            "run, or found that nothing needs it."
        )
    if run.others:
        lines.append(f"Grappler added {_listed(run.others)}.")
    if any(run.kernels[into].startswith("_Mkl") for into in wholes):
        lines.append(
            "`_Mkl` begins the names of op kernels from oneDNN, a library for CPUs. "
            "TensorFlow chooses them after Grappler, and also without Grappler."
        )
    return lines


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
