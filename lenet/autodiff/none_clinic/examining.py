"""Run a case, broken or fixed, and return what its run showed as plain data."""

from typing import Any

import numpy as np
import tensorflow as tf

from lenet.autodiff.none_clinic import CASES
from lenet.autodiff.none_clinic.flow import Box
from lenet.autodiff.none_clinic.probe import Probe
from lenet.autodiff.none_clinic.statements import Statements
from lenet.results.graphs import Node
from lenet.results.none_clinic import Examined, Request, Step
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
    return examine(Probe(function), Statements(function), lines, below)


def examine(
    probe: Probe,
    statements: Statements,
    changed: tuple[int, ...] = (),
    below: int = 0,
) -> Examined:
    """Return what a probe found, with lines of the function counted from 1."""
    first = statements.source.line - 1
    finding = probe.finding
    shown = [probe.flow.boxes[name] for name in probe.shown()]
    return Examined(
        source=statements.source,
        call=statements.call_at(probe.asked.line, "gradient"),
        gradient=_gradient(probe.gradient),
        request=_request(probe),
        steps=tuple(_step(box, first) for box in shown if box.place),
        nodes=tuple(_node(box, probe, shown) for box in shown),
        reached={
            b.name: _value(b.value) for b in shown if b.name in probe.reached
        },
        cause=finding.cause if finding else "",
        missing=(finding.missing,) if finding else (),
        line=finding.line - first if finding and finding.line else 0,
        operation=finding.at if finding else "",
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


def _step(box: Box, first: int) -> Step:
    assert box.place
    taped = any(box.place.outputs) or box.kind == "tf.function"
    return Step(
        box.line - first, box.kind, box.name, taped and box.place.is_taped
    )


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
