"""The library's own door: what is no digits and no LeNet gets one sentence."""

import re
from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import Digits, load
from lenet.digits.checks import labelled
from lenet.drawing.inference import read_digit
from lenet.models import PARADIGMS
from lenet.models.subclassing import LeNet
from lenet.tape import record
from lenet.training import LOOPS, train
from lenet.training.evaluation import evaluate

SAMPLE = load("sample", limit=64)
IMAGES, LABELS = SAMPLE.train_images, SAMPLE.train_labels
FEW = replace(
    SAMPLE, test_images=SAMPLE.test_images[:9], test_labels=SAMPLE.test_labels[:9]
)
CROSS_ENTROPY = tf.keras.losses.SparseCategoricalCrossentropy()


def with_value(value):
    images = IMAGES.copy()
    images[3, 5, 5] = value
    return images


GREY = (IMAGES * 255).astype(np.uint8)
# Name: the images, what is said of them, and how to fix them.
WRONG_IMAGES = {
    "uint8": (GREY, "holds uint8", "/ 255"),
    "int64": (GREY.astype(np.int64), "holds int64", "/ 255"),
    "bool": (IMAGES > 0.5, "holds bool", "astype(np.float32)."),
    "text": (IMAGES.astype(str), "holds <U", "astype(np.float32)."),
    "objects": (IMAGES.astype(object), "holds object", "astype(np.float32)."),
    "complex": (IMAGES.astype(complex), "holds complex128", "astype(np.float32)."),
    "0 to 255": (IMAGES * 255, "has 0 to 255", "/ 255"),
    "0 to 255, float64": (GREY.astype(float), "has 0 to 255", "/ 255"),
    "-1 to 1": (IMAGES * 2 - 1, "has -1 to 1", "scale or clip"),
    "0 to 65,535": (IMAGES * 65_535, "has 0 to 65535", "scale or clip"),
    "standardised": ((IMAGES - 0.13) / 0.31, "has -0.4", "scale or clip"),
    "28 x 28": (GREY[:, 2:-2, 2:-2, 0], "the shape (64, 28, 28)", "as_input"),
    "28 x 28 x 1": (GREY[:, 2:-2, 2:-2], "the shape (64, 28, 28, 1)", "as_input"),
    "no channel": (IMAGES[..., 0], "the shape (64, 32, 32)", "[..., np.newaxis]"),
    "no batch": (IMAGES[0], "the shape (32, 32, 1)", "[np.newaxis]"),
    "channel first": (np.moveaxis(IMAGES, -1, 1), "(64, 1, 32, 32)", "np.moveaxis"),
    "in colour": (np.repeat(IMAGES, 3, axis=3), "(64, 32, 32, 3)", "one channel"),
    "flat": (IMAGES.reshape(64, -1), "the shape (64, 1024)", "resize"),
    "a number": (np.float32(0.5), "the shape ()", "resize"),
    "no image": (IMAGES[:0], "no images", "at least one"),
    "nothing": (np.zeros(0), "no images", "at least one"),
    "a list": (IMAGES.tolist(), "is a list", "np.asarray"),
    "a tuple": (tuple(IMAGES), "is a tuple", "np.asarray"),
    "None": (None, "is a NoneType", "np.asarray"),
}
NOT_FINITE = {
    "NaN": with_value(np.nan),
    "infinite": with_value(np.inf),
    "-infinite": with_value(-np.inf),
    "all NaN": np.full_like(IMAGES, np.nan),
}
WRONG_LABELS = {
    "10": (LABELS + 1, "has 1 to 10", "number the classes"),
    "-1": (LABELS - 1, "has -1 to 8", "number the classes"),
    "letters": (LABELS + 90, "has 90 to 99", "number the classes"),
    "floats": (LABELS.astype(np.float32), "holds float32", "astype(np.int64)"),
    "bools": (LABELS > 4, "holds bool", "astype(np.int64)"),
    "text": (LABELS.astype(str), "holds <U", "astype(np.int64)"),
    "one-hot": (np.eye(10)[LABELS], "one-hot", "argmax(axis=1)"),
    "one-hot integers": (np.eye(10, dtype=int)[LABELS], "one-hot", "argmax(axis=1)"),
    "a column": (LABELS[:, np.newaxis], "the shape (64, 1)", "reshape(-1)"),
    "a number": (np.int64(3), "the shape ()", "reshape(-1)"),
    "too few": (LABELS[:-1], "the shape (63,)", "as many of both"),
    "too many": (np.tile(LABELS, 2), "the shape (128,)", "as many of both"),
    "none": (LABELS[:0], "the shape (0,)", "as many of both"),
    "a list": (LABELS.tolist(), "is a list", "np.asarray"),
    "None": (None, "is a NoneType", "np.asarray"),
}


