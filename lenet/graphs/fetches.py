"""What `session.run` runs for each fetch of the programs."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.digits import load
from lenet.graphs.nodes import nodes_of
from lenet.graphs.programs import BUILDERS
from lenet.graphs.session import config, run_recorded, set_variables
from lenet.models import BUILDS, first_weights
from lenet.results.fetches import INITIALISER, PROGRAMS, Fetched
from lenet.results.graphs import Node
from lenet.results.numbers import number
from lenet.settings import PARADIGM_NAMES, one_of
from lenet.training.batches import Batches

v1 = tf.compat.v1
BATCH_SIZE = 64
MOST_SHOWN = 10  # values of an array that are written out
# How TensorFlow names what it adds for the fed and the fetched tensors.
FED = re.compile(r"_arg_(.+)_\d+_\d+")
# A GPU's statistics repeat nodes as "name:Kind".
ADDED = re.compile(r"_SOURCE|_SINK|_(arg|retval|send|recv)_.*|.*:.*")
KERNEL = re.compile(r" = (\w+)\(")


def structure(program: str, paradigm: str) -> tuple[Node, ...]:
    """Return all nodes of a program's graph, in the order of their making.

    Raises ValueError for a name that is not in PROGRAMS or PARADIGM_NAMES.
    """
    graph, _ = build(program, paradigm)
    return nodes_of(graph)


def build(
    program: str, paradigm: str
) -> tuple[tf.Graph, tf.keras.Model | None]:
    """Return a program's graph, and its model if it has one.

    Raises ValueError as `structure` does.
    """
    one_of("program", program, tuple(PROGRAMS))
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    return _built(program, paradigm)


def fetch(
    program: str, paradigm: str, seed: int, name: str, *, rewrite: bool
) -> Fetched:
    """Fetch one node in a new Session; return what ran.

    The weights are the first ones of `seed`, and so is the batch. A node that
    has an output is fetched as its first tensor, any other one as an operation.
    It runs twice, and the second run is returned: the first run of an op kernel
    in a process takes far longer than the next ones. Raises ValueError for a
    name that no node has.
    """
    feed = feeds(program, seed)
    with opened(program, paradigm, seed, rewrite=rewrite) as session:
        first = fetch_in(session, name, feed)
        if not any("Assign" in kernel for kernel in first.kernels.values()):
            return fetch_in(session, name, feed)
    # It has changed a variable: begin again from the first weights.
    with opened(program, paradigm, seed, rewrite=rewrite) as session:
        return fetch_in(session, name, feed)


@contextmanager
def opened(
    program: str, paradigm: str, seed: int, *, rewrite: bool
) -> Iterator[tf.compat.v1.Session]:
    """Open a Session on a new graph, its variables initialised."""
    graph, model = build(program, paradigm)
    with v1.Session(graph=graph, config=config(rewrite=rewrite)) as session:
        if model is not None:
            session.run(INITIALISER)
            variables = [weight.value for weight in model.weights]
            shapes = [tuple(variable.shape) for variable in variables]
            set_variables(session, variables, first_weights(shapes, seed))
        yield session


def fetch_in(
    session: tf.compat.v1.Session, name: str, feed: Mapping[str, np.ndarray]
) -> Fetched:
    """Fetch one node; return what ran, or the message of the error."""
    nodes = {each.name: each for each in session.graph.get_operations()}
    if name not in nodes:
        raise ValueError(
            f"The graph has no node {name!r}. Choose one of its {len(nodes)} "
            f"nodes, such as {next(iter(nodes))!r}."
        )
    node = nodes[name]
    target = node.outputs[0] if node.outputs else node
    try:
        value, stats = run_recorded(session, target, feed)
    except (ValueError, TypeError, tf.errors.OpError) as error:
        return Fetched(name, error=str(error))
    ran = [each for each in stats if each.node_name in nodes]
    fed = [
        found[1] for each in stats if (found := FED.fullmatch(each.node_name))
    ]
    if f"{name}:0" in feed:  # it is returned as it is, and nothing runs
        fed.append(name)
    names = [each.node_name for each in stats if each.node_name not in nodes]
    return Fetched(
        name,
        ran={each.node_name: _microseconds(each) for each in ran},
        kernels={each.node_name: _kernel(each) for each in ran},
        others=tuple(name for name in names if not ADDED.fullmatch(name)),
        fed=tuple(dict.fromkeys(fed)),
        value=_described(value, target),
    )


@lru_cache(maxsize=8)
def feeds(program: str, seed: int) -> Mapping[str, np.ndarray]:
    """Return a value for each placeholder of a program, by its tensor's name.

    Images and labels are the first batch of a training with this seed.
    """
    one_of("program", program, tuple(PROGRAMS))
    if program == "small":
        return {"x:0": np.arange(1, 4, dtype=np.float32)}
    batches = Batches(load("sample"), BATCH_SIZE, seed, 0, epochs=1)
    images, labels = next(batches.of(0))
    if program == "forward":
        return {"images:0": images}
    return {"images:0": images, "labels:0": labels}


# TensorFlow keeps each graph with a custom gradient, as Keras's optimizers make
# one, for ever. So each graph is built once in a process, and never changed.
@cache
def _built(
    program: str, paradigm: str
) -> tuple[tf.Graph, tf.keras.Model | None]:
    with tf.Graph().as_default() as graph:
        model = BUILDERS[program](BUILDS[paradigm])
    graph.finalize()
    return graph, model


def _microseconds(stats: Any) -> float:
    return (stats.op_end_rel_nanos - stats.op_start_rel_nanos) / 1000


def _kernel(stats: Any) -> str:
    found = KERNEL.search(stats.timeline_label)
    return found[1] if found else ""


def _described(value: Any, target: Any) -> str:
    """Return a value in a few words."""
    if value is None:
        return "None: the node has no output"
    if target.dtype in (tf.resource, tf.variant):
        return f"a {target.dtype.name} handle"
    array = np.asarray(value)
    if array.ndim == 0:
        return f"{array.item():.5g}" if array.dtype.kind == "f" else str(array)
    if array.size <= MOST_SHOWN:
        return np.array2string(array, separator=", ", precision=4)
    text = f"{array.dtype.name} array of shape {array.shape}"
    if array.dtype.kind not in "fiu":
        return text
    low, high = number(float(array.min())), number(float(array.max()))
    return f"{text}, from {low} to {high}"
