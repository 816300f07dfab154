"""Mistakes with replicas: each does what arithmetic says, and nothing else."""

import inspect
import json
import subprocess
import sys
from functools import cache

import numpy as np
import pytest

from lenet.replicas.lesson.mistakes import MISTAKES, PARTS
from lenet.settings import OPTIMIZER_NAMES
from lenet.source import resolve, source
from tests.replicas_apart import run_apart
from ui.lessons.replicas.mistakes import mistaken_lines

REPLICAS = 4
SCRIPT = """
import json
import sys
from dataclasses import replace
from functools import partial

import numpy as np
import tensorflow as tf

from lenet.training.batches import Batches
from lenet.digits import load
from lenet.training.loops import train_step
from lenet.models import PARADIGMS
from lenet.replicas.lesson.mistake_curves import ComparedTraining
from lenet.replicas.lesson.mistakes import MISTAKES, normalisation
from lenet.replicas.strategies import strategy_for
from lenet.settings import Placement

N, SEED = int(sys.argv[1]), 3
many = strategy_for(Placement("mirrored", logical_cpus=N))
one = tf.distribute.OneDeviceStrategy("cpu:0")
digits = load("sample", limit=256)
found = {}


def training(name, strategy, part, optimizer="sgd"):
    mistake = replace(MISTAKES[name], epochs=1)
    return ComparedTraining(mistake, digits, strategy, part, optimizer, SEED)


def ways(name):
    mistake = MISTAKES[name]
    return (one, mistake.right), (many, mistake.right), (many, mistake.code)


def furthest(these, those):
    return max(float(np.abs(a - b).max()) for a, b in zip(these, those))


def moved(way, optimizer):
    it = training("mean", *way, optimizer)
    before = it.model.get_weights()
    next(it.steps())
    return [b - a for a, b in zip(before, it.model.get_weights())]


# A mean for each replica: its first step is N times the right one, with SGD.
for optimizer in ("sgd", "adam"):
    alone, right, wrong = (moved(way, optimizer) for way in ways("mean"))
    size = max(float(np.abs(x).max()) for x in wrong)
    found[optimizer] = {
        "right": furthest(right, alone) / size,
        "times N": furthest(wrong, [N * x for x in right]) / size,
        "as it was": furthest(wrong, right) / size,
    }

# A learning rate that is not scaled: the steps, and the learning rate.
found["learning_rate"] = []
for way in ways("learning_rate"):
    it = training("learning_rate", *way)
    sizes = [size for size, _ in it.steps()]
    rate = float(it.optimizer.learning_rate.numpy())
    found["learning_rate"].append([len(sizes), sizes[0], rate])

# Normalised by a share: the statistics by NumPy, from the layer before.
plain = PARADIGMS["Sequential"](seed=SEED)
mistake = MISTAKES["normalisation"]
images, _ = next(Batches(digits, mistake.batch_size, SEED, 0, 1).of(0))
dense = tf.keras.Model(plain.inputs, plain.get_layer("fc_1").output)(images).numpy()
shares = np.stack([part.mean(axis=0) for part in np.split(dense, N)])
curves, statistics, held = [], [], []
for way in ways("normalisation"):
    it = training("normalisation", *way)
    steps = it.steps()
    next(steps)
    curves.append(it.batch_means())
    for _ in steps:
        pass
    held.append(it.moving())
    norm = it.model.get_layer("norm")
    statistics.append([norm.moving_mean.numpy(), norm.moving_variance.numpy()])
found["normalisation"] = {
    "steps": len(digits.train_images) // mistake.batch_size,
    "means of the batch": [furthest(m, [dense.mean(axis=0)] * len(m)) for m in curves],
    "means of the shares": furthest(curves[2], shares),
    "statistics": [furthest(one, statistics[0]) for one in statistics],
    "apart": [float(np.ptp(each, axis=0).max()) for each in held],
    "first": bool(np.array_equal(statistics[2][0], held[2][0])),
}

# Not sharded: one device, given each batch's first share, takes the same steps.
mistake = MISTAKES["unsharded"]
it = training("unsharded", many, mistake.code)
alike = all(
    np.array_equal(share, shares[0]) for _, shares in it.steps() for share in shares
)
model = PARADIGMS["Functional"](seed=SEED)
optimizer = tf.keras.optimizers.SGD(mistake.learning_rates["sgd"])
cross_entropy = tf.keras.losses.SparseCategoricalCrossentropy()
for images, labels in Batches(digits, mistake.batch_size, SEED, 0, 1).of(0):
    images, labels = (np.split(x, N)[0] for x in (images, labels))
    train_step(model, cross_entropy, optimizer, images, labels)
found["unsharded"] = {
    "alike": alike,
    "as one device": furthest(it.model.get_weights(), model.get_weights()),
    "different": [
        training("unsharded", *way).curve().different for way in ways("unsharded")
    ],
}
print(json.dumps(found))
"""
REFUSED = """
from lenet.replicas.lesson.mistake_curves import compare
for choice in ({"name": "haste"}, {"name": "mean", "replicas": 3},
               {"name": "mean", "optimizer": "lion"}):
    try:
        compare(**choice)
    except ValueError as error:
        print(error)
"""


