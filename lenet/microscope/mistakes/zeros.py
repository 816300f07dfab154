"""Zeros as first weights: all units of a layer stay equal."""

import numpy as np
import tensorflow as tf

from lenet.microscope.mistakes import correct


def build(paradigm: str, seed: int = 0) -> tf.keras.Model:
    """Make a LeNet whose weights all start as zeros, whatever the seed.

    Raises ValueError for a name that is no paradigm's.
    """
    model = correct.build(paradigm, seed)
    # The mistake: units that start equal learn the same.
    model.set_weights([np.zeros(weight.shape) for weight in model.weights])
    return model
