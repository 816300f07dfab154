"""Three graphs in the way of TensorFlow 1, of which a Session runs a part."""

from collections.abc import Callable

import tensorflow as tf

from lenet.models import Build
from lenet.results.fetches import is_update
from lenet.training.step import train_step

v1 = tf.compat.v1


def small(lenet: Build | None = None) -> None:
    """Add a few nodes to the graph; there is no model in them.

    https://www.tensorflow.org/guide/intro_to_graphs
    """
    x = v1.placeholder(tf.float32, [3], name="x")
    two = tf.constant(2.0, name="two")
    doubled = tf.multiply(x, two, name="doubled")
    tf.add(doubled, x, name="total")

    # A branch that `total` does not need
    squared = tf.square(x, name="squared")
    tf.add(squared, doubled, name="unused")


def forward(lenet: Build) -> tf.keras.Model:
    """Add a LeNet and its forward pass to the graph; return the model.

    The images are (batch, 32, 32, 1) float32, the probabilities (batch, 10).

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/placeholder
    """
    images = v1.placeholder(tf.float32, [None, 32, 32, 1], name="images")
    model = lenet()
    tf.identity(model(images), name="probabilities")

    # A node too, "init": it initialises all variables.
    v1.global_variables_initializer()
    return model


def training_step(lenet: Build) -> tf.keras.Model:
    """Add a LeNet and a training step to the graph; return the model.

    As `forward`, with (batch,) int64 labels and a scalar loss.

    https://www.tensorflow.org/api_docs/python/tf/group
    """
    images = v1.placeholder(tf.float32, [None, 32, 32, 1], name="images")
    labels = v1.placeholder(tf.int64, [None], name="labels")
    model = lenet()
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    optimizer = tf.keras.optimizers.SGD(learning_rate=0.1, name="sgd")
    loss = train_step(model, loss_fn, optimizer, images, labels)
    tf.identity(loss, name="loss")

    # `train` computes nothing, but it needs each update of a variable.
    tf.group(*updates(loss.graph), name="train")
    v1.global_variables_initializer()
    return model


def updates(graph: tf.Graph) -> list[tf.Operation]:
    """Return the nodes that change a variable, but for its initial value."""
    return [
        operation
        for operation in graph.get_operations()
        if is_update(operation.type, operation.name)
    ]


BUILDERS: dict[str, Callable[[Build], tf.keras.Model | None]] = {
    "small": small,
    "forward": forward,
    "training": training_step,
}
