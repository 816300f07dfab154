"""Forward mode beside reverse mode, in counted operations: plain data."""

from dataclasses import dataclass

import numpy as np

SIZES = (1, 2, 4, 8, 16)  # numbers of inputs, and of outputs
FORWARD, REVERSE = "Forward mode", "Reverse mode"
MODES = (FORWARD, REVERSE)


@dataclass(frozen=True)
class Counted:
    """The Jacobian of one function in both modes.

    `operations` and `jacobians` are by MODES; a Jacobian is (outputs, inputs)
    float32. The forward mode made a pass for each input, the reverse mode one
    for each output.
    """

    inputs: int
    outputs: int
    operations: dict[str, int]
    jacobians: dict[str, np.ndarray]

    @property
    def difference(self) -> float:
        """Return the largest difference of the two Jacobians."""
        one, other = (self.jacobians[mode] for mode in MODES)
        return float(np.max(np.abs(one - other)))

    @property
    def fewer(self) -> str:
        """Return the mode with fewer operations, "" if they are equal."""
        forward, reverse = (self.operations[mode] for mode in MODES)
        if forward == reverse:
            return ""
        return FORWARD if forward < reverse else REVERSE


@dataclass(frozen=True)
class OfLeNet:
    """What the gradient of LeNet's loss costs in both modes.

    `operations` are those of one pass, forward pass included. One pass of the
    reverse mode gives the whole gradient. One of the forward mode gives the
    derivative along one direction: `along` by it, `tape_along` by the tape.
    """

    weights: int
    operations: dict[str, int]
    along: float
    tape_along: float


@dataclass(frozen=True)
class Modes:
    """Both modes, counted for each pair of SIZES and for LeNet."""

    counted: tuple[Counted, ...]
    lenet: OfLeNet

    def of(self, inputs: int, outputs: int) -> Counted:
        """Return what was counted for numbers of inputs and outputs."""
        (found,) = (
            each
            for each in self.counted
            if (each.inputs, each.outputs) == (inputs, outputs)
        )
        return found

    def further(self, at: Counted) -> dict[str, int]:
        """Return the operations of one more pass: an input's, or an output's.

        They are measured between one and two of them, by MODES.
        """
        one_in, two_in = (self.of(n, at.outputs) for n in SIZES[:2])
        one_out, two_out = (self.of(at.inputs, m) for m in SIZES[:2])
        return {
            FORWARD: two_in.operations[FORWARD] - one_in.operations[FORWARD],
            REVERSE: two_out.operations[REVERSE] - one_out.operations[REVERSE],
        }

    def crossing(self, outputs: int) -> int:
        """Return the first of SIZES from which the reverse mode needs fewer.

        0 if the forward mode needs fewer for all, with this many outputs.
        """
        return next(
            (
                inputs
                for inputs in SIZES
                if self.of(inputs, outputs).fewer == REVERSE
            ),
            0,
        )
