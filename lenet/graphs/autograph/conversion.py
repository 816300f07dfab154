"""Convert a function with AutoGraph, and call it eagerly and as a graph."""

import inspect
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from lenet.graphs.autograph import EXAMPLES, EXAMPLES_FILE, TENSORS
from lenet.graphs.autograph.calls import arguments, text_of, written
from lenet.graphs.autograph.inner_graphs import all_nodes
from lenet.graphs.autograph.line_counts import (
    by_source_line,
    counting,
    is_generated,
)
from lenet.results.autograph import Call, Conversion, Graph
from lenet.results.messages import Message
from lenet.settings import one_of
from lenet.snippets.attempt import attempt
from lenet.snippets.messages import read
from lenet.snippets.tf_warnings import warnings_kept
from lenet.source import Source, resolve, source_of

FILE = "AutoGraph's code"
Function = Callable[..., Any]
Arguments = Sequence[Any]


def convert(name: str, values: str = TENSORS) -> Conversion:
    """Return what AutoGraph makes of an example, and what its calls did.

    `values` is the kind of all arguments. Raises ValueError for a kind that is
    none of VALUES, and for a name that is none of EXAMPLES.
    """
    one_of("example", name, tuple(EXAMPLES))
    numbers = EXAMPLES[name].calls
    given = [arguments(each, values) for each in numbers]
    titles = [written(name, each) for each in numbers]
    function = resolve(f"{EXAMPLES_FILE}:{name}")
    source = source_of(function)
    generated, origins = converted(function)
    with counting(lambda frame: frame.f_code is function.__code__) as eager:
        eagerly = [function(*each) for each in given]
    with warnings_kept():
        results, graph, graphs = _as_graph(function, given, titles)
        unconverted = _unconverted(function, given, source)
    ran = {n - generated.line + 1: count for n, count in graph.items()}
    return Conversion(
        source=source,
        generated=generated,
        origins=origins,
        calls=tuple(map(Call, titles, map(text_of, eagerly), results)),
        eager_lines={n - source.line + 1: eager[n] for n in sorted(eager)},
        graph_lines=by_source_line(ran, origins),
        graphs=graphs,
        unconverted=unconverted,
    )


def converted(function: Function) -> tuple[Source, dict[int, int]]:
    """Return AutoGraph's code, and the line of the function for each line.

    The code is that of `tf.autograph.to_code`, and its `line` that in the file
    which AutoGraph wrote. The lines of the dictionary count from 1.

    https://www.tensorflow.org/api_docs/python/tf/autograph/to_graph
    """
    graph_code = tf.autograph.to_graph(function)
    lines, first = inspect.getsourcelines(graph_code)
    start = function.__code__.co_firstlineno
    origins = {
        place.lineno - first + 1: origin.loc.lineno - start + 1
        for place, origin in graph_code.ag_source_map.items()
    }
    text = textwrap.dedent("".join(lines))
    return Source(text, FILE, first), dict(sorted(origins.items()))


def _as_graph(
    function: Function, given: Sequence[Arguments], titles: Sequence[str]
) -> tuple[list[str], dict[int, int], tuple[Graph, ...]]:
    """Return the results, the counted lines of AutoGraph's file, the graphs."""
    traced = tf.function(function)
    results = []
    graphs: list[Graph] = []
    with counting(is_generated) as lines:
        for each, title in zip(given, titles, strict=True):
            results.append(text_of(traced(*each)))
            if traced.experimental_get_tracing_count() > len(graphs):
                graph = traced.get_concrete_function(*each).graph
                graphs.append(Graph(title, all_nodes(graph)))
    return results, lines, tuple(graphs)


def _unconverted(
    function: Function, given: Sequence[Arguments], source: Source
) -> Message | None:
    """Return the error of a graph that is traced without AutoGraph, or None."""
    traced = tf.function(function, autograph=False)
    errors = (attempt(traced, *each)[1] for each in given)
    error = next(filter(None, errors), None)
    return read(error, source) if error else None
