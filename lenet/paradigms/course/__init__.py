"""From 2019 to today: the course's own listing, and what Keras 3 changed.

The listing runs as the course prints it, and again with the fix. Each change is
executed as old and as new code.

https://keras.io/guides/migrating_to_keras_3/
"""

from dataclasses import dataclass

# The course's code for Keras 2, and the same with one more argument.
LISTINGS = ("2019", "today")


@dataclass(frozen=True)
class Change:
    """One change from Keras 2 to Keras 3: its title and the reason."""

    title: str
    why: str


CHANGES = {
    "pooling": Change(
        "Average pooling needs a size",
        "In Keras 3, AveragePooling2D has no default for `pool_size`. "
        "MaxPooling2D still has one: 2 x 2.",
    ),
    "input_shape": Change(
        "The input shape belongs in an Input",
        "The shape describes the model's input, not a layer. A subclassed "
        "model makes its weights at its first call, even if a layer was "
        "given the shape.",
    ),
    "super": Change(
        "super() needs no arguments",
        "Python 3 finds the class and self. The call must come first, because "
        "it sets up how Keras tracks the layers and their weights.",
    ),
    "learning_rate": Change(
        "lr is now learning_rate",
        "An optimizer of Keras 3 accepts only the arguments that it knows. "
        "Keras 2 still accepted the short name.",
    ),
    "predict_classes": Change(
        "predict_classes is now argmax",
        "All models have the same few methods. `predict` returns "
        "probabilities, and your code takes the index of the largest.",
    ),
    "fit_generator": Change(
        "fit takes generators too",
        "One method trains on arrays, datasets and generators.",
    ),
    "saving": Change(
        "A model is saved as a .keras file",
        "The ending of the file name sets the format. A folder in "
        "TensorFlow's SavedModel format is an export: it is for serving, not "
        "for further training.",
    ),
    "symbols": Change(
        "Symbolic tensors need tf.keras.ops",
        "`tf.keras.Input` returns a symbolic tensor of Keras, which runs on "
        "more than TensorFlow. Layers and `tf.keras.ops` accept it. Functions "
        "of `tf` accept only tensors of TensorFlow.",
    ),
}
