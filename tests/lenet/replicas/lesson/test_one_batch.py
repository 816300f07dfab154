"""Replicas against one device: each replica count in a process of its own."""

import json
from functools import cache
from inspect import getsource

import numpy as np
import pytest

from lenet.replicas.lesson.one_batch import SHOWN, record_step
from lenet.results.replicas import DRAWN
from lenet.source import source_of
from lenet.weights.checksum import checksum
from lenet.weights.file import SHAPES
from tests.replicas_apart import run_apart
from ui.lessons.replicas.stages import LOSS, STAGES, lit_line

REPLICAS = [1, 2, 4, 8]
SCRIPT = """
import json
import sys
from dataclasses import replace
from functools import partial

import numpy as np
import tensorflow as tf

from lenet.training.batches import Batches
from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.training.optimizers import OPTIMIZERS
from lenet.replicas import loop
from lenet.replicas.loop import replicated
from lenet.weights.checksum import checksum
from lenet.replicas.lesson.one_batch import record_step
from lenet.replicas.lesson.recorded_step import held, on_replicas
from lenet.results.summary import largest_difference
from lenet.state import arrays
from lenet.training import train

replicas, seed, size = int(sys.argv[1]), 3, 64
found = {}


def oracle(images, labels):
    # Another paradigm, Keras's own loss, no step: each image's loss, the gradient
    # of their mean.
    model = PARADIGMS["Functional"](seed=seed)
    with tf.GradientTape() as tape:
        losses = tf.keras.losses.sparse_categorical_crossentropy(
            labels, model(images)
        )
        mean = tf.reduce_mean(losses)
    return losses.numpy(), arrays(tape.gradient(mean, model.trainable_variables))


split = record_step("Subclassing", seed, replicas, size, "adam")
batches = Batches(load("sample"), size, seed, 0, 1)
images, labels = next(batches.of(0))
losses, gradient = oracle(images, labels)
indices = {"conv2d_1/kernel": 0, "conv2d_2/kernel": 2, "out/kernel": 8}
found["batch"] = bool(
    np.array_equal(split.images / np.float32(255), images[..., 0])
    and np.array_equal(split.labels, labels)
)
found["parts"] = [[each.first, each.stop] for each in split.replicas]
found["devices"] = [each.device for each in split.replicas]
found["shares"] = [each.share for each in split.replicas]
found["shares_expected"] = [
    float(losses[each.first : each.stop].sum() / size) for each in split.replicas
]
found["losses"] = float(np.abs(split.losses - losses).max())
found["loss"] = abs(split.loss - float(losses.mean()))
found["drawn"] = max(
    float(np.abs(sum(each.own.drawn[name] for each in split.replicas) - one).max())
    for name, one in ((name, gradient[at]) for name, at in indices.items())
)
found["differences"] = split.differences
for key in ("before", "after"):
    found[key] = [getattr(each, key) for each in split.replicas]
found["started_from"] = checksum(PARADIGMS["Sequential"](seed=seed).get_weights())
found["one_device_after"] = split.one_device.after
found["received"] = [each.summed.checksum for each in split.replicas]
found["own"] = [each.own.checksum for each in split.replicas]
found["eager_again"] = tf.config.functions_run_eagerly()

# All ten gradients, by way of what the recording is made of.
strategy = tf.distribute.MirroredStrategy([f"cpu:{n}" for n in range(replicas)])
taken = on_replicas(
    strategy,
    batches,
    lambda: PARADIGMS["Subclassing"](seed=seed),
    lambda: OPTIMIZERS["sgd"](learning_rate=0.1),
)
by_hand = tuple(np.sum(each, axis=0) for each in zip(*taken.own, strict=True))
found["sum_of_gradients"] = largest_difference(by_hand, gradient)
found["reduced"] = largest_difference(taken.summed[-1], gradient)
found["moved"] = largest_difference(
    taken.after[-1],
    tuple(w - np.float32(0.1) * g for w, g in zip(taken.before[0], gradient)),
)

# 20 steps; the last batch of each epoch has 11 images, so that shares are uneven.
built, build = [], loop.PARADIGMS["Subclassing"]
loop.PARADIGMS = {"Subclassing": lambda: built.append(build()) or built[-1]}
digits = load("sample", limit=299)
digits = replace(
    digits, test_images=digits.test_images[:20], test_labels=digits.test_labels[:20]
)
for optimizer, rate in (("adam", 1e-3), ("sgd", 0.1)):
    ended = {}
    for name, used in (
        ("alone", "graph"), ("together", partial(replicated, strategy=strategy))
    ):
        model = PARADIGMS["Subclassing"](seed=1)
        state = train(
            model, digits, epochs=2, batch_size=32, optimizer=optimizer,
            learning_rate=rate, seed=1, loop=used,
        )
        assert state.step == 20
        ended[name] = state.weights
    found[f"{optimizer}_apart"] = largest_difference(ended["together"], ended["alone"])
    on_each = [checksum(each) for each in held(strategy, built[-1])]
    assert len(on_each) == replicas
    found[f"{optimizer}_on_each"] = on_each
    found[f"{optimizer}_ended"] = checksum(ended["together"])
print(json.dumps(found))
"""