def one_sentence(refused, name, came, fix):
    text = str(refused.value)
    assert "\n" not in text
    assert came in text
    assert fix in text
    assert name in text
    assert "expected" in text or "needed" in text
    wrong_kind = came.startswith("is a")
    assert isinstance(refused.value, TypeError if wrong_kind else ValueError)


@pytest.mark.parametrize("kind", WRONG_IMAGES)
def test_wrong_images_are_refused_by_all_doors(kind):
    images, came, fix = WRONG_IMAGES[kind]
    model, sgd = PARADIGMS["Functional"](), tf.keras.optimizers.SGD()
    before = model.get_weights()
    labels = LABELS if len(np.shape(images)) == 4 else LABELS[:1]
    doors = {
        "train_images": lambda: train(model, replace(FEW, train_images=images)),
        "test_images": lambda: train(model, replace(FEW, test_images=images)),
        "images": lambda: record(model, CROSS_ENTROPY, sgd, images, labels),
        " images": lambda: evaluate(model, images, labels),
    }
    for name, door in doors.items():
        with pytest.raises((TypeError, ValueError)) as refused:
            door()
        told = came.replace("no images", f"no {name.strip()}")
        one_sentence(refused, name.strip(), told, fix)
    after = model.get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize("kind", WRONG_LABELS)
def test_wrong_labels_are_refused_by_all_doors(kind):
    labels, came, fix = WRONG_LABELS[kind]
    model, sgd = PARADIGMS["Functional"](), tf.keras.optimizers.SGD()
    of_test = replace(FEW, test_images=IMAGES, test_labels=labels)
    doors = {
        "train_labels": lambda: train(model, replace(FEW, train_labels=labels)),
        "test_labels": lambda: train(model, of_test),
        "labels": lambda: record(model, CROSS_ENTROPY, sgd, IMAGES, labels),
        " labels": lambda: evaluate(model, IMAGES, labels),
    }
    for name, door in doors.items():
        with pytest.raises((TypeError, ValueError)) as refused:
            door()
        one_sentence(refused, name.strip(), came, fix)


@pytest.mark.parametrize("kind", NOT_FINITE)
def test_images_that_are_not_finite_are_for_the_microscope_only(kind):
    images, model = NOT_FINITE[kind], PARADIGMS["Functional"]()
    for door in (
        lambda: train(model, replace(FEW, train_images=images)),
        lambda: train(model, replace(FEW, test_images=images, test_labels=LABELS)),
        lambda: evaluate(model, images, LABELS),
    ):
        with pytest.raises(ValueError, match=r"images has .* not finite.*expected"):
            door()
    sgd = tf.keras.optimizers.SGD()
    record(model, CROSS_ENTROPY, sgd, images, LABELS)
    if kind != "all NaN":
        with pytest.raises(ValueError, match="images has 0 to 255; expected"):
            record(model, CROSS_ENTROPY, sgd, images * 255, LABELS)


@pytest.mark.parametrize(
    "digits", [None, (IMAGES, LABELS), ((IMAGES, LABELS), (IMAGES, LABELS)), IMAGES, {}]
)
def test_what_is_no_digits_is_refused(digits):
    with pytest.raises(TypeError, match=r"digits is a \w+; expected .*Digits\(.*load"):
        train(PARADIGMS["Functional"](), digits)


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (IMAGES.astype(np.float64), LABELS.astype(np.uint8)),
        (tf.constant(IMAGES), tf.constant(LABELS)),
        (np.asfortranarray(IMAGES), LABELS.astype(np.uint64)),
        (IMAGES * np.float32(1 + 1e-6), LABELS.astype(np.int8)),
    ],
)
def test_other_floats_integers_and_tensors_train_the_same(images, labels):
    pictures, numbers = labelled(images, labels)
    assert (pictures.dtype, numbers.dtype) == (np.float32, np.int64)
    model = PARADIGMS["Functional"]()
    for loop in LOOPS:
        for batch in (images, labels), (IMAGES, LABELS):
            state = train(
                PARADIGMS["Sequential"](), Digits(*batch, *batch), loop=loop, epochs=1
            )
            assert state.step == 1
    sgd = tf.keras.optimizers.SGD()
    record(model, CROSS_ENTROPY, sgd, images, labels)
    assert evaluate(model, images, labels).confusion.sum() == 64


