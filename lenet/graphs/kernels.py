"""Record when TensorFlow's kernels run, with its own profiler."""

import re
import tempfile
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tensorflow as tf

# The profiler's file is read here, so that no plugin is needed.
from tensorflow.tsl.profiler.protobuf import xplane_pb2

from lenet.results.graphs import Kernel

CLOCK = "lenet_clock"
# A graph's kernel is "node:Kind"; one that eager execution runs has no node. A
# call of a whole traced function is no kernel.
OF_NODE = re.compile(r"([\w.][\w./>-]*):(\w+)")
EAGER = re.compile(r"EagerLocalExecute: (?!__)(\w+)")
# In an eager operation: before it, TensorFlow looks for the kernel.
EAGER_KERNEL = "EagerKernelExecute"
MARKS = 5  # of the clock: some may be interrupted
# Kernels of no node that was written: they pass tensors on, in and out of a
# graph, or put a Python number into a tensor. Their number differs from run to
# run, as TensorFlow keeps some tensors, and computes some before the first run.
PLUMBING = frozenset(
    {"_EagerConst", "_Send", "_Recv", "_HostSend", "_HostRecv"}
    | {"_Arg", "_Retval"}
)
# A process has one profiler, which a Session uses too where it records a run.
PROFILER = threading.RLock()
OPTIONS = {"host_tracer_level": 2, "python_tracer_level": 0}
Event = tuple[int, int, str]  # start and length in nanoseconds, and name


@contextmanager
def recording() -> Iterator[list[Kernel]]:
    """Fill the list with the kernels that run in the block, when it ends.

    They are in the order in which they started. A process has one profiler: a
    second thread waits until the first has recorded. Raises
    tf.errors.AlreadyExistsError inside a recording of the same thread.

    https://www.tensorflow.org/guide/profiler
    """
    kernels: list[Kernel] = []
    profiler = tf.profiler.experimental
    with PROFILER, tempfile.TemporaryDirectory() as folder:
        profiler.start(folder, options=profiler.ProfilerOptions(**OPTIONS))
        try:
            stamps = [_stamp() for _ in range(MARKS)]
            yield kernels
        finally:
            profiler.stop()
        kernels += _read(Path(folder), stamps)


def _stamp() -> int:
    with tf.profiler.experimental.Trace(CLOCK):
        return time.time_ns()


def _read(folder: Path, stamps: list[int]) -> list[Kernel]:
    """Return a profile's kernels; `stamps` are of the clock, in its marks."""
    space = xplane_pb2.XSpace()
    for file in folder.rglob("*.xplane.pb"):
        space.MergeFromString(file.read_bytes())
    events = sorted(_events(space))
    offset = _offset([event for event in events if event[2] == CLOCK], stamps)
    inner = [event for event in events if event[2] == EAGER_KERNEL]
    return [
        Kernel(
            node=match[1] if match.re is OF_NODE else "",
            kind=match[match.re.groups],
            start=start + offset,
            nanoseconds=nanoseconds,
        )
        for event in events
        if (match := OF_NODE.fullmatch(event[2]) or EAGER.fullmatch(event[2]))
        for start, nanoseconds, _ in [_without_search(event, inner)]
    ]


def _without_search(event: Event, inner: Sequence[Event]) -> Event:
    """Return the part of an eager operation in which its kernel runs.

    `inner` are all such parts, in the order in which they started. A graph's
    kernel contains none.
    """
    start, nanoseconds, _ = event
    following = bisect_left(inner, event)
    if following < len(inner):
        found = inner[following]
        if found[0] + found[1] <= start + nanoseconds:
            return found
    return event


def _offset(marks: list[Event], stamps: list[int]) -> int:
    """Return what is to be added to the profiler's times.

    A stamp lies somewhere in its mark, so the shortest mark tells it best.
    """
    nanoseconds, offset = min(
        (nanoseconds, stamp - start)
        for (start, nanoseconds, _), stamp in zip(marks, stamps, strict=True)
    )
    return offset - nanoseconds // 2


def _events(space: xplane_pb2.XSpace) -> Iterator[Event]:
    for plane in space.planes:
        for line in plane.lines:
            for event in line.events:
                start = line.timestamp_ns + event.offset_ps // 1_000
                name = plane.event_metadata[event.metadata_id].name
                yield start, event.duration_ps // 1_000, name
