"""The evaluation of a model: loss, accuracy and the worst mistakes."""

from typing import Any

import numpy as np

from lenet.digits.checks import labelled
from lenet.results.training import Evaluation
from lenet.training.outputs import check_probabilities

BATCH_SIZE = 500


def evaluate(
    model: Any, images: np.ndarray, labels: np.ndarray, *, worst: int = 12
) -> Evaluation:
    """Return a comparison of a model's predictions with the labels.

    Takes a Keras model that returns probabilities, (n, 32, 32, 1) float32
    images in [0, 1] and (n,) integer labels. The loss is the mean
    cross-entropy, the accuracy 0 to 1; the worst mistakes are the wrong
    predictions with the highest probability, at most `worst` of them. Raises
    TypeError and ValueError for any other model, images and labels.
    """
    images, labels = labelled(images, labels)
    probabilities = np.concatenate(
        [
            np.asarray(
                model(images[first : first + BATCH_SIZE], training=False)
            )
            for first in range(0, len(images), BATCH_SIZE)
        ]
    )
    check_probabilities(probabilities, len(images))
    predictions = probabilities.argmax(axis=1)
    confidences = probabilities.max(axis=1)
    confusion = np.zeros((10, 10), np.int64)
    np.add.at(confusion, (labels, predictions), 1)

    (wrong,) = np.nonzero(predictions != labels)
    worst_first = np.argsort(-confidences[wrong], kind="stable")
    shown = wrong[worst_first][:worst]
    return Evaluation(
        loss=_cross_entropy(probabilities, labels),
        accuracy=float(np.mean(predictions == labels)),
        confusion=confusion,
        images=np.rint(images[shown, :, :, 0] * 255).astype(np.uint8),
        truths=labels[shown],
        predictions=predictions[shown],
        confidences=confidences[shown],
    )


def _cross_entropy(probabilities: np.ndarray, labels: np.ndarray) -> float:
    of_truth = probabilities[np.arange(len(labels)), labels]
    tiny = np.finfo(np.float32).tiny  # log(0) would make one mistake infinite
    return float(-np.log(np.maximum(of_truth, tiny), dtype=float).mean())
