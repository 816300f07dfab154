"""Evaluation against Keras's own, and against counting by hand."""

import numpy as np
import pytest

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.training.evaluation import evaluate


def predicting(probabilities):
    """Make a model that returns these rows, whatever it is shown."""
    given = iter(np.asarray(probabilities, np.float32))
    return lambda images, training: np.stack([next(given) for _ in images])


def rows(*predictions):
    """Make rows of probabilities: (prediction, its confidence), the rest shared."""
    made = np.empty((len(predictions), 10))
    for row, (prediction, confidence) in zip(made, predictions, strict=True):
        row[:] = (1 - confidence) / 9
        row[prediction] = confidence
    return made


def test_it_agrees_with_keras():
    digits = load("sample", limit=10)
    images, labels = digits.test_images, digits.test_labels  # two batches
    model = PARADIGMS["Sequential"](seed=5)
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    keras = model.evaluate(images, labels, verbose=0, return_dict=True)
    ours = evaluate(model, images, labels)
    assert ours.loss == pytest.approx(keras["loss"], rel=1e-5)
    assert ours.accuracy == pytest.approx(keras["accuracy"])
    assert ours.confusion.sum(axis=1).tolist() == np.bincount(labels).tolist()
    assert np.trace(ours.confusion) / len(labels) == pytest.approx(ours.accuracy)


def test_the_most_confident_mistakes_come_first():
    images = np.zeros((5, 32, 32, 1), np.float32)
    images[:, 0, 0, 0] = [0.0, 0.2, 0.4, 0.6, 1.0]  # to tell them apart
    labels = np.array([3, 3, 3, 8, 0], np.uint8)
    model = predicting(rows((3, 0.9), (5, 0.5), (5, 0.7), (1, 0.6), (0, 0.99)))
    found = evaluate(model, images, labels, worst=2)
    assert found.accuracy == 0.4
    assert found.truths.tolist() == [3, 8]
    assert found.predictions.tolist() == [5, 1]
    assert found.confidences.tolist() == pytest.approx([0.7, 0.6])
    assert found.images.shape == (2, 32, 32)
    assert found.images.dtype == np.uint8
    assert found.images[:, 0, 0].tolist() == [102, 153]
    assert (found.confusion[3, 3], found.confusion[3, 5]) == (1, 2)
    assert (found.confusion[8, 1], found.confusion[0, 0]) == (1, 1)
    assert found.confusion.sum() == 5
    truths = [0.9, 0.5 / 9, 0.3 / 9, 0.4 / 9, 0.99]
    assert found.loss == pytest.approx(-np.log(truths).mean(), rel=1e-6)


def test_no_mistakes_and_a_sure_mistake():
    images = np.zeros((1, 32, 32, 1), np.float32)
    right = evaluate(predicting(rows((4, 1.0))), images, np.array([4]))
    assert (right.loss, len(right.images)) == (0, 0)
    wrong = evaluate(predicting(rows((4, 1.0))), images, np.array([5]))
    assert 80 < wrong.loss < 100


def test_a_model_gone_astray_is_told_as_it_is():
    images = np.zeros((2, 32, 32, 1), np.float32)
    found = evaluate(predicting(np.full((2, 10), np.nan)), images, np.array([0, 1]))
    assert np.isnan(found.loss)
    assert found.confusion.sum() == 2


def test_nothing_to_evaluate_is_said():
    with pytest.raises(ValueError, match="at least one image"):
        evaluate(predicting([]), np.zeros((0, 32, 32, 1)), np.zeros(0))
