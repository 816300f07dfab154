"""A formula in x and y as a tree, made of text without evaluating any of it.

Python's own parser reads the text to a syntax tree, and only what is listed
in `syntax` is taken from that. Nothing is compiled or called, so no text can
run.
"""

from lenet.autodiff.formula.reading import read
from lenet.autodiff.formula.syntax import depth_of, is_operator, walk
from lenet.autodiff.formula.text import MOST_CHARACTERS, syntax_of
from lenet.autodiff.formula.tree import (
    ALLOWED,
    FUNCTIONS,
    OPERATORS,
    Binary,
    Call,
    Formula,
    Name,
    Negative,
    Number,
)

__all__ = [
    "ALLOWED",
    "FUNCTIONS",
    "MOST_CHARACTERS",
    "MOST_DEPTH",
    "MOST_NODES",
    "OPERATORS",
    "Binary",
    "Call",
    "Formula",
    "Name",
    "Negative",
    "Number",
    "parse",
]

MOST_NODES = 40  # numbers, names and calls
MOST_DEPTH = 12  # calls inside each other


def parse(text: str) -> Formula:
    """Return the formula of a text; parts without x and y become numbers.

    Raises ValueError for any text that is no formula, or too large a one.
    The message says what came, what is allowed, and how to change it.
    """
    tree = syntax_of(text)
    nodes = [node for node in walk(tree) if not is_operator(node)]
    if len(nodes) > MOST_NODES:
        raise ValueError(
            f"The formula has {len(nodes)} numbers, names and calls; it can "
            f"have {MOST_NODES}. Make it shorter."
        )
    if (depth := depth_of(tree)) > MOST_DEPTH:
        raise ValueError(
            f"The formula has {depth} calls inside each other; it can have "
            f"{MOST_DEPTH}. Take some of them out."
        )
    return read(tree)