def ending_in(*layers):
    return tf.keras.Sequential(
        [tf.keras.Input((32, 32, 1)), tf.keras.layers.Flatten(), *layers]
    )


def zeros(activation=None):
    return tf.keras.layers.Dense(10, activation, kernel_initializer="zeros")


dense = tf.keras.layers.Dense
NOT_PROBABILITIES = {
    "logits": lambda: ending_in(dense(10)),
    "logits, all 0": lambda: ending_in(zeros()),
    "relu": lambda: ending_in(dense(10, "relu")),
    "sigmoid": lambda: ending_in(dense(10, "sigmoid")),
    "logarithms": lambda: ending_in(dense(10, "log_softmax")),
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("kind", NOT_PROBABILITIES)
def test_a_model_that_returns_logits_is_not_trained(kind, loop):
    with pytest.raises(ValueError, match=r"returned .*expected .*probabil.*softmax"):
        train(NOT_PROBABILITIES[kind](), FEW, loop=loop, epochs=1)


@pytest.mark.parametrize("kind", NOT_PROBABILITIES)
def test_nor_recorded_nor_evaluated(kind):
    model, sgd = NOT_PROBABILITIES[kind](), tf.keras.optimizers.SGD()
    for door in (
        lambda: record(model, CROSS_ENTROPY, sgd, IMAGES, LABELS),
        lambda: evaluate(model, IMAGES, LABELS),
    ):
        with pytest.raises(ValueError, match=r"returned .*expected .*softmax"):
            door()


def test_logits_are_recorded_with_a_loss_that_takes_them():
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    sgd = tf.keras.optimizers.SGD()
    seen = record(ending_in(dense(10)), loss_fn, sgd, IMAGES, LABELS)
    assert seen.loss_after < seen.loss


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("dtype", ["mixed_bfloat16", "mixed_float16", "float64"])
def test_probabilities_of_any_precision_are_fine(dtype, loop):
    softmax = tf.keras.layers.Dense(10, "softmax", dtype=dtype)
    assert train(ending_in(softmax), FEW, loop=loop, epochs=1).step == 1


@pytest.mark.parametrize(
    ("layers", "shape"),
    [
        ([dense(1, "sigmoid")], "(8, 1)"),
        ([dense(26, "softmax")], "(8, 26)"),
        ([dense(10, "softmax"), tf.keras.layers.Reshape((10, 1))], "(8, 10, 1)"),
    ],
)
def test_a_model_of_other_classes_is_refused(layers, shape):
    says = re.escape(f"returned {shape} for 8 images; expected")
    with pytest.raises(ValueError, match=says):
        train(ending_in(*layers), FEW)


@pytest.mark.parametrize("shape", [(28, 28, 1), (28, 28), (784,), (32, 32, 3)])
def test_a_model_of_another_input_is_refused(shape):
    layers = [tf.keras.layers.Flatten(), dense(10, "softmax")]
    model = tf.keras.Sequential([tf.keras.Input(shape), *layers])
    with pytest.raises(ValueError, match=r"cannot read .*expected .*first layers"):
        train(model, FEW)


@pytest.mark.parametrize(
    ("model", "fix"),
    [
        (PARADIGMS["Functional"], "call it"),
        (LeNet, "call it"),
        ("Functional", "pretrained"),
        (None, "pretrained"),
        ([dense(10)], "pretrained"),
    ],
)
def test_what_is_no_model_is_refused(model, fix):
    says = rf"model is a \w+; expected a Keras model: .*{fix}"
    with pytest.raises(TypeError, match=says):
        train(model, FEW)
    with pytest.raises(TypeError, match=says):
        record(model, CROSS_ENTROPY, tf.keras.optimizers.SGD(), IMAGES, LABELS)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_model_without_weights_gets_them(loop):
    state = train(LeNet(), FEW, loop=loop, epochs=1)
    assert len(state.weights) == 10


@pytest.mark.parametrize(
    ("digit", "says"),
    [
        (GREY[0], "holds uint8.*/ 255"),
        (IMAGES[0] * 255, "has 0 to .*/ 255"),
        (NOT_FINITE["all NaN"][0], "not finite"),
        (IMAGES[0, 2:-2, 2:-2], r"shape \(28, 28, 1\)"),
        ([0.5], r"shape \(1,\)"),
    ],
)
def test_what_is_no_digit_is_not_read(digit, says):
    with pytest.raises(ValueError, match=says):
        read_digit(digit)
