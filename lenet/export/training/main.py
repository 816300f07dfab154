"""What a training that is taken along does: any paradigm, any loop.

`lenet.export` reads this function: a script calls it, a notebook has its
paragraphs as cells, each under its comment.
"""

import numpy as np

from lenet.export.training.data import load_mnist
from lenet.export.training.graph import train
from lenet.models import initialise
from lenet.models.subclassing import lenet
from lenet.training.optimizers import OPTIMIZERS
from lenet.weights.checksum import checksum


def main(
    file: str = "sample.npz",
    limit: int = 4000,
    epochs: int = 5,
    batch_size: int = 64,
    optimizer: str = "adam",
    learning_rate: float = 0.001,
    seed: int = 0,
) -> None:
    """Train LeNet on handwritten digits, as LeNet Lab does.

    The seed decides the first weights and the order of the images. So the same
    settings end with the same weights as in LeNet Lab, bit for bit, with the
    same versions on the same kind of processor. Other ones add in another
    order, and the last digits differ.
    """
    # Load the images
    digits = load_mnist(file, limit)

    # Build the model, and draw its first weights
    model = lenet()
    initialise(model, seed)
    model.summary()

    # Train it
    step_rule = OPTIMIZERS[optimizer](learning_rate=learning_rate)
    train(model, step_rule, digits, epochs, batch_size, seed)

    # Test it on images that it was not trained on
    probabilities = model.predict(digits.test_images, batch_size=500, verbose=0)
    accuracy = np.mean(probabilities.argmax(axis=1) == digits.test_labels)
    print(f"Test accuracy: {accuracy:.2%}")

    # Identify the weights: equal ones have the same checksum
    print(f"Checksum of the weights: {checksum(model.get_weights())}")
