"""Keras with its own defaults, whatever keras.json says: set by the import.

A learner's machine may have other ones, for another course or framework.

https://keras.io/api/utils/config_utils/
"""

import keras


def apply() -> None:
    """Set the defaults that LeNet is written for.

    Raises RuntimeError where Keras already runs on another backend.
    """
    backend = keras.config.backend()
    if backend != "tensorflow":
        raise RuntimeError(
            f"Keras runs on {backend} in this process, and LeNet is written in "
            "TensorFlow. Restart Python and import lenet before keras."
        )
    keras.config.set_floatx("float32")
    keras.config.set_epsilon(1e-7)
    keras.config.set_image_data_format("channels_last")
    keras.config.set_max_epochs(None)
    keras.config.set_max_steps_per_epoch(None)


apply()
