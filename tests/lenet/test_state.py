"""A state is arrays: it can be sent, and stays as it is when its model trains."""

import pickle
import subprocess
import sys

import numpy as np

from lenet.state import TrainState, arrays


def test_holding_a_state_needs_no_tensorflow():
    script = (
        "import sys, lenet.state, lenet.results, lenet.settings, lenet.weights.file;"
        "print([name for name in ('tensorflow', 'keras') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"


def test_arrays_are_copies_that_training_does_not_reach():
    import tensorflow as tf

    variable = tf.keras.Variable(np.zeros(3, np.float32))
    (copy,) = arrays([variable])
    variable.assign(np.ones(3))
    assert copy.tolist() == [0, 0, 0]
    copy[0] = 5
    assert variable.numpy().tolist() == [1, 1, 1]


def test_a_state_travels_between_processes():
    state = TrainState("Sequential", "adam", (np.ones(2),), (np.zeros(1),), 7, 3)
    there = pickle.loads(pickle.dumps(state))
    assert (there.paradigm, there.optimizer, there.step, there.seed) == (
        "Sequential",
        "adam",
        7,
        3,
    )
    assert np.array_equal(there.weights[0], state.weights[0])
