"""The microscope: a recorded step is the step, and each frame is true of it."""

import inspect

import numpy as np
import pytest
import tensorflow as tf

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.models.subclassing import LeNet
from lenet.results.recording import PHASES
from lenet.settings import PARADIGM_NAMES
from lenet.tape import check, record
from lenet.training.optimizers import OPTIMIZERS
from lenet.training.step import train_step
from lenet.weights.file import SHAPES

LAYERS = [
    "conv2d_1",
    "average_pool",
    "conv2d_2",
    "average_pool",
    "flatten",
    "fc_1",
    "fc_2",
    "out",
]
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()


@pytest.fixture(scope="module")
def digits():
    return load("sample")


def batch(digits, size):
    return digits.train_images[:size], digits.train_labels[:size]


@pytest.fixture(scope="module")
def recordings(digits):
    """Record a step of 40 images in each paradigm, of which 32 are kept."""
    return {
        name: record(
            build(), loss_fn, OPTIMIZERS["adam"](), *batch(digits, 40), keep=32
        )
        for name, build in PARADIGMS.items()
    }


@pytest.fixture(params=PARADIGM_NAMES)
def recording(request, recordings):
    return recordings[request.param]


@pytest.fixture(scope="module")
def by_hand(digits):
    """Run the same step with a tape that is kept, and every layer watched."""
    model = PARADIGMS["Functional"]()
    images, labels = batch(digits, 40)
    outputs = []
    with tf.GradientTape(persistent=True) as tape:
        x = tf.constant(images)
        for layer in [model.get_layer(name) for name in LAYERS[:-1]]:
            x = layer(x)
            outputs.append(x)
        out = model.get_layer("out")
        logits = tf.nn.bias_add(x @ out.kernel, out.bias)
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
        loss = tf.reduce_mean(losses)
    return {
        "outputs": [*outputs, tf.nn.softmax(logits)],
        "logits": logits,
        "gradients": [*tape.gradient(loss, outputs), tape.gradient(loss, logits)],
        "weights": tape.gradient(loss, model.trainable_variables),
        "losses": losses,
    }


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_recording_changes_no_bit(paradigm, optimizer, digits):
    plain, recorded = PARADIGMS[paradigm](), PARADIGMS[paradigm]()
    of_plain, of_recorded = (OPTIMIZERS[optimizer](1e-3) for _ in range(2))
    for first in (0, 16):
        images, labels = (each[first : first + 16] for each in batch(digits, 32))
        loss = train_step(plain, loss_fn, of_plain, images, labels)
        seen = record(recorded, loss_fn, of_recorded, images, labels)
        assert seen.loss == float(loss)
    for one, other in ((plain, recorded), (of_plain, of_recorded)):
        for a, b in zip(one.variables, other.variables, strict=True):
            np.testing.assert_array_equal(a.numpy(), b.numpy())


def test_nothing_is_left_behind(digits):
    model, optimizer = PARADIGMS["Subclassing"](), OPTIMIZERS["sgd"]()
    record(model, loss_fn, optimizer, *batch(digits, 2))
    for changed in (model, optimizer, *model.layers):
        assert not {"call", "apply"} & vars(changed).keys()
    before = len(model.layers)
    train_step(model, loss_fn, optimizer, *batch(digits, 2))
    assert len(model.layers) == before


def test_the_phases_come_in_their_order(recording):
    phases = [frame.phase for frame in recording.frames]
    assert list(dict.fromkeys(phases)) == list(PHASES)
    assert phases == sorted(phases, key=PHASES.index)


def test_every_line_that_runs_has_a_frame(recording):
    text = inspect.getsource(train_step).splitlines()
    shown = {
        text[frame.line - 1].strip()
        for frame in recording.frames
        if frame.function == "train_step"
    }
    assert shown == {
        "def train_step(",
        "with tf.GradientTape() as tape:",
        "probabilities = model(images, training=True)",
        "loss = loss_fn(labels, probabilities)",
        "gradients = tape.gradient(loss, model.trainable_variables)",
        "optimizer.apply(gradients, model.trainable_variables)",
        "return loss",
    }
    assert recording.sources["train_step"].text == inspect.getsource(train_step)
    assert recording.sources["check"].text == inspect.getsource(check)


