"""Measure the accuracy of the shipped weights, and the time of a prediction.

LENET_MNIST=... python -m benchmarks.weights    prints a table

MNIST is downloaded if LENET_MNIST is not set.
"""

import io
import time

import numpy as np
from PIL import Image

import lenet
from benchmarks.canvas_digits import draw, drawn
from benchmarks.tables import percentile, print_table
from lenet.digits import load
from lenet.drawing.inference import read_drawing, warm
from lenet.models import PARADIGMS
from lenet.settings import PARADIGM_NAMES
from lenet.state import TrainState

DRAWINGS = 5_000
SEED = 1
READINGS = 200


def probabilities_of(model, images):
    """Return the probabilities that a model computes for each image."""
    batches = [model(images[i : i + 1_000]) for i in range(0, len(images), 1_000)]
    return np.concatenate(batches)


def milliseconds():
    """Return the milliseconds of each prediction, with decoding and both models."""
    warm()
    random = np.random.default_rng(SEED)
    weights = tuple(PARADIGMS["Sequential"]().get_weights())
    own = TrainState("Sequential", "adam", weights, (), step=0, seed=0)
    taken = []
    for number in range(READINGS):
        file = io.BytesIO()
        Image.fromarray(draw(number % 10, random)).save(file, "PNG")
        started = time.perf_counter()
        read_drawing(file.getvalue(), own)
        taken.append(1_000 * (time.perf_counter() - started))
    return taken


def main():
    """Measure and print."""
    models = {name: lenet.pretrained(name) for name in PARADIGM_NAMES}
    model = models["Sequential"]
    mnist, sample = load("mnist", limit=1), load("sample", limit=1)
    on_mnist = [probabilities_of(model, mnist.test_images) for model in models.values()]
    canvas_images, canvas_truths = drawn(DRAWINGS, SEED)
    read = {
        "MNIST's 10,000 test images": (on_mnist[0], mnist.test_labels),
        "the sample's 1,000 test images": (
            probabilities_of(model, sample.test_images),
            sample.test_labels,
        ),
        f"{len(canvas_truths):,} digits drawn by strokes": (
            probabilities_of(model, canvas_images),
            canvas_truths,
        ),
    }
    rows = {}
    for name, (predicted, truths) in read.items():
        right = predicted.argmax(axis=1) == truths
        rows[f"accuracy on {name}"] = f"{right.mean():.2%}"
    rows["accuracy on MNIST's 10,000 test images"] += " (at least 99.0%)"
    for digit in range(10):
        rows[f"... of these, {digit}"] = f"{right[canvas_truths == digit].mean():.1%}"
    agree = all(np.array_equal(on_mnist[0], other) for other in on_mnist[1:])
    rows["the paradigms agree to the last bit"] = "yes" if agree else "NO"
    taken = milliseconds()
    rows["a drawing read, both models, median"] = (
        f"{percentile(taken, 50):.1f} ms (at most 15 ms)"
    )
    rows["a drawing read, 95th percentile"] = f"{percentile(taken, 95):.1f} ms"
    print_table("The shipped weights", rows)


if __name__ == "__main__":
    main()
