"""A placeholder, fed with the wrong shape."""

from typing import Any

import tensorflow as tf


def broken() -> Any:
    """Double the pixels of an image that is not in a batch."""
    with tf.Graph().as_default() as graph:
        images = tf.compat.v1.placeholder(tf.float32, (None, 2), name="images")
        doubled = tf.multiply(images, 2, name="doubled")
    with tf.compat.v1.Session(graph=graph) as session:
        return session.run(doubled, {images: [0.25, 0.75]})


def fixed() -> Any:
    """Double the pixels of one image, as a batch."""
    with tf.Graph().as_default() as graph:
        images = tf.compat.v1.placeholder(tf.float32, (None, 2), name="images")
        doubled = tf.multiply(images, 2, name="doubled")
    with tf.compat.v1.Session(graph=graph) as session:
        return session.run(doubled, {images: [[0.25, 0.75]]})