def test_only_subclassing_has_code_to_descend_into(recordings):
    assert list(recordings["Subclassing"].sources) == ["train_step", "call", "check"]
    call = recordings["Subclassing"].sources["call"]
    assert call.text == inspect.getsource(LeNet.call)
    lines = [
        call.text.splitlines()[frame.line - 1].split("#")[0].strip()
        for frame in recordings["Subclassing"].frames
        if frame.function == "call"
    ]
    assert lines == [
        "def call(self, images):",
        "x = self.conv2d_1(images)",
        "x = self.average_pool(x)",
        "x = self.conv2d_2(x)",
        "x = self.average_pool(x)",
        "x = self.flatten(x)",
        "x = self.fc_2(self.fc_1(x))",  # two layers: two frames
        "x = self.fc_2(self.fc_1(x))",
        "return self.out(x)",
    ]
    for name in ("Sequential", "Functional"):
        assert list(recordings[name].sources) == ["train_step", "check"]


def test_layers_go_forwards_and_gradients_back(recording):
    forward = [f.layer for f in recording.frames if f.phase == "forward"]
    backward = [f.layer for f in recording.frames if f.phase == "backward"]
    assert [layer for layer in forward if layer is not None] == list(range(8))
    assert [layer for layer in backward if layer is not None] == list(range(8))[::-1]
    names = [layer.name.removesuffix("_1") for layer in recording.layers]
    assert [name.removesuffix("_2") for name in names] == [
        name.removesuffix("_1").removesuffix("_2") for name in LAYERS
    ]


def test_outputs_are_those_by_hand(recording, by_hand):
    for layer, output in zip(recording.layers, by_hand["outputs"], strict=True):
        np.testing.assert_array_equal(layer.output, output[:32])
        assert layer.output_summary.shape == tuple(output.shape)
        assert layer.output_summary.maximum == float(tf.reduce_max(output))
    np.testing.assert_array_equal(recording.logits, by_hand["logits"])
    np.testing.assert_allclose(recording.losses, by_hand["losses"], rtol=1e-6)
    assert recording.loss == pytest.approx(recording.losses.mean(), rel=1e-6)


def test_gradients_are_those_of_a_tape_by_hand(recording, by_hand):
    for layer, gradient in zip(recording.layers, by_hand["gradients"], strict=True):
        np.testing.assert_allclose(layer.gradient, gradient[:32], rtol=1e-4, atol=1e-9)
        assert layer.gradient_summary.shape == tuple(gradient.shape)
    assert [layer.toward for layer in recording.layers] == ["output"] * 7 + ["logits"]


