"""What the TensorBoard callback writes about a model."""

import json
from collections.abc import Iterator
from pathlib import Path

import tensorflow as tf

from lenet.tensorboard.events import read_records


def tensorboard_graph(
    model: tf.keras.Model, folder: Path
) -> dict[str, list[str]]:
    """Write the graph with the callback, and read what it wrote.

    https://www.tensorflow.org/tensorboard/graphs
    """
    board = tf.keras.callbacks.TensorBoard(folder, write_graph=True)
    board.set_model(model)
    board.on_train_end()  # closes its files
    return dict(graphs(folder))


def graphs(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each graph of a Keras model in a log: its tag, its layers' names.

    https://www.tensorflow.org/tensorboard/graphs
    """
    from tensorboard.compat.proto.event_pb2 import Event

    for file in sorted(folder.rglob("events.*")):
        for record in read_records(file):
            for value in Event.FromString(record).summary.value:
                if value.metadata.plugin_data.plugin_name == KERAS_GRAPH:
                    model = json.loads(value.tensor.string_val[0])
                    layers = model["config"]["layers"]
                    names = [layer["config"]["name"] for layer in layers]
                    yield value.tag, names


KERAS_GRAPH = "graph_keras_model"  # TensorBoard's plugin for such graphs
