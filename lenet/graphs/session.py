"""A Session in the way of TensorFlow 1, and what it runs."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.graphs.kernels import PROFILER
from lenet.settings import IMAGE_SHAPE
from lenet.weights.file import SHAPES

v1 = tf.compat.v1


def config(*, rewrite: bool) -> tf.compat.v1.ConfigProto:
    """Return the settings of a Session that does or does not rewrite graphs.

    By default TensorFlow rewrites each graph before it runs it (Grappler), and
    removes, joins and computes nodes beforehand.

    https://www.tensorflow.org/guide/graph_optimization
    """
    made = v1.ConfigProto()
    if not rewrite:
        options = made.graph_options
        options.rewrite_options.disable_meta_optimizer = True
        options.optimizer_options.opt_level = v1.OptimizerOptions.L0
    return made


def run_recorded(
    session: tf.compat.v1.Session, fetch: Any, feed: Mapping[Any, Any]
) -> tuple[Any, list[Any]]:
    """Run one fetch; return its value and the statistics of what ran.

    Each of the statistics has a node's name and its times. They are in the
    order in which the nodes started. A second thread waits until the first one
    has recorded.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/RunMetadata
    """
    options = v1.RunOptions(trace_level=v1.RunOptions.FULL_TRACE)
    metadata = v1.RunMetadata()
    with PROFILER:  # a process has only one
        value = session.run(
            fetch, feed_dict=feed, options=options, run_metadata=metadata
        )
    ran = [
        node
        for device in metadata.step_stats.dev_stats
        for node in device.node_stats
    ]
    return value, sorted(ran, key=lambda node: node.all_start_micros)


def set_variables(
    session: tf.compat.v1.Session,
    variables: Sequence[tf.Variable],
    arrays: Sequence[np.ndarray],
) -> None:
    """Initialise variables with arrays in place of their own initial values.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session#run
    """
    initialisers = [variable.initializer for variable in variables]
    feed = {
        initialiser.inputs[1]: array
        for initialiser, array in zip(initialisers, arrays, strict=True)
    }
    session.run(initialisers, feed)


def build(shapes: Mapping[str, Sequence[int]] = SHAPES) -> tf.Tensor:
    """Add LeNet's forward pass to the graph; return the probabilities.

    The placeholder `images` takes (batch, 32, 32, 1) float32 images, and the
    result is (batch, 10). The variables have the names and the order of Keras.

    https://www.tensorflow.org/api_docs/python/tf/nn
    """
    images = v1.placeholder(tf.float32, [None, 32, 32, 1], name="images")
    variable = {
        name: v1.get_variable(name, shape) for name, shape in shapes.items()
    }

    def convolve(x: tf.Tensor, layer: str) -> tf.Tensor:
        x = tf.nn.conv2d(x, variable[f"{layer}/kernel"], 1, "VALID")
        return tf.nn.relu(x + variable[f"{layer}/bias"])

    def dense(x: tf.Tensor, layer: str) -> tf.Tensor:
        return x @ variable[f"{layer}/kernel"] + variable[f"{layer}/bias"]

    x = convolve(images, "conv2d_1")  # (batch, 30, 30, 6)
    x = tf.nn.avg_pool2d(x, 2, 2, "VALID")  # (batch, 15, 15, 6)
    x = convolve(x, "conv2d_2")  # (batch, 13, 13, 16)
    x = tf.nn.avg_pool2d(x, 2, 2, "VALID")  # (batch, 6, 6, 16)
    x = tf.reshape(x, [-1, 576])
    x = tf.nn.relu(dense(x, "fc_1"))  # (batch, 120)
    x = tf.nn.relu(dense(x, "fc_2"))  # (batch, 84)
    return tf.nn.softmax(dense(x, "out"), name="probabilities")


def predict(
    weights: Sequence[np.ndarray], images: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """Return LeNet's probabilities by a Session, and the nodes that ran.

    Takes the weights in Keras's order, and (n, 32, 32, 1) images of finite
    numbers. Returns (n, 10) float32 probabilities, and the names of the nodes
    in the order in which they started. The graph is new for each call, and is
    not rewritten. Threads run one after the other. Raises ValueError for other
    shapes and for images that are not finite.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
    """
    weights, images = _checked(weights, images)
    with tf.Graph().as_default() as graph:
        probabilities = build()
        with v1.Session(graph=graph, config=config(rewrite=False)) as session:
            set_variables(session, v1.global_variables(), weights)
            feed = {"images:0": images}
            found, ran = run_recorded(session, probabilities, feed)
        names = {operation.name for operation in graph.get_operations()}
    return found, [node.node_name for node in ran if node.node_name in names]


def _checked(
    weights: Sequence[np.ndarray], images: np.ndarray
) -> tuple[list[np.ndarray], np.ndarray]:
    arrays = [np.asarray(array, np.float32) for array in weights]
    if [array.shape for array in arrays] != list(SHAPES.values()):
        raise ValueError(
            f"predict got weights of the shapes "
            f"{[array.shape for array in arrays]}; expected LeNet's, in "
            f"Keras's order: {list(SHAPES.values())}. "
            "`model.get_weights()` returns them."
        )
    pixels = np.asarray(images, np.float32)
    if pixels.ndim != 4 or pixels.shape[1:] != IMAGE_SHAPE or not len(pixels):
        raise ValueError(
            f"predict got images of the shape {pixels.shape}; expected "
            f"(n, *{IMAGE_SHAPE}) with n at least 1. `images[np.newaxis]` "
            "makes a batch of one image."
        )
    if not np.isfinite(pixels).all():
        raise ValueError(
            "predict got images with values that are not finite; expected "
            "numbers from 0 to 1."
        )
    return arrays, pixels