@cache
def found_on(replicas):
    """Return what a process with this many logical CPUs found."""
    out = run_apart(SCRIPT, replicas)
    return json.loads(out.splitlines()[-1])


@pytest.fixture(scope="module", params=REPLICAS)
def found(request):
    return request.param, found_on(request.param)


def test_the_shares_are_the_batch_in_its_order(found):
    replicas, seen = found
    assert seen["batch"]
    own = 64 // replicas
    assert seen["parts"] == [[n * own, (n + 1) * own] for n in range(replicas)]
    assert seen["devices"] == [f"cpu:{n}" for n in range(replicas)]


def test_the_shares_add_up_to_the_loss_of_the_batch(found):
    _, seen = found
    np.testing.assert_allclose(seen["shares"], seen["shares_expected"], rtol=1e-5)
    assert seen["losses"] < 1e-5
    assert seen["loss"] < 1e-6


def test_the_sum_of_the_gradients_is_the_gradient_of_one_device(found):
    replicas, seen = found
    for key in ("sum_of_gradients", "reduced", "drawn"):
        assert seen[key] < 1e-6, key
    assert seen["differences"]["gradients"] < 1e-6
    assert len(set(seen["own"])) == replicas  # other images, another gradient
    assert len(set(seen["received"])) == 1


def test_a_step_leaves_equal_weights_on_all_replicas(found):
    replicas, seen = found
    assert seen["before"] == [seen["started_from"]] * replicas
    assert len(set(seen["after"])) == 1
    assert seen["after"] != seen["before"]
    assert seen["moved"] < 1e-6
    assert seen["differences"]["weights"] < 1e-5


def test_twenty_steps_leave_the_weights_of_one_device(found):
    replicas, seen = found
    for optimizer in ("adam", "sgd"):
        assert seen[f"{optimizer}_apart"] < 1e-5, optimizer
        ended = seen[f"{optimizer}_ended"]
        assert seen[f"{optimizer}_on_each"] == [ended] * replicas


def test_one_replica_is_one_device_to_the_last_bit():
    seen = found_on(1)
    assert set(seen["differences"].values()) == {0}
    assert seen["after"] == [seen["one_device_after"]]
    assert seen["adam_apart"] == seen["sgd_apart"] == 0


def test_recording_leaves_functions_as_they_were(found):
    _, seen = found
    assert seen["eager_again"] is False


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"replicas": 4, "batch_size": 50}, r"50: .*4 replicas. Take 48 or 52"),
        ({"replicas": 8, "batch_size": 4}, r"4: .*8 replicas. Take 8"),
        ({"replicas": 0}, "replicas is 0; it can be 1 to 8"),
        ({"replicas": 9}, "replicas is 9"),
        ({"batch_size": 4_001}, "batch_size is 4001"),
        ({"optimizer": "adagrad"}, "optimizer is 'adagrad'.*'adam'"),
        ({"paradigm": "Torch"}, "paradigm is 'Torch'"),
        ({"learning_rate": -1}, "learning_rate is -1"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_what_cannot_be_split_is_refused_before_devices_are_set_up(choice, message):
    with pytest.raises(ValueError, match=message):
        record_step(**{"paradigm": "Subclassing", **choice})


def test_a_checksum_is_of_every_bit():
    some = [np.zeros(3, np.float32), np.ones(2, np.float32)]
    assert checksum(some) == checksum([array.copy() for array in some])
    for index in (0, 1):
        other = [array.copy() for array in some]
        other[index][-1] = np.nextafter(other[index][-1], np.float32(2))
        assert checksum(other) != checksum(some)


def test_each_stage_lights_lines_of_what_ran():
    sources = {each.__qualname__: source_of(each) for each in SHOWN}
    named = set()
    for stage in STAGES:
        for name, text in stage.code.items():
            line = lit_line(sources[name], text)
            assert text in sources[name].text.splitlines()[line - 1]
            named.add(name)
    assert named == set(sources)  # nothing is read in vain
    for each in SHOWN:
        assert sources[each.__qualname__].text == getsource(each)
    assert "loss" in STAGES[LOSS].title


def test_a_marker_that_is_not_of_one_line_is_a_fault():
    train_step = next(each for each in SHOWN if each.__name__ == "train_step")
    for text in ("gradients", "nowhere"):
        with pytest.raises(ValueError, match=r"lenet/training/step.py .*expected one"):
            lit_line(source_of(train_step), text)


def test_what_is_drawn_is_a_kernel_of_lenet():
    assert set(DRAWN) <= set(SHAPES)
