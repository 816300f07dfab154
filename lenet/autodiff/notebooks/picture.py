"""The notebook of the tab Change the picture.

A notebook has no shipped weights and no MNIST. It trains LeNet on digits of
5x7 dots, which it draws itself.
"""

import numpy as np
import tensorflow as tf

from lenet.autodiff.picture.gradient import gradient_of_score, moved
from lenet.models.subclassing import lenet

# Each digit as seven rows of five dots; a row is written in base 32.
DOTS = {
    0: "ehjlphe",
    1: "4c4444e",
    2: "eh1248v",
    3: "v2421he",
    4: "26aiv22",
    5: "vgu11he",
    6: "68guhhe",
    7: "v124888",
    8: "ehhehhe",
    9: "ehhf12c",
}


def drawn(digit: int, random: np.random.Generator) -> np.ndarray:
    """Return a digit of dots, (32, 32, 1) float32 in [0, 1], at some place."""
    rows = [int(row, base=32) for row in DOTS[digit]]
    dots = np.array(
        [[row >> bit & 1 for bit in (4, 3, 2, 1, 0)] for row in rows]
    )
    image = 0.2 * random.random((32, 32, 1), np.float32)
    top, left = random.integers(3, 9), random.integers(5, 13)
    ink = dots.repeat(3, axis=0).repeat(3, axis=1)[:, :, np.newaxis]
    image[top : top + 21, left : left + 15] += 0.8 * ink
    return image


def main(
    seed: int = 0,
    picture_of: int = 3,
    digit: int | None = 3,
    score: str = "logit",
    size: float = -0.05,
) -> None:
    """Change a picture along the gradient, until the prediction changes.

    The weights stay, and the picture is changed: the gradient is the one with
    respect to the picture.

    https://www.tensorflow.org/tutorials/generative/adversarial_fgsm
    """
    # Draw digits of 5x7 dots, with noise
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, 4_000)
    images = np.stack([drawn(label, random) for label in labels])

    # Train LeNet on them, for some seconds
    tf.keras.utils.set_random_seed(seed)
    model = lenet()
    loss = "sparse_categorical_crossentropy"
    model.compile("adam", loss, metrics=["accuracy"])
    model.fit(images, labels, batch_size=32, epochs=3, verbose=2)

    # The largest gradient of each score; without a digit, of the predicted one
    first = tf.constant(drawn(picture_of, random)[np.newaxis])
    moving = int(np.argmax(model(first))) if digit is None else digit
    for name in ("logit", "log probability", "probability"):
        gradient, _ = gradient_of_score(model, first, moving, name)
        print(f"{name:15} {np.abs(gradient).max():.1e}")

    # Move the picture: with a negative size, to be less of the digit
    image = first
    for step in range(31):
        gradient, probabilities = gradient_of_score(model, image, moving, score)
        if step % 5 == 0:
            largest = np.abs(image - first).max()
            print(
                f"step {step:2}: prediction {np.argmax(probabilities)}, "
                f"probability of {moving} {probabilities[0, moving]:.3f}, "
                f"largest change of a pixel {largest:.2f}"
            )
        image = moved(image, gradient, size)
