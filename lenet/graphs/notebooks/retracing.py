"""Retracing, in a notebook."""

import numpy as np
import tensorflow as tf

from lenet.graphs.retracing.effects import append_in_python, variable_in_body
from lenet.models.subclassing import lenet
from lenet.snippets.notebook import attempt


def main(seed: int = 0) -> None:
    """See when tf.function traces again, and what ends it.

    https://www.tensorflow.org/guide/function
    """

    # Count the graphs of Python numbers
    # Each value is traced, because it becomes a constant of the graph.
    @tf.function
    def double(x: tf.Tensor) -> tf.Tensor:
        print("tracing with", x)  # Python: only while the body runs
        return 2 * x

    for number in range(3):
        double(number)
    numbers = double.experimental_get_tracing_count()
    print("Graphs:", numbers)
    print(double.pretty_printed_concrete_signatures())

    # Pass tensors instead
    # Those of one shape and dtype share a graph.
    for number in range(3):
        double(tf.constant(number))
    print("New graphs:", double.experimental_get_tracing_count() - numbers)

    # Call LeNet on batches, of which the last one is smaller
    tf.keras.utils.set_random_seed(seed)
    model = lenet()
    images = np.random.default_rng(seed).random((150, 32, 32, 1), np.float32)
    predict = tf.function(lambda batch: model(batch))
    for first in range(0, len(images), 64):
        predict(images[first : first + 64])
        print("Graphs so far:", predict.experimental_get_tracing_count())

    # Trace once for all batch sizes
    # None stands for any size.
    spec = tf.TensorSpec([None, 32, 32, 1], tf.float32)
    predict = tf.function(lambda batch: model(batch), input_signature=[spec])
    for first in range(0, len(images), 64):
        predict(images[first : first + 64])
    print("Graphs:", predict.experimental_get_tracing_count())

    # Append to a list in the body, or create a variable there
    # The body runs only while TensorFlow traces.
    attempt(append_in_python)
    attempt(variable_in_body)
