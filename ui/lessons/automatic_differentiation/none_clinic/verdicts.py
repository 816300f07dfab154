"""The cause of a None in a sentence, with the names and lines of the run."""

from lenet.results.graphs import Node
from lenet.results.none_clinic import (
    CAUSES,
    INTEGER,
    NO_DERIVATIVE,
    NO_PATH,
    NOT_TRAINABLE,
    NOT_WATCHED,
    NUMPY,
    OUTSIDE,
    REPLACED,
    STATE,
    STOPPED,
    Examined,
)

SENTENCES = {
    NO_PATH: "`{target}` was not computed from `{source}`: `{line}` does not use "
    "`{end}`.",
    OUTSIDE: "`{line}` ran `{operation}` while no tape recorded.",
    STOPPED: "`{line}` stops the gradient with `{operation}`.",
    NOT_WATCHED: "`{source}` is a constant. The tape watched {watched}.",
    NOT_TRAINABLE: "`{source}` has `trainable=False`. The tape watched {watched}.",
    REPLACED: "`{line}` gave the name `{source}` to a new tensor, which the tape does "
    "not watch.",
    NUMPY: "`{line}` left TensorFlow, and returned a NumPy array.",
    STATE: "`{line}` put the value into a variable.",
    INTEGER: "`{integer}` has the dtype `{dtype}`.",
    NO_DERIVATIVE: "`{operation}` in `{line}` has no derivative.",
}
assert tuple(SENTENCES) == CAUSES


def truth(ran: Examined) -> str:
    """Return in a sentence why a run's gradient is None."""
    whole = _integer(ran)
    return SENTENCES[ran.cause].format(
        target=ran.request.target,
        source=plain(ran.request.source),
        line=ran.text_of(ran.line) if ran.line else "",
        end=plain(ran.missing[0][0]),
        operation=ran.operation,
        watched=watched(ran),
        integer=whole.name,
        dtype=whole.dtype,
    )


def watched(ran: Examined) -> str:
    """Return what the tape watched: "`kernel` and `bias`", "nothing"."""
    names = [f"`{plain(name)}`" for name in ran.request.watched]
    return " and ".join(names) or "nothing"


def plain(name: str) -> str:
    """Return the name that a node has in the code: "weight" for "weight (2)"."""
    return name.partition(" (")[0]


def _integer(ran: Examined) -> Node:
    """Return the first node at the missing edge whose dtype is no float."""
    nodes = {node.name: node for node in ran.nodes}
    ends = [nodes[name] for pair in ran.missing for name in pair]
    whole = [node for node in ends if not node.dtype.startswith("float")]
    return (whole or ends)[0]
