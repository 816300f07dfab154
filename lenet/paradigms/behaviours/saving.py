"""Saving a model: as a config, a file, its weights, an export."""

from pathlib import Path

import numpy as np
import tensorflow as tf


def config(model: tf.keras.Model) -> dict[str, int]:
    """Turn a model into data, and make a new model from that.

    https://www.tensorflow.org/guide/keras/serialization_and_saving
    """
    written = model.get_config()
    again = type(model).from_config(written)
    return {
        "layers": len(again.layers),
        "parameters": again.count_params(),
    }


def keras_file(
    model: tf.keras.Model, image: np.ndarray, folder: Path
) -> dict[str, float]:
    """Save a model, and load it from the file alone.

    https://www.tensorflow.org/guide/keras/serialization_and_saving
    """
    model.save(folder / "lenet.keras")
    again = tf.keras.models.load_model(folder / "lenet.keras")
    difference = np.abs(again(image) - model(image))
    return {"largest difference": difference.max()}


def weights_file(
    model: tf.keras.Model,
    fresh: tf.keras.Model,
    image: np.ndarray,
    folder: Path,
) -> dict[str, float]:
    """Save a model's weights, and load them into a new model.

    https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/
    """
    before = np.abs(fresh(image) - model(image))
    model.save_weights(folder / "lenet.weights.h5")
    fresh.load_weights(folder / "lenet.weights.h5")
    after = np.abs(fresh(image) - model(image))
    return {
        "largest difference before": before.max(),
        "largest difference after": after.max(),
    }


def saved_model(
    model: tf.keras.Model, image: np.ndarray, folder: Path
) -> dict[str, float]:
    """Export a model's graph, and run it without the model's Python code.

    https://keras.io/api/models/model_saving_apis/export/
    """
    model.export(folder / "lenet", verbose=False)
    served = tf.saved_model.load(folder / "lenet")
    difference = np.abs(served.serve(image) - model(image))
    return {"largest difference": difference.max()}
