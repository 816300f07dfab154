"""The same bug in a Session, in eager execution and in a tf.function.

A bug is in the images: the code is the same. What comes of it is not written
down here: `lenet.graphs.debugging.bugs` runs it. This registry imports no
TensorFlow.
"""

from dataclasses import dataclass

__all__ = ["BUGS", "SHAPES", "Bug"]

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
        what="The image has three pixels, but there are weights for two.",
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
