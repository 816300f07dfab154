"""Three lanes: the same lines in a Session, eager, and in a tf.function."""
