"""The chain rule as TensorFlow's tape applies it, one operation at a time.

`of_formula` and `of_example` run a computation, and return its backward pass.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.autodiff.chain.apart import gradient_function, jacobians
from lenet.autodiff.chain.examples import FUNCTIONS, arguments
from lenet.autodiff.chain.matching import Matched, Matching, Met
from lenet.autodiff.chain.observing import Observed, observe
from lenet.autodiff.expression.by_tensorflow import value_and_gradients
from lenet.autodiff.formula import parse
from lenet.autodiff.recording import Graph, Ran
from lenet.results.chain import Call, Chain, Flow, Operation, Step, Sum
from lenet.source import source_of

__all__ = ["gradient_function", "of_example", "of_formula"]


def of_formula(text: str, x: float, y: float) -> Chain:
    """Return the backward pass of a formula in x and y, in float32.

    `text` is a formula: see `lenet.autodiff.formula.parse`, which raises
    ValueError for any other text.
    """
    return chain_of(value_and_gradients, parse(text), x, y, tf.float32)


def of_example(name: str, seed: int) -> Chain:
    """Return the backward pass of one of `lenet.results.chain.EXAMPLES`.

    The seed draws its numbers. Raises KeyError for another name.
    """
    return chain_of(FUNCTIONS[name], *arguments(name, seed))


def chain_of(function: Callable[..., Any], *args: Any) -> Chain:
    """Run a function that asks a tape once; return its backward pass."""
    seen = observe(function, *args)
    assert seen.target is not None, "the function asks no tape"
    graph = _graph(seen)
    matching = Matching(seen)
    steps = tuple(_steps(seen, graph, matching))
    gradients = {
        graph.maker(source) or "": gradient.numpy()
        for source, gradient in zip(seen.sources, seen.gradients, strict=True)
        if gradient is not None
    }
    return Chain(
        source=source_of(function),
        nodes=tuple(graph.nodes),
        values={name: each.numpy() for name, each in graph.tensors.items()},
        target=graph.maker(seen.target) or "",
        sources=tuple(graph.maker(each) or "" for each in seen.sources),
        steps=steps,
        gradients=gradients,
    )


def _graph(seen: Observed) -> Graph:
    """Return the forward pass; what no operation made has its local name."""
    forward = seen.ran[: seen.forward]
    known = {id(output) for ran in forward for output in ran.outputs}
    named = {}
    for name, value in seen.names.items():
        if isinstance(value, tf.Tensor) and id(value) not in known:
            known.add(id(value))  # a second name adds no node
            named[name] = value
    return Graph(named, forward)


def _steps(seen: Observed, graph: Graph, matching: Matching) -> Iterator[Step]:
    for step in matching.steps():
        if isinstance(step, Met):
            yield Sum(
                graph.maker(step.tensor) or "",
                tuple(part.numpy() for part in step.parts),
                step.total.numpy(),
            )
        else:
            yield _call(step, seen, graph)


def _call(matched: Matched, seen: Observed, graph: Graph) -> Call:
    call, ran = matched.call, matched.operation
    upstream = next(each for each in call.upstream if each is not None)
    passed = zip(ran.inputs, call.gradients, jacobians(matched), strict=True)
    return Call(
        node=graph.maker(ran.outputs[0]) or "",
        kind=call.kind,
        upstream=upstream.numpy(),
        flows=tuple(
            Flow(graph.maker(tensor) or "", jacobian, gradient.numpy())
            for tensor, gradient, jacobian in passed
            if gradient is not None
            and jacobian is not None
            and id(tensor) in seen.tracked
        ),
        ran=tuple(map(_operation, seen.ran[call.start : call.stop])),
    )


def _operation(ran: Ran) -> Operation:
    inputs = tuple(np.asarray(each) for each in ran.inputs)
    outputs = tuple(np.asarray(each) for each in ran.outputs)
    return Operation(ran.kind, inputs, outputs)
