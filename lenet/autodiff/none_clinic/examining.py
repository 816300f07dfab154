"""Run a case, broken or fixed, and return what its run showed as plain data."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.autodiff.none_clinic import CASES
from lenet.autodiff.none_clinic.building import ASSIGN
from lenet.autodiff.none_clinic.finding import (
    Finding,
    find,
    joined,
    reached,
    shown,
)
from lenet.autodiff.none_clinic.flow import STATE, Box
from lenet.autodiff.none_clinic.probe import Probe
from lenet.autodiff.none_clinic.statements import Statements
from lenet.autodiff.none_clinic.variables import is_tracked
from lenet.autodiff.recording import VARIABLE
from lenet.results.graphs import Node
from lenet.results.none_clinic import NO_PATH, Examined, Request, Step
from lenet.results.numbers import number
from lenet.settings import one_of
from lenet.snippets.differing import differing
from lenet.source import resolve, source

FEW = 4  # numbers that are written out


def examine_case(name: str, *, fixed: bool = False) -> Examined:
    """Run the broken code of a case, or the fixed one, and examine its run.

    Raises ValueError for a name that is none of CASES.
    """
    one_of("case", name, tuple(CASES))
    codes = CASES[name].code, CASES[name].right
    code, other = reversed(codes) if fixed else codes
    function = resolve(code)
    lines, below = differing(source(code).text, source(other).text)
    probe = Probe(function)
    finding = find(probe)
    if finding and finding.cause == NO_PATH:
        finding = joined(probe, finding, Probe(resolve(other)))
    return examine(probe, finding, Statements(function), lines, below)


def examine(
    probe: Probe,
    finding: Finding | None,
    statements: Statements,
    changed: tuple[int, ...] = (),
    below: int = 0,
) -> Examined:
    """Return what a probe found, with lines of the function counted from 1."""
    first = statements.source.line - 1
    lit = reached(probe, finding)
    boxes = [probe.flow.boxes[name] for name in shown(probe, finding)]
    return Examined(
        source=statements.source,
        call=statements.call_at(probe.asked.line, "gradient"),
        gradient=_gradient(probe.gradient),
        request=_request(probe),
        steps=tuple(
            step for box in boxes for step in _steps(box, probe, first)
        ),
        nodes=tuple(_node(box, probe, boxes) for box in boxes),
        reached={b.name: _value(b.value) for b in boxes if b.name in lit},
        cause=finding.cause if finding else "",
        missing=(finding.missing,) if finding else (),
        line=finding.line - first if finding and finding.line else 0,
        operation=finding.operation if finding else "",
        changed=changed,
        below=below,
    )


def _gradient(gradient: Any) -> str:
    return "None" if gradient is None else str(_rounded(gradient))


def _rounded(value: Any) -> Any:
    """Return numbers as lists, with four decimals at most."""
    return np.round(np.asarray(value, float), 4).tolist()


def _request(probe: Probe) -> Request:
    is_variable = probe.is_variable
    dtype = tf.as_dtype(probe.wanted.dtype).name
    return Request(
        target=probe.target,
        source=probe.source,
        dtype=dtype,
        trainable=bool(probe.wanted.trainable) if is_variable else None,
        watched=tuple(sorted(probe.watched)),
    )


def _steps(box: Box, probe: Probe, first: int) -> Iterator[Step]:
    """Yield the operation that a box is, or that gave a variable its value."""
    line = box.line - first
    kinds = [edge.kind for edge in probe.flow.into(box.name)]
    if box.kind == VARIABLE and STATE in kinds:
        yield Step(line, ASSIGN, box.name, taped=False)
    if box.place:
        uses = [e for e in probe.flow.out_of(box.name) if e.ran]
        used = any(is_tracked(e.place, e.index) for e in uses)
        taped = box.recorded or any(box.place.outputs) or used
        yield Step(line, box.kind, box.name, taped)


def _node(box: Box, probe: Probe, shown: list[Box]) -> Node:
    names = {each.name for each in shown}
    inputs = [e.source for e in probe.flow.into(box.name) if e.source in names]
    shape = dtype = ""
    if box.value is not None:
        shape = str(np.shape(box.value)).replace(",)", ")")
        dtype = getattr(box.value.dtype, "name", str(box.value.dtype))
    return Node(
        box.name, box.kind, tuple(dict.fromkeys(inputs)), (), shape, dtype
    )


def _value(value: Any) -> str:
    """Return a few numbers as text: "1.5", "[0.25 0.75]"; else their shape."""
    if value is None:
        return ""
    array = np.asarray(value, float)
    return _text(array) if array.size <= FEW else f"shape {array.shape}"


def _text(array: Any) -> str:
    if array.ndim == 0:
        return number(float(array))
    return f"[{' '.join(map(_text, array))}]"
