"""Calls that retrace or cannot be converted, without TensorFlow's warnings."""

from collections.abc import Iterator
from contextlib import contextmanager

import tensorflow as tf


@contextmanager
def quiet() -> Iterator[None]:
    """Print no warnings of TensorFlow in the block; restore its log level.

    https://www.tensorflow.org/api_docs/python/tf/get_logger
    """
    logger = tf.get_logger()
    level = logger.level
    logger.setLevel("ERROR")
    try:
        yield
    finally:
        logger.setLevel(level)
