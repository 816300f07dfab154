"""One LeNet in three paradigms, and the tools to learn TensorFlow with it."""

from typing import TYPE_CHECKING

from lenet.start import keras_choice

if TYPE_CHECKING:
    import tensorflow as tf

keras_choice.choose()

__all__ = ["pretrained"]


def pretrained(paradigm: str) -> "tf.keras.Model":
    """Build the LeNet of a paradigm, with the weights that ship.

    Its input is (batch, 32, 32, 1) float32 in [0, 1], its output (batch, 10)
    float32 probabilities, identical bit for bit in all three paradigms. Raises
    ValueError for a name that is not in `lenet.settings.PARADIGM_NAMES`.
    """
    from lenet.settings import PARADIGM_NAMES, one_of

    one_of("paradigm", paradigm, PARADIGM_NAMES)
    from lenet.models import PARADIGMS  # late: imports TensorFlow
    from lenet.weights import shipped

    model = PARADIGMS[paradigm]()
    model.set_weights(shipped())
    return model
