"""The curves in a run's event files, read without TensorFlow."""

import struct
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lenet.tensorboard.runs import find_run

HEADER = struct.Struct("<Q4x")  # a record's length, and a checksum of that
CHECKSUM_BYTES = 4  # behind the record's data


class Curve(NamedTuple):
    """One scalar over a training: (n,) int64 steps, (n,) float64 values."""

    steps: np.ndarray
    values: np.ndarray


def scalars(log_root: str | Path, run: str) -> dict[str, Curve]:
    """Read the curves of the run called `run`, also while it is written.

    The names are TensorBoard's run and tag, such as "train/epoch_loss" and
    "validation/epoch_loss". Raises what `find_run` raises.

    Files are read record by record, as
    https://www.tensorflow.org/tutorials/load_data/tfrecord describes them,
    since TensorBoard's own reader would import TensorFlow.
    """
    folder = find_run(log_root, run)
    points: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for file in sorted(folder.rglob("events.out.tfevents.*")):
        for tag, step, value in read_points(file):
            points[(file.parent.relative_to(folder) / tag).as_posix()] += [
                (step, value)
            ]
    return {
        name: Curve(*(np.array(column) for column in zip(*pairs, strict=True)))
        for name, pairs in points.items()
    }


def read_points(file: Path) -> Iterator[tuple[str, int, float]]:
    """Yield tag, step and value of each scalar in an event file."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.util.tensor_util import make_ndarray

    for record in read_records(file):
        event = Event.FromString(record)
        for value in event.summary.value:
            if value.metadata.plugin_data.plugin_name == "scalars":
                yield value.tag, event.step, make_ndarray(value.tensor).item()


def read_records(file: Path) -> Iterator[bytes]:
    """Yield the records of a TFRecord file, up to one still being written."""
    with file.open("rb") as stream:
        while len(header := stream.read(HEADER.size)) == HEADER.size:
            (length,) = HEADER.unpack(header)
            record = stream.read(length)
            if len(record) + len(stream.read(CHECKSUM_BYTES)) < length + 4:
                return
            yield record
