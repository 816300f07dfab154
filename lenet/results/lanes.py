"""The same lines run in three ways, as recorded: plain data, no TensorFlow."""

from bisect import bisect_left
from dataclasses import dataclass

from lenet.results.graphs import Node
from lenet.source import Source

SMALL = "A small computation"
FORWARD = "LeNet's forward pass"
TRAINING = "One training step"
PROGRAM_NAMES = (SMALL, FORWARD, TRAINING)

RESULTS = ("first", "second", "third")  # what the drivers call their results
VALUE, NODE, OBJECT = "value", "node", "object"


@dataclass(frozen=True)
class Made:
    """What a line gave a name to, as text.

    `kind` is VALUE for numbers, NODE for a tensor of a graph, which has no
    value yet, and OBJECT for anything else.
    """

    name: str
    text: str
    kind: str


@dataclass(frozen=True)
class Step:
    """One run of one line by Python, from `start` to `end`.

    `function` is a key of the lane's sources; `line` counts from 1 in that
    source. `depth` is 0 in the driver, 1 in what it calls. Times are in
    nanoseconds since the lane began.
    """

    function: str
    line: int
    depth: int
    start: int
    end: int
    made: tuple[Made, ...]


@dataclass(frozen=True)
class NodeMade:
    """When a node of the lane's graph was made, in which of its steps."""

    node: Node
    step: int
    time: int


@dataclass(frozen=True)
class KernelRun:
    """One run of a kernel: in which step, and for the line of which step.

    `node` is the name of the lane's node, "" for an eager operation; `owner` is
    the step that made it, for an eager operation the step itself.
    """

    kind: str
    node: str
    step: int
    owner: int
    start: int
    nanoseconds: int


@dataclass(frozen=True)
class Counts:
    """What a lane has done so far: runs of the body, nodes, kernels."""

    bodies: int
    nodes: int
    kernels: int


@dataclass(frozen=True)
class Lane:
    """One recorded lane.

    `sources` are the functions that Python entered, by name, the driver first;
    `body` is the key of the one that all lanes have in common. `bodies` are the
    steps that ended first after Python entered it. The steps are in the order
    in which they ended, nodes and kernels in that of their times.
    """

    name: str
    body: str
    sources: dict[str, Source]
    steps: tuple[Step, ...]
    bodies: tuple[int, ...]
    nodes: tuple[NodeMade, ...]
    kernels: tuple[KernelRun, ...]

    def counts(self, index: int) -> Counts:
        """Return the counters once step `index` has ended."""
        until = self.steps[min(index, self.last)].end
        return Counts(
            sum(step <= index for step in self.bodies),
            sum(made.time <= until for made in self.nodes),
            sum(ran.start <= until for ran in self.kernels),
        )

    @property
    def calls(self) -> dict[str, int]:
        """Return the driver's steps that made its results, by their names."""
        return {
            made.name: index
            for index, step in enumerate(self.steps)
            for made in step.made
            if step.depth == 0 and made.name in RESULTS
        }

    def calling(self, index: int) -> list[Step]:
        """Return the lines that wait for a step to end, the innermost first."""
        found: list[Step] = []
        depth = self.steps[index].depth
        for step in self.steps[index + 1 :]:
            if step.depth < depth:
                found.append(step)
                depth = step.depth
        return found

    @property
    def kernels_before_calls(self) -> int:
        """Return how many kernels ran before the first result was asked for."""
        starts = [self.steps[index].start for index in self.calls.values()]
        first = min(starts, default=0)
        return sum(ran.start < first for ran in self.kernels)

    def position(self, time: int) -> int:
        """Return the first step whose end shows what happened at a time."""
        ends = [step.end for step in self.steps]
        return min(bisect_left(ends, time), self.last)

    @property
    def last(self) -> int:
        """Return the index of the lane's last step."""
        return len(self.steps) - 1

    @property
    def total(self) -> Counts:
        """Return the counters at the lane's end."""
        return self.counts(self.last)

    def text_of(self, step: Step) -> str:
        """Return the source line of a step, without its indentation."""
        lines = self.sources[step.function].text.splitlines()
        return lines[step.line - 1].strip()
