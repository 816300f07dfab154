"""Run a function, and record the backward pass of its tape."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from types import CodeType, FrameType
from typing import Any

import tensorflow as tf

# The tape calls this for each operation that it recorded. It has no public
# name.
from tensorflow.python.eager import backprop

from lenet.autodiff.profiling import profiling
from lenet.autodiff.recording import Ran, recording

CALL: CodeType = backprop._gradient_function.__code__
ASK: CodeType = tf.GradientTape.gradient.__code__
Tensors = Sequence[tf.Tensor | None]


@dataclass(eq=False)
class GradientCall:
    """One call of the gradient function of an operation.

    `inputs` and `outputs` are the operation's: None for those that the function
    does not need, or empty where it needs none. `upstream` are the gradients of
    its outputs, and `gradients` what the function returned, one for each input.
    `start` and `stop` are where the operations that it ran are in `ran`.
    """

    kind: str
    attributes: tuple[Any, ...]
    inputs: Tensors
    outputs: Tensors
    upstream: Tensors
    skipped: tuple[int, ...]
    start: int
    stop: int = 0
    gradients: Tensors = ()


@dataclass(eq=False)
class Observed:
    """A run of a function that asks a tape for gradients.

    `ran` are all operations in their order; the first `forward` of them ran
    before the tape was asked for the gradients of `target` by `sources`.
    `names` are the function's local names then.
    """

    ran: list[Ran] = field(default_factory=list)
    forward: int = 0
    target: tf.Tensor | None = None
    sources: list[tf.Tensor] = field(default_factory=list)
    gradients: Tensors = ()
    names: Mapping[str, Any] = field(default_factory=dict)
    calls: list[GradientCall] = field(default_factory=list)

    @cached_property
    def tracked(self) -> set[int]:
        """Return the ids of the tensors that depend on a source.

        A gradient function can return more gradients: the tape drops those.
        """
        ids = set(map(id, self.sources))
        for ran in self.ran[: self.forward]:
            if not ids.isdisjoint(map(id, ran.inputs)):
                ids |= set(map(id, ran.outputs))
        return ids


def observe(function: Callable[..., Any], *args: Any) -> Observed:
    """Run a function that calls `tape.gradient` once; return what happened.

    Raises whatever the function raises.
    """
    seen = Observed()
    with recording() as ran:
        seen.ran = ran
        with _profiling(seen):
            function(*args)
    return seen


@contextmanager
def _profiling(seen: Observed) -> Iterator[None]:
    def profile(frame: FrameType, event: str, result: Any) -> None:
        if frame.f_code is CALL and event == "call":
            seen.calls.append(_begun(frame.f_locals, len(seen.ran)))
        elif frame.f_code is CALL and event == "return":
            seen.calls[-1].stop = len(seen.ran)
            seen.calls[-1].gradients = _listed(result)
        elif frame.f_code is ASK and event == "call":
            _note(seen, frame)
        elif frame.f_code is ASK and event == "return":
            seen.gradients = tf.nest.flatten(result)

    with profiling(profile):
        yield


def _begun(given: Mapping[str, Any], start: int) -> GradientCall:
    return GradientCall(
        given["op_name"],
        given["attr_tuple"],
        given["inputs"] or (),
        given["outputs"] or (),
        given["out_grads"],
        given["skip_input_indices"] or (),
        start,
    )


def _listed(result: Any) -> Tensors:
    """Return what a gradient function returned as a list."""
    return list(result) if isinstance(result, list | tuple) else [result]


def _note(seen: Observed, frame: FrameType) -> None:
    seen.forward = len(seen.ran)
    seen.target = frame.f_locals["target"]
    seen.sources = tf.nest.flatten(frame.f_locals["sources"])
    caller = frame.f_back
    seen.names = dict(caller.f_locals) if caller else {}