@cache
def found():
    return json.loads(run_apart(SCRIPT, REPLICAS).splitlines()[-1])


def test_the_registry_and_the_results_need_no_tensorflow():
    code = (
        "import sys, lenet.replicas.lesson.mistakes, lenet.results.mistake_curves\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_replaces_one_part(name):
    mistake = MISTAKES[name]
    assert mistake.part in PARTS
    assert mistake.right != mistake.code
    right, wrong = (resolve(code) for code in (mistake.right, mistake.code))
    assert list(inspect.signature(right).parameters) == list(
        inspect.signature(wrong).parameters
    )
    assert next(iter(mistake.learning_rates)) == "sgd"
    assert set(mistake.learning_rates) <= set(OPTIMIZER_NAMES)


@pytest.mark.parametrize("name", MISTAKES)
def test_the_mistake_is_named_at_its_line(name):
    right, wrong = (
        source(code) for code in (MISTAKES[name].right, MISTAKES[name].code)
    )
    assert wrong.text.count("# The mistake: ") == 1
    assert "mistake" not in right.text
    named, made = mistaken_lines(wrong)
    lines = wrong.text.splitlines()
    assert "# The mistake: " in lines[named - 1]
    assert made == named + 1
    assert lines[made - 1].strip()
    assert lines[made - 1] not in right.text.splitlines()


def test_a_mean_for_each_replica_makes_sgds_first_step_n_times_as_long():
    assert found()["sgd"]["right"] < 1e-5
    assert found()["sgd"]["times N"] < 1e-5
    assert found()["sgd"]["as it was"] > 0.7


def test_adam_hides_it():
    assert found()["adam"]["right"] < 1e-3  # where a gradient is nearly nothing
    assert found()["adam"]["times N"] > 1
    assert found()["adam"]["as it was"] < 1


def test_a_batch_that_grows_has_fewer_steps_and_a_scaled_learning_rate():
    batch, rate = (
        MISTAKES["learning_rate"].batch_size,
        MISTAKES["learning_rate"].learning_rates["sgd"],
    )
    one, right, wrong = found()["learning_rate"]
    assert one == [256 // batch, batch, pytest.approx(rate)]
    fewer = 256 // batch // REPLICAS
    assert right == [fewer, REPLICAS * batch, pytest.approx(REPLICAS * rate)]
    assert wrong == [fewer, REPLICAS * batch, pytest.approx(rate)]


def test_a_synchronized_layer_has_the_statistics_of_one_device():
    seen = found()["normalisation"]
    one, right, wrong = seen["means of the batch"]
    assert max(one, right) < 1e-6 < 1e-3 < wrong
    _, right, wrong = seen["statistics"]
    assert right < 1e-5 < 1e-3 < wrong
    assert seen["apart"][:2] == [0, 0]


def test_another_normalises_by_its_share_and_keeps_its_own_statistics():
    seen = found()["normalisation"]
    assert seen["means of the shares"] < 1e-6
    assert seen["apart"][2] > 1e-3
    assert seen["first"]  # of which the first replica's are read


def test_replicas_with_the_same_images_are_one_device_with_a_share():
    seen = found()["unsharded"]
    assert seen["alike"]
    assert seen["as one device"] < 1e-5
    assert seen["different"] == [256, 256, 256 // REPLICAS]


def test_a_lesson_that_there_is_not_is_refused():
    mistake, replicas, optimizer = run_apart(REFUSED).splitlines()[-3:]
    assert mistake.startswith(
        "mistake is 'haste'; it can be one of 'mean', 'learning_rate'"
    )
    assert replicas == "replicas is 3; the lesson has 2, 4, 8."
    assert optimizer == "optimizer is 'lion'; it can be one of 'sgd', 'adam'."


def test_a_step_is_measured_over_all_weights():
    from lenet.replicas.lesson.mistake_curves import distance

    before = [np.zeros((2, 2), np.float32), np.ones(3, np.float32)]
    after = [np.full((2, 2), 1, np.float32), np.ones(3, np.float32) * 3]
    assert distance(before, after) == pytest.approx(4)