def test_weights_gradients_are_tape_gradients(recording, digits):
    model = PARADIGMS["Sequential"]()
    images, labels = batch(digits, 40)
    with tf.GradientTape() as tape:
        loss = loss_fn(labels, model(images, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    assert [variable.name for variable in recording.variables] == list(SHAPES)
    for variable, gradient in zip(recording.variables, gradients, strict=True):
        np.testing.assert_array_equal(variable.gradient, gradient)


def test_updates_are_after_less_before(digits):
    model, optimizer = PARADIGMS["Sequential"](), OPTIMIZERS["rmsprop"]()
    before = model.get_weights()
    seen = record(model, loss_fn, optimizer, *batch(digits, 8))
    for variable, old, new in zip(
        seen.variables, before, model.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(variable.value, old)
        np.testing.assert_array_equal(variable.update, new - old)
        if old.any():
            ratio = np.sqrt(np.mean((new - old) ** 2) / np.mean(old**2))
            assert variable.ratio == pytest.approx(ratio, rel=1e-5)
        else:
            assert variable.ratio == np.inf


def test_the_check_scores_with_the_new_weights(digits):
    model, optimizer = PARADIGMS["Functional"](), OPTIMIZERS["adam"]()
    images, labels = batch(digits, 8)
    seen = record(model, loss_fn, optimizer, images, labels)
    probabilities = model(images)
    np.testing.assert_array_equal(seen.probabilities_after, probabilities)
    assert seen.loss_after == float(loss_fn(labels, probabilities))
    assert seen.loss_before == seen.loss != seen.loss_after


def test_each_weight_knows_what_made_its_gradient(recording):
    kinds = {
        variable.name: variable.origin.kind
        for variable in recording.variables
        if variable.origin
    }
    assert kinds == {
        name: "BiasAddGrad"
        if name.endswith("bias")
        else ("Conv2DBackpropFilter" if "conv" in name else "MatMul")
        for name in SHAPES
    }


def test_the_tape_records_what_leads_to_the_loss(recording):
    kinds = [op.kind for op in recording.operations if op.phase == "forward"]
    weights = [kind for kind in kinds if kind in ("Conv2D", "MatMul")]
    assert weights == ["Conv2D", "Conv2D", "MatMul", "MatMul", "MatMul"]
    assert kinds.count("AvgPool") == 2
    assert kinds.count("Relu") == 4
    assert kinds[-1] == "Softmax"
    assert not {"Identity", "PassedOn"} & set(kinds)
    loss = [op.kind for op in recording.operations if op.phase == "loss"]
    assert loss[0] == "SparseSoftmaxCrossEntropyWithLogits"
    counts = [frame.operations for frame in recording.frames]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-1] == len(recording.operations)


def test_values_are_what_exists_on_the_line(recordings):
    frames = recordings["Subclassing"].frames
    first = {value.name: value for value in frames[0].values}
    assert list(first) == ["model", "loss_fn", "optimizer", "images", "labels"]
    assert first["model"].text == "81,194 weights"
    assert first["images"].summary.shape == (40, 32, 32, 1)
    assert all(value.made for value in first.values())
    gradients = next(f for f in frames if any(v.name == "gradients" for v in f.values))
    (made,) = [value for value in gradients.values if value.made]
    assert made.text == "10 items, 0 of them None"
    conv = next(f for f in frames if f.function == "call" and f.layer == 0)
    x = next(value for value in conv.values if value.name == "x")
    assert x.made
    assert x.summary == recordings["Subclassing"].layers[0].output_summary


def test_the_tape_says_what_it_watches(recording):
    assert set(recording.watched) == set(SHAPES)


def test_a_dead_layer_shows(digits):
    model = PARADIGMS["Subclassing"]()
    model.fc_1.kernel.assign(tf.zeros_like(model.fc_1.kernel))
    seen = record(model, loss_fn, OPTIMIZERS["sgd"](), *batch(digits, 8))
    assert [layer.dead for layer in seen.layers[5:7]] == [1.0, 1.0]
    assert seen.layers[0].dead < 1
    assert not seen.variables[0].gradient.any()


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_recorded(value, digits):
    model = PARADIGMS["Subclassing"]()
    weights = model.get_weights()
    weights[4][0, 0] = value
    model.set_weights(weights)
    images, labels = batch(digits, 4)
    images = images.copy()
    images[0, 8, 8, 0] = value
    seen = record(model, loss_fn, OPTIMIZERS["adam"](), images, labels)
    assert not np.isfinite(seen.loss)
    assert not seen.layers[5].output_summary.finite
    image = next(v for v in seen.frames[0].values if v.name == "images")
    assert image.summary.nan + image.summary.inf == 1


@pytest.mark.parametrize("size", [1, 3, 256])
def test_any_batch_size(size, digits):
    model = PARADIGMS["Sequential"]()
    seen = record(model, loss_fn, OPTIMIZERS["sgd"](), *batch(digits, size))
    assert len(seen.losses) == len(seen.images) == size
    assert len(seen.layers[0].output) == min(size, 32)


def test_a_model_without_weights_is_refused(digits):
    with pytest.raises(ValueError, match="no weights yet"):
        record(LeNet(), loss_fn, OPTIMIZERS["sgd"](), *batch(digits, 1))


def test_what_a_step_raises_comes_out_and_nothing_stays(digits):
    model, optimizer = PARADIGMS["Subclassing"](), OPTIMIZERS["sgd"]()
    images, labels = batch(digits, 2)
    with pytest.raises((ValueError, tf.errors.InvalidArgumentError)):
        record(model, loss_fn, optimizer, images[:, :5], labels)
    assert "call" not in vars(model.conv2d_1)
    record(model, loss_fn, optimizer, images, labels)
