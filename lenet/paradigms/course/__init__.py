"""From 2019 to today: the course's own listing, and what Keras 3 changed.

The listing is run as the course prints it, and again with what fixes it; each
change is executed as it was written then and as it is written now.

https://keras.io/guides/migrating_to_keras_3/
"""

from dataclasses import dataclass

# Keras 2's code of the course, and the same with one argument more.
LISTINGS = ("2019", "today")


@dataclass(frozen=True)
class Change:
    """What code of 2019 meets in Keras 3: its name, and the law behind it."""

    title: str
    why: str


CHANGES = {
    "pooling": Change(
        "Average pooling is told its size",
        "AveragePooling2D has no size of its own in Keras 3, though "
        "MaxPooling2D still has one: 2 x 2.",
    ),
    "input_shape": Change(
        "The input's shape has an object of its own",
        "The shape belongs to the model's input and not to a layer. A "
        "subclassed model makes its weights when it is first called, whatever "
        "its layers are told.",
    ),
    "super": Change(
        "super() finds the class by itself",
        "Python 3 fills in the class and self. What matters is that the call "
        "comes first: it makes what keeps the layers and their weights.",
    ),
    "learning_rate": Change(
        "lr is spelled learning_rate",
        "An optimizer takes the arguments that it knows and no others; "
        "Keras 2 still read the short name.",
    ),
    "predict_classes": Change(
        "A class is the largest probability",
        "All models have the same few methods, and the answer to a picture is "
        "its probabilities; which one is largest is the caller's to ask.",
    ),
    "fit_generator": Change(
        "fit takes any source of batches",
        "One method trains, from arrays, datasets and generators alike.",
    ),
    "saving": Change(
        "The file's ending says the format",
        "A model is saved as one .keras file; a folder in TensorFlow's "
        "SavedModel format is an export, made to be served and not to be "
        "trained on.",
    ),
    "symbols": Change(
        "Symbols go through Keras's own operations",
        "What tf.keras.Input gives belongs to Keras, which runs on more than "
        "TensorFlow: layers and tf.keras.ops take it, functions of tf take "
        "tensors.",
    ),
}
