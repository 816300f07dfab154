"""What a LeNet that is taken along does first; the model is any of the three.

`lenet.export` reads this function: a script calls it, a notebook has its
paragraphs as cells, each under its comment.
"""

import tensorflow as tf

from lenet.digits import as_input
from lenet.models.subclassing import lenet
from lenet.training.step import train_step


def main() -> None:
    """Train LeNet on MNIST for one epoch, test it, take one more step by hand.

    Keras downloads MNIST once, about 11 MB, and keeps it.

    https://keras.io/api/datasets/mnist/
    """
    # Load MNIST
    (x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
    train_images, test_images = as_input(x_train), as_input(x_test)

    # Build the model
    tf.keras.utils.set_random_seed(0)  # the same weights in each run
    model = lenet()
    model.summary()

    # Train it with Keras's loop
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(train_images, y_train, batch_size=64, epochs=1)

    # Test it on images that it was not trained on
    _, accuracy = model.evaluate(test_images, y_test, verbose=0)
    print(f"Test accuracy: {accuracy:.4f}")

    # Take one more step by hand
    images, labels = train_images[:64], y_train[:64]
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    before = train_step(model, loss_fn, model.optimizer, images, labels)
    after = loss_fn(labels, model(images))
    print(f"Loss of one batch: {before:.4f}, after the step: {after:.4f}")
