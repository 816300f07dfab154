"""The forward pass as a list of calls: from a graph, from a trace."""

import numpy as np
import pytest
import tensorflow as tf

from lenet.models import PARADIGMS
from lenet.tape.layer_calls import calls_in_graph, calls_in_trace, forward_pass


class Doubling(tf.keras.Model):
    """A model that does more than to call layers."""

    def __init__(self):
        super().__init__()
        self.flatten = tf.keras.layers.Flatten()
        self.out = tf.keras.layers.Dense(10)

    def call(self, images):
        return self.out(2 * self.flatten(images))


class Branching(tf.keras.Model):
    """Two branches that meet."""

    def __init__(self):
        super().__init__()
        self.flatten = tf.keras.layers.Flatten(name="flatten")
        self.shared = tf.keras.layers.Dense(4, name="shared")
        self.meet = tf.keras.layers.Concatenate(name="meet")

    def call(self, images):
        x = self.flatten(images)
        return self.meet([self.shared(x), self.shared(x)])


def test_a_shared_layer_is_called_twice():
    for name in ("Functional", "Subclassing"):
        calls = forward_pass(PARADIGMS[name]())
        shared = [call for call in calls if call.layer == "average_pool"]
        assert [call.shape for call in shared] == [(None, 15, 15, 6), (None, 6, 6, 16)]
    calls = forward_pass(PARADIGMS["Sequential"]())
    assert len({call.layer for call in calls}) == len(calls) == 8


def test_each_call_takes_what_the_one_before_gave():
    for build in PARADIGMS.values():
        assert [call.inputs for call in forward_pass(build())] == [
            (index - 1,) for index in range(8)
        ]


def test_the_graph_and_a_trace_of_it_tell_the_same():
    model = PARADIGMS["Functional"]()
    assert calls_in_graph(model) == calls_in_trace(model)


def built(model):
    model(tf.zeros((1, 32, 32, 1)))
    return model


def test_branches_keep_their_inputs():
    calls = calls_in_trace(built(Branching()))
    assert [(call.layer, call.inputs) for call in calls] == [
        ("flatten", (-1,)),
        ("shared", (0,)),
        ("shared", (0,)),
        ("meet", (1, 2)),
    ]


def test_the_shapes_are_those_of_a_real_call():
    model = PARADIGMS["Subclassing"]()
    x = np.zeros((1, 32, 32, 1), np.float32)
    for call in forward_pass(model):
        x = model.get_layer(call.layer)(x)
        assert tuple(x.shape)[1:] == call.shape[1:]


def test_watching_leaves_the_model_as_it_was():
    model = PARADIGMS["Subclassing"]()
    image = np.random.default_rng(0).random((1, 32, 32, 1), np.float32)
    before = model(image).numpy()
    forward_pass(model)
    assert not any("call" in vars(layer) for layer in model.layers)
    assert np.array_equal(model(image), before)


def test_work_between_the_layers_gets_a_sentence():
    with pytest.raises(ValueError, match="neither the model's input"):
        forward_pass(built(Doubling()))


def test_a_model_without_weights_gets_a_sentence():
    with pytest.raises(ValueError, match="no weights yet"):
        forward_pass(Branching())
