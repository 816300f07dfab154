"""Read the numbers in an event file without TensorFlow.

TensorBoard's own reader would import it.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

HEADER = struct.Struct("<Q4x")  # a record's length, and its checksum
CHECKSUM_BYTES = 4  # after the record's data


def read_scalars(file: Path) -> Iterator[tuple[str, int, float]]:
    """Yield tag, step and value of each scalar in an event file, in order."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.util.tensor_util import make_ndarray

    for record in read_records(file):
        event = Event.FromString(record)
        for value in event.summary.value:
            if value.metadata.plugin_data.plugin_name == "scalars":
                yield value.tag, event.step, make_ndarray(value.tensor).item()


def read_records(file: Path) -> Iterator[bytes]:
    """Yield the records of a file, up to one that is still being written.

    The format: https://www.tensorflow.org/tutorials/load_data/tfrecord
    """
    with file.open("rb") as stream:
        while len(header := stream.read(HEADER.size)) == HEADER.size:
            (length,) = HEADER.unpack(header)
            record = stream.read(length)
            checksum = stream.read(CHECKSUM_BYTES)
            if len(record) < length or len(checksum) < CHECKSUM_BYTES:
                return
            yield record
