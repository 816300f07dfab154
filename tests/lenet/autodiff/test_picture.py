"""The gradient with respect to the picture, against finite differences."""

import numpy as np
import pytest
import tensorflow as tf

import lenet
from lenet.autodiff.picture import MOST_STEPS, example
from lenet.autodiff.picture.gradient import gradient_of_score
from lenet.autodiff.picture.walking import walk
from lenet.digits import load
from lenet.models import initialise
from lenet.results.picture_gradient import SCORES
from lenet.settings import PARADIGM_NAMES
from lenet.weights import shipped

EPSILON = 1e-6
CLEAR, DOUBTFUL = 3, 2  # examples: one has a probability near 1, one has not
SMALL = -0.003


def layers64():
    """Return LeNet with the shipped weights as a function in float64 to logits."""
    weights = [tf.constant(array, tf.float64) for array in shipped()]

    def logits(images):
        x = images
        for kernel, bias in (weights[:2], weights[2:4]):
            x = tf.nn.relu(tf.nn.conv2d(x, kernel, 1, "VALID") + bias)
            x = tf.nn.avg_pool2d(x, 2, 2, "VALID")
        x = tf.reshape(x, (len(images), -1))
        for start in (4, 6):
            x = tf.nn.relu(x @ weights[start] + weights[start + 1])
        return (x @ weights[8] + weights[9]).numpy()

    return logits


def scores64(logits, digit):
    """Return the three scores in float64, without TensorFlow."""
    logs = logits - logits.max(1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(1, keepdims=True))
    found = (logits, logs, np.exp(logs))
    return dict(zip(SCORES, (each[:, digit] for each in found), strict=True))


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("label", [CLEAR, DOUBTFUL])
def test_the_gradient_is_that_of_finite_differences(label, score):
    image, digit = example(label, 0), label
    gradient, _ = gradient_of_score(
        lenet.pretrained("Subclassing"), tf.constant(image[None]), digit, score
    )
    gradient = gradient.numpy().ravel()
    pixels = np.argsort(np.abs(gradient))[::-64]  # 16, from the steepest down
    moved = np.repeat(image[None].astype(np.float64), 2 * len(pixels), axis=0)
    for row, pixel in enumerate(pixels):
        moved[2 * row].flat[pixel] += EPSILON
        moved[2 * row + 1].flat[pixel] -= EPSILON
    found = scores64(layers64()(moved), digit)[score]
    difference = (found[::2] - found[1::2]) / (2 * EPSILON)
    # A difference of scores near 0 or 1 has few digits: what it loses is absolute.
    np.testing.assert_allclose(gradient[pixels], difference, rtol=1e-3, atol=2e-5)


def test_the_logit_is_the_one_whose_gradient_does_not_vanish():
    largest = walk(example(CLEAR, 0), steps=1).largest
    assert largest["logit"] > 0.1
    assert largest["log probability"] < 1e-6
    assert largest["probability"] < 1e-6


@pytest.mark.parametrize("label", range(10))
def test_less_of_the_predicted_digit_lowers_its_probability(label):
    walked = walk(example(label, 0), size=SMALL)
    assert walked.digit == walked.prediction(0)
    of_digit = np.float64(walked.probabilities[:, walked.digit])
    assert (np.diff(of_digit) <= 1e-6).all()
    logits = np.log(np.float64(walked.probabilities) + 1e-300)
    margin = logits[:, walked.digit] - np.delete(logits, walked.digit, 1).max(1)
    assert margin[-1] < margin[0]


def test_more_of_another_digit_raises_its_probability():
    walked = walk(example(CLEAR, 0), 8, "log probability", 0.01)
    assert walked.digit == 8
    assert walked.probabilities[0, 8] < 1e-6
    assert walked.probabilities[-1, 8] > 0.9
    assert walked.prediction(walked.changed_at()) == 8


def test_the_walk_is_what_it_says():
    image = example(CLEAR, 0)
    walked = walk(image)
    assert walked.steps == MOST_STEPS
    np.testing.assert_array_equal(walked.pictures[0], image[..., 0])
    assert walked.pictures.min() >= 0
    assert walked.pictures.max() <= 1
    model = lenet.pretrained("Subclassing")
    again = model(walked.pictures[..., np.newaxis]).numpy()
    np.testing.assert_allclose(walked.probabilities, again, atol=1e-5)
    stepped = np.clip(walked.pictures[:-1] - 0.01 * walked.gradients[:-1], 0, 1)
    np.testing.assert_allclose(walked.pictures[1:], stepped, atol=1e-6)
    changed = walked.changed_at()
    predictions = again.argmax(1)
    assert set(predictions[:changed]) == {CLEAR}
    assert predictions[changed] != CLEAR
    assert walked.largest_change(0) == walked.mean_change(0) == 0
    assert walked.largest_change(9) == np.abs(walked.pictures[9] - image[..., 0]).max()


def test_a_saturated_probability_changes_nothing():
    walked = walk(example(CLEAR, 0), score="probability", size=-0.1)
    assert walked.changed_at() is None
    assert walked.largest_change(walked.steps) < 1e-6


@pytest.mark.parametrize("score", SCORES)
def test_three_paradigms_agree(score):
    walks = [
        walk(example(DOUBTFUL, 0), score=score, paradigm=paradigm, steps=5)
        for paradigm in PARADIGM_NAMES
    ]
    for other in walks[1:]:
        np.testing.assert_allclose(other.pictures, walks[0].pictures, atol=1e-6)
        np.testing.assert_allclose(other.gradients, walks[0].gradients, atol=1e-5)


def test_own_weights_are_used():
    model = lenet.pretrained("Sequential")
    initialise(model, 7)
    image = example(CLEAR, 0)
    walked = walk(image, steps=1, weights=model.get_weights())
    np.testing.assert_allclose(
        walked.probabilities[0], model(image[None])[0], atol=1e-6
    )


def test_an_example_is_a_test_image_with_its_label():
    digits = load("sample")
    for label in range(10):
        of_label = digits.test_images[digits.test_labels == label]
        found = example(label, 5)
        assert (of_label == found).all(axis=(1, 2, 3)).any()
        np.testing.assert_array_equal(found, example(label, 5))
    assert any((example(3, seed) != example(3, 0)).any() for seed in range(1, 5))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"image": np.zeros((28, 28), np.float32)}, r"shape \(28, 28\)"),
        ({"digit": 10}, "digit is 10"),
        ({"digit": -1}, "digit is -1"),
        ({"score": "loss"}, "score"),
        ({"steps": 0}, "steps is 0"),
        ({"steps": MOST_STEPS + 1}, "steps is"),
        ({"paradigm": "Keras"}, "paradigm"),
        ({"weights": [np.zeros(3)]}, "weights"),
        ({"weights": [np.full_like(w, np.nan) for w in shipped()]}, "not finite"),
    ],
)
def test_what_cannot_be_walked_is_refused(changed, said):
    with pytest.raises(ValueError, match=said):
        walk(**{"image": example(CLEAR, 0), **changed})


def test_no_example_of_what_is_no_digit():
    with pytest.raises(ValueError, match="label is 12"):
        example(12, 0)
