"""What a whole backward pass has shown, with its own numbers."""

import numpy as np

from lenet.results.chain import Chain
from ui.components.numbers import counted, number
from ui.lessons.automatic_differentiation.expression.computations import Computation
from ui.lessons.automatic_differentiation.expression.questions import (
    puzzle_of,
)
from ui.lessons.automatic_differentiation.grids import brief, shortened

DIGITS = 4


def showed(computation: Computation, chain: Chain) -> list[str]:
    """Return the lines to take away; none for a pass without a step."""
    if not chain.steps:
        return []
    sums = f", {counted(len(chain.sums), 'sum')} among them" if chain.sums else ""
    lines = [
        f"The tape called {counted(len(chain.calls), 'gradient function')}, each for "
        "one operation of the forward pass, from the result back. The backward pass "
        f"ran {counted(chain.operations, 'operation')}{sums}.",
        "Each function knows only its own operation. It multiplies what arrives by "
        "its local derivative: that is the whole chain rule.",
    ]
    lines += [
        f"`{met.node}` is used in {len(met.parts)} places. Its gradient is "
        f"{brief(met.total)}, the sum of "
        f"{' and '.join(shortened(list(map(brief, met.parts))))}."
        for met in chain.sums
        if met.node in chain.sources
    ]
    puzzle = puzzle_of(computation.name, chain)
    if puzzle and not computation.point and (right := puzzle.right(chain)):
        first = number(float(np.ravel(puzzle.actual(chain))[0]), DIGITS)
        lines.append(
            f"The gradient asked for above is: {right[0][0].lower()}{right[0][1:]}. "
            f"Its first number is {first}."
        )
    return lines
