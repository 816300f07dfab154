"""Find the operation that each call of a gradient function belongs to.

TensorFlow hands the function the operation's kind and the tensors that it
needs, which can be none. What identifies the operation then is the gradient
that arrives: it is the very tensor that an earlier call returned, or the sum of
several.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import tensorflow as tf

from lenet.autodiff.chain.observing import GradientCall, Observed, Tensors
from lenet.autodiff.recording import Ran

SUM = "AddN"  # what the tape runs where gradients meet


@dataclass(frozen=True, eq=False)
class Matched:
    """A call of a gradient function, and its operation of the forward pass."""

    call: GradientCall
    operation: Ran


@dataclass(frozen=True, eq=False)
class Met:
    """A sum of the gradients that arrived at one tensor."""

    tensor: tf.Tensor
    parts: tuple[tf.Tensor, ...]
    total: tf.Tensor


@dataclass(eq=False)
class Matching:
    """The backward pass, read in its order."""

    seen: Observed
    left: list[Ran] = field(init=False)
    tensors: dict[int, tf.Tensor] = field(default_factory=dict)  # by id
    arrived: dict[int, list[tf.Tensor]] = field(default_factory=dict)
    totals: dict[int, tf.Tensor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left = self.seen.ran[: self.seen.forward]

    def steps(self) -> Iterator[Matched | Met]:
        """Yield the calls and the sums in the order in which they ran.

        Raises ValueError for a call that belongs to no operation.
        """
        at = self.seen.forward
        for call in self.seen.calls:
            yield from self._sums(self.seen.ran[at : call.start])
            yield self._matched(call)
            at = call.stop
        yield from self._sums(self.seen.ran[at:])

    def gradient(self, tensor: tf.Tensor) -> tf.Tensor | None:
        """Return the whole gradient of a tensor, None if it has none yet."""
        arrived = self.arrived.get(id(tensor), [])
        if len(arrived) == 1:
            return arrived[0]
        return self.totals.get(id(tensor))

    def _sums(self, between: Sequence[Ran]) -> Iterator[Met]:
        for ran in between:
            if ran.kind != SUM:
                continue
            parts = sorted(map(id, ran.inputs))
            for key, arrived in self.arrived.items():
                if key not in self.totals and sorted(map(id, arrived)) == parts:
                    self.totals[key] = ran.outputs[0]
                    yield Met(self.tensors[key], ran.inputs, ran.outputs[0])
                    break

    def _matched(self, call: GradientCall) -> Matched:
        # The tape goes backwards: of several that fit, the last one is next.
        fitting = [ran for ran in self.left if self._fits(ran, call)]
        if not fitting:
            raise ValueError(
                f"A gradient function of {call.kind} ran, and no operation of "
                "the forward pass fits it."
            )
        ran = fitting[-1]
        self.left = [each for each in self.left if each is not ran]
        for tensor, gradient in zip(ran.inputs, call.gradients, strict=True):
            if gradient is not None:
                self.tensors[id(tensor)] = tensor
                self.arrived.setdefault(id(tensor), []).append(gradient)
        return Matched(call, ran)

    def _fits(self, ran: Ran, call: GradientCall) -> bool:
        return (
            ran.kind == call.kind
            and _same(ran.inputs, call.inputs)
            and _same(ran.outputs, call.outputs)
            and all(
                output is self.seen.target or self.gradient(output) is upstream
                for output, upstream in zip(
                    ran.outputs, call.upstream, strict=True
                )
                if upstream is not None
            )
        )


def _same(recorded: Sequence[tf.Tensor], given: Tensors) -> bool:
    """Return whether these are the same tensors, as far as they are given."""
    return not given or all(
        each is None or each is tensor
        for tensor, each in zip(recorded, given, strict=True)
    )
