"""Typical faults in programs with a Session, made here on purpose.

Each is a module with two functions: `broken` has the fault, and `fixed` differs
from it in a few tokens. Where it fails is not written down here:
`lenet.graphs.errors.attempts` runs both. This registry imports no TensorFlow.
"""

from dataclasses import dataclass

from lenet.mistake import Mistake

__all__ = ["FAULTS", "SessionFault"]


@dataclass(frozen=True, kw_only=True)
class SessionFault(Mistake):
    """A fault in a program with a Session: `code` has it, `right` has not."""

    right: str


FAULTS: dict[str, SessionFault] = {
    "unfed": SessionFault(
        title="A placeholder not fed",
        what="The graph doubles the pixels of some images. `session.run` gets "
        "no images.",
        fix="Feed every placeholder that the fetch needs.",
        code="lenet.graphs.errors.unfed:broken",
        right="lenet.graphs.errors.unfed:fixed",
    ),
    "wrong_shape": SessionFault(
        title="Fed with the wrong shape",
        what="The placeholder is for a batch of images with two pixels each. "
        "`session.run` gets one image without a batch around it.",
        fix="Feed what the placeholder's shape describes. Here that is a batch "
        "of one image.",
        code="lenet.graphs.errors.wrong_shape:broken",
        right="lenet.graphs.errors.wrong_shape:fixed",
    ),
    "wrong_dtype": SessionFault(
        title="Fed with the wrong dtype",
        what="The pixels are numbers between 0 and 1. The placeholder is for "
        "whole numbers.",
        fix="Make the placeholder with the dtype of the data.",
        code="lenet.graphs.errors.wrong_dtype:broken",
        right="lenet.graphs.errors.wrong_dtype:fixed",
    ),
    "uninitialised": SessionFault(
        title="A variable not initialised",
        what="The graph adds up the weights of a variable. The variable was "
        "made with a first value.",
        fix="Run the initializer once in each new session, before everything "
        "else.",
        code="lenet.graphs.errors.uninitialised:broken",
        right="lenet.graphs.errors.uninitialised:fixed",
    ),
    "missing_name": SessionFault(
        title="A fetch that is not there",
        what="A node is called `total`. The fetch asks for another name.",
        fix="Write the node's name, a colon and the number of its output. Or "
        "keep the tensor in a Python variable and fetch that.",
        code="lenet.graphs.errors.missing_name:broken",
        right="lenet.graphs.errors.missing_name:fixed",
    ),
    "other_graph": SessionFault(
        title="A tensor of another graph",
        what="The images are in one graph and the weights in another one. A "
        "matrix product uses both.",
        fix="Build everything that belongs together in one graph.",
        code="lenet.graphs.errors.other_graph:broken",
        right="lenet.graphs.errors.other_graph:fixed",
    ),
    "not_fetched": SessionFault(
        title="An update that is not fetched",
        what="One node of the graph halves a weight. `session.run` is called "
        "twice, and the last value of the weight is returned.",
        fix="Fetch the node that assigns the new value. In a training, this is "
        "the optimizer's node.",
        code="lenet.graphs.errors.not_fetched:broken",
        right="lenet.graphs.errors.not_fetched:fixed",
    ),
}
