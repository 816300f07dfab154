"""What a training has without a mistake: the models as they are."""

import tensorflow as tf

from lenet.models import PARADIGMS
from lenet.settings import PARADIGM_NAMES, one_of


def build(paradigm: str, seed: int = 0) -> tf.keras.Model:
    """Make a LeNet of that paradigm, with the initial weights of `seed`.

    Raises ValueError for a name that is no paradigm's.
    """
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    return PARADIGMS[paradigm](seed=seed)
