"""Watch one lane while it runs: its lines, and the nodes that each makes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

# TensorFlow has no public way to listen to the nodes of a graph: see
# lenet.tape.operation_log.
from tensorflow.python.framework import op_callbacks

from lenet.graphs.lanes.describe import made as describe
from lenet.models.subclassing import LeNet
from lenet.results.lanes import Step
from lenet.source import Source
from lenet.tape.line_tracer import Activation, LineTracer
from lenet.tape.recorder import function

HEAD = 1  # the line of a function's head, which is no step
UNUSED = "_"  # the name of what a line does not need


@dataclass
class Running:
    """A line that Python runs; `index` is that of its step, once it ended."""

    at: Activation
    line: int
    depth: int
    start: int
    index: int = -1


class Watch:
    """Follows a driver, the body, and the `call` of a subclassed model.

    All times are in nanoseconds since `began`. A function's head is no step,
    and neither is the end of a `with` block.
    """

    def __init__(
        self, driver: Callable[..., Any], body: Callable[..., Any]
    ) -> None:
        self.body = function(body)
        followed = [function(driver), self.body, function(LeNet.call)]
        self.tracer = LineTracer(followed, self._on_start, self._on_line)
        self.sources: dict[str, Source] = {}
        self.steps: list[Step] = []
        self.bodies: list[int] = []  # the first steps of the body's runs
        self.began = time.time_ns()
        self._graph: tf.Graph | None = None
        self._nodes: list[tuple[Running, int]] = []  # maker, time
        self._running: list[Running] = []
        self._seen: dict[int, set[int]] = {}  # lines, by activation

    @contextmanager
    def watching(self, nodes: bool) -> Iterator[None]:
        """Follow what runs inside; `nodes` is whether a graph is built there.

        To listen to operations takes time, which eager code needs not spend.
        """
        self.began = time.time_ns()
        if nodes:
            op_callbacks.add_op_callback(self._note)
        try:
            with self.tracer.following():
                yield
        finally:
            if nodes:
                op_callbacks.remove_op_callback(self._note)

    @property
    def nodes(self) -> list[tuple[tf.Operation, int, int]]:
        """Return each node of the lane's graph, its step, and its time."""
        if self._graph is None:
            return []
        made = zip(self._graph.get_operations(), self._nodes, strict=True)
        return [(node, maker.index, when) for node, (maker, when) in made]

    def step_at(self, moment: int) -> int:
        """Return the index of the innermost step that ran at a time."""
        around = [
            index
            for index, step in enumerate(self.steps)
            if step.start <= moment <= step.end
        ]
        return min(around, key=lambda index: self._length(index), default=0)

    def _length(self, index: int) -> int:
        return self.steps[index].end - self.steps[index].start

    def _now(self) -> int:
        return time.time_ns() - self.began

    # Called by the tracer and by TensorFlow

    def _on_start(self, at: Activation) -> None:
        self._catch_up()
        if at.line == HEAD:
            self._enter(at)
        elif at.line not in self._seen[id(at)]:  # else a `with` block ends
            self._seen[id(at)].add(at.line)
            depth = self.tracer.activations.index(at)
            running = Running(at, at.line, depth, self._now())
            self._running.append(running)

    def _enter(self, at: Activation) -> None:
        self._seen[id(at)] = set()
        self.sources.setdefault(at.function.name, at.function.source)
        if at.function is self.body:
            self.bodies.append(len(self.steps))

    def _on_line(self, at: Activation, made: set[str]) -> None:
        end = self._now()
        self._catch_up()
        if not self._running or self._running[-1].at is not at:
            return
        running = self._running.pop()
        running.index = len(self.steps)
        self.steps.append(
            Step(
                function=at.function.name,
                line=running.line,
                depth=running.depth,
                start=running.start,
                end=end,
                made=tuple(
                    describe(name, value)
                    for name, value in at.names.items()
                    if name in made and name != UNUSED
                ),
            )
        )

    def _note(self, *operation: Any, **more: Any) -> None:
        if self._graph is not None:
            self._catch_up()

    def _catch_up(self) -> None:
        """Stamp the nodes that were made since the last look."""
        if self._graph is None:
            if tf.executing_eagerly():
                return
            self._graph = tf.compat.v1.get_default_graph()
        new = self._graph.num_operations() - len(self._nodes)
        if new and self._running:
            self._nodes += [(self._running[-1], self._now())] * new
