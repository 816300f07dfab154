"""What the tapes of a function watched and recorded in one run."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

# TensorFlow has no public way to listen to operations: see
# lenet.tape.operation_log.
from lenet.autodiff.none_clinic.observed import Observed, Place
from lenet.autodiff.none_clinic.observing import place_of
from lenet.autodiff.recording import (
    FUNCTION,
    READ,
    RECORDED,
    Ran,
    recording,
)
from lenet.results.tape_rules import Line
from lenet.source import source_of

TAPE = "GradientTape("
REQUESTS = (".gradient(", ".jacobian(")
# A read of a variable, and what TensorFlow prepares for a graph's gradient.
NO_STEPS = frozenset({READ, "ZerosLike"})


class Taped:
    """One run of a function: each operation, and where it ran."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self.seen = Observed(function)
        self.source = source_of(function)
        self.ran: Sequence[Ran] = ()
        self.places: list[Place] = []

    def watched(self) -> dict[str, tuple[str, ...]]:
        """Return the names of what each tape watched, by the tape's name.

        A constant was watched if a tape tracked it though no operation made it.
        """
        names = self.places[-1].names
        constants = self._watched_constants()
        return {
            tape_name: tuple(
                name
                for name, value in names.items()
                if id(value)
                in constants | set(map(id, tape.watched_variables()))
            )
            for tape_name, tape in names.items()
            if isinstance(tape, tf.GradientTape)
        }

    def lines(self) -> tuple[Line, ...]:
        """Return the lines inside the tapes' blocks with their operations.

        What a request of a gradient ran is shown only if a tape recorded it.
        """
        texts = self.source.text.splitlines()
        first = next(at for at, text in enumerate(texts, 1) if TAPE in text)
        steps: dict[tuple[int, bool], list[str]] = {}
        for ran, place in zip(self.ran, self.places, strict=True):
            line = place.line - self.source.line + 1
            taped = _is_taped(ran, place)
            if (
                line > first
                and ran.kind not in NO_STEPS
                and _is_shown(texts[line - 1], taped=taped)
            ):
                steps.setdefault((line, taped), []).append(_kind(ran))
        return tuple(
            Line(line, tuple(kinds), taped)
            for (line, taped), kinds in steps.items()
        )

    def _watched_constants(self) -> set[int]:
        made = {id(tensor) for ran in self.ran for tensor in ran.outputs}
        return {
            id(tensor)
            for ran, place in zip(self.ran, self.places, strict=True)
            for tensor, tracked in zip(ran.inputs, place.inputs, strict=True)
            if tracked and id(tensor) not in made
        }


@contextmanager
def taping(taped: Taped) -> Iterator[None]:
    """Note the operations of the function while it runs in the block."""

    def note(ran: Ran) -> None:
        taped.places.append(place_of(taped.seen, ran.inputs, ran.outputs))

    with recording(note) as taped.ran:
        yield


def _is_shown(text: str, *, taped: bool) -> bool:
    """Return whether the operations of a line of code are shown."""
    is_last = text.strip().startswith("return ")
    return not is_last and (taped or not any(r in text for r in REQUESTS))


def _is_taped(ran: Ran, place: Place) -> bool:
    """Return whether a tape recorded an operation."""
    if ran.kind.startswith(RECORDED):
        return True
    return place.is_taped and any((*place.inputs, *place.outputs))


def _kind(ran: Ran) -> str:
    """Return an operation's kind; a traced function is called a graph."""
    is_graph = ran.kind.startswith((FUNCTION, RECORDED))
    return "a whole graph" if is_graph else ran.kind
