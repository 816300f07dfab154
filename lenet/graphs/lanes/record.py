"""Record the three lanes: when Python ran a line, made a node, ran a kernel."""

from collections.abc import Callable
from typing import Any

from lenet.graphs import kernels
from lenet.graphs.lanes.programs import arguments, program_of
from lenet.graphs.lanes.watch import Watch
from lenet.graphs.nodes import node_of
from lenet.results.graphs import EAGER, LANE_NAMES, Kernel
from lenet.results.lanes import KernelRun, Lane, NodeMade
from lenet.settings import one_of


def record_all(program: str, paradigm: str, seed: int) -> tuple[Lane, ...]:
    """Return the three lanes of a program, in the order of LANE_NAMES.

    Each driver runs first, unrecorded: what TensorFlow and Keras do only once
    in a process belongs to no lane. Raises ValueError for an unknown name.
    """
    given = arguments(program, paradigm, seed)
    for driver in program_of(program).drivers.values():
        driver(*given)
    return tuple(record(program, name, paradigm, seed) for name in LANE_NAMES)


def record(program: str, lane: str, paradigm: str, seed: int) -> Lane:
    """Run one lane of a program, and record it.

    Raises ValueError for an unknown name.

    https://www.tensorflow.org/guide/intro_to_graphs
    """
    one_of("lane", lane, LANE_NAMES)
    given = arguments(program, paradigm, seed)
    found = program_of(program)
    recorded, _ = recorded_run(lane, found.body, found.drivers[lane], given)
    return recorded


def recorded_run(
    lane: str,
    body: Callable[..., Any],
    driver: Callable[..., Any],
    given: tuple[Any, ...],
) -> tuple[Lane, Any]:
    """Return a recorded run of a driver, and what the driver returned."""
    watch = Watch(driver, body)
    if given:  # Keras calls a new model once, to build it: not followed
        build, *others = given
        given = watch.tracer.unfollowed(build), *others
    with kernels.recording() as ran, watch.watching(lane != EAGER):
        result = driver(*given)
    return _lane(lane, watch, ran), result


def _lane(name: str, watch: Watch, ran: list[Kernel]) -> Lane:
    nodes = [
        NodeMade(node_of(node), step, when) for node, step, when in watch.nodes
    ]
    owners = {made.node.name: made.step for made in nodes}
    return Lane(
        name=name,
        body=watch.body.name,
        sources=watch.sources,
        steps=tuple(watch.steps),
        bodies=tuple(watch.bodies),
        nodes=tuple(nodes),
        kernels=tuple(
            _kernel(kernel, watch, owners)
            for kernel in ran
            if kernel.kind not in kernels.PLUMBING
        ),
    )


def _kernel(kernel: Kernel, watch: Watch, owners: dict[str, int]) -> KernelRun:
    start = kernel.start - watch.began
    step = watch.step_at(start)
    node = _original(kernel.node, owners)
    return KernelRun(
        kind=kernel.kind,
        node=node,
        step=step,
        owner=owners.get(node, step),
        start=start,
        nanoseconds=kernel.nanoseconds,
    )


def _original(node: str, owners: dict[str, int]) -> str:
    """Return the node of the lane's graph that a kernel ran, "" for none.

    TensorFlow rewrites a graph before it runs. A rewritten node ends with the
    name of the old one: "ArithmeticOptimizer/ReplaceMulWithSquare_mul".
    """
    if node in owners:
        return node
    old = [name for name in owners if node.endswith((f"_{name}", f"/{name}"))]
    return max(old, key=len, default="")
