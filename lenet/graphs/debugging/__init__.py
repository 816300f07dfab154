"""The same bug in a Session, in eager execution and in a tf.function.

A bug is in the images: the code is the same. What comes of it is not written
down here: `lenet.graphs.debugging.bugs` runs it. This registry imports no
TensorFlow.
"""

from dataclasses import dataclass

__all__ = ["BUGS", "SHAPES", "STOP_LINE", "WAYS", "Bug"]

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Bug:
    """Images that the body of `lenet.graphs.debugging.program` cannot use."""

    title: str
    what: str
    images: Rows


BUGS: dict[str, Bug] = {
    "shape": Bug(
        title="A wrong shape",
        what="The image has more pixels than there are weights for.",
        images=((0.1, 0.2, 0.3),),
    ),
    "nan": Bug(
        title="A NaN",
        what="One image is black, so the sum of its pixels is zero. Zero "
        "divided by zero is NaN: not a number.",
        images=((0.0, 0.0), (0.4, 0.5)),
    ),
}
# What the graph is told about the shape of the images before it is built.
SHAPES: dict[str, str] = {"unknown": "Unknown sizes", "known": "The real sizes"}
STOP_LINE = 5  # of the body, from 1, with the breakpoint: the matrix product
# What tf.function does with a body.
WAYS: dict[str, str] = {
    "as_written": "autograph=False",
    "converted": "AutoGraph, the default",
    "eagerly": "run_functions_eagerly(True)",
}
