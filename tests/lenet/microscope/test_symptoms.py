"""Symptoms: each mistake shows the one it is known for, and health none."""

from dataclasses import replace
from functools import cache
from itertools import islice

import numpy as np
import pytest
import tensorflow as tf

from lenet import pretrained
from lenet.digits import load
from lenet.microscope.mistakes import MISTAKES
from lenet.microscope.symptoms import RULES, Symptom, symptoms
from lenet.results.numbers import number
from lenet.results.paradigms import both_names
from lenet.results.recording import LayerStep
from lenet.results.summary import summarise
from lenet.settings import PARADIGM_NAMES
from lenet.source import resolve
from lenet.tape import record
from lenet.training.optimizers import OPTIMIZERS
from tests.symptoms import SHOWN_BY

CROSS_ENTROPY = tf.keras.losses.SparseCategoricalCrossentropy()
USUAL_RATES = {"adam": 1e-3, "rmsprop": 1e-3, "sgd": 0.01, "momentum": 0.01}
STEPS = 5


@cache
def sample():
    return load("sample")


@cache
def recordings(mistake, paradigm, optimizer="adam", size=32, rate=None, steps=STEPS):
    """Some steps of a training from its start, seed 0, with one mistake."""
    mistake = MISTAKES[mistake]
    rate = rate or mistake.learning_rates.get(optimizer, USUAL_RATES[optimizer])
    model = resolve(mistake.build)(paradigm, 0)
    optimizer = OPTIMIZERS[optimizer](learning_rate=rate)
    batches = resolve(mistake.batches)(sample(), size, 0, 0, 1)
    step = resolve(mistake.step)
    return [
        record(model, CROSS_ENTROPY, optimizer, images, labels, step=step)
        for images, labels in islice(batches.of(0), steps)
    ]


def shown(steps):
    """Return the names of all symptoms of some recordings."""
    return {symptom.name for step in steps for symptom in symptoms(step)}


def named(recording):
    return {symptom.name: symptom.text for symptom in symptoms(recording)}


@pytest.fixture(scope="module")
def healthy():
    return recordings("none", "Sequential")[-1]


@pytest.fixture(scope="module")
def dropping():
    """Record a step as it should be, of a model with dropout."""
    images, labels = sample().train_images[:32], sample().train_labels[:32]
    model = resolve(MISTAKES["training"].build)("Sequential", 0)
    adam = tf.keras.optimizers.Adam()
    return record(model, CROSS_ENTROPY, adam, images, labels)


def with_variable(recording, name, **changes):
    """Return the same recording, but for one variable."""
    changed = [
        replace(variable, **changes) if variable.name == name else variable
        for variable in recording.variables
    ]
    return replace(recording, variables=tuple(changed))


def with_layer(recording, name, **changes):
    changed = [
        replace(layer, **changes) if layer.name == name else layer
        for layer in recording.layers
    ]
    return replace(recording, layers=tuple(changed))


def the(recording, name):
    """Return the one variable, or the one layer, of that name."""
    both = (*recording.variables, *recording.layers)
    (found,) = [each for each in both if each.name == name]
    return found


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
@pytest.mark.parametrize("mistake", SHOWN_BY)
def test_each_mistake_shows(mistake, paradigm):
    assert SHOWN_BY[mistake] in shown(recordings(mistake, paradigm))


@pytest.mark.parametrize("mistake", [name for name in SHOWN_BY if "rate" not in name])
def test_a_mistake_shows_from_the_first_step_on_and_nothing_else_does(mistake):
    for step in recordings(mistake, "Subclassing"):
        beside = {"Dead units"} if mistake == "zeros" else set()
        assert shown([step]) == {SHOWN_BY[mistake]} | beside


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_learning_rate_too_large_shows_with_every_optimizer(optimizer):
    steps = recordings("learning_rate", "Sequential", optimizer)
    assert {"Exploding update", "Loss rose"} <= shown(steps)
    assert max(step.loss for step in steps) > 5 * steps[0].loss
    texts = [
        symptom.text
        for step in steps
        for symptom in symptoms(step)
        if symptom.name == "Loss rose"
    ]
    assert any("rose from 2.3 to " in text for text in texts)


def test_every_mistake_is_tested():
    assert set(MISTAKES) == {"none", *SHOWN_BY}
    assert set(SHOWN_BY.values()) <= set(RULES)


@pytest.mark.parametrize("size", [1, 8, 32, 256])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_health_has_no_symptom(optimizer, size):
    steps = recordings("none", "Sequential", optimizer, size)
    assert [symptoms(step) for step in steps] == [[]] * STEPS


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_health_has_no_symptom_in_any_paradigm(paradigm):
    assert shown(recordings("none", paradigm)) == set()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("rate", [1e-3, 1e-2])
def test_a_lower_or_higher_learning_rate_that_works_has_no_symptom(optimizer, rate):
    assert shown(recordings("none", "Sequential", optimizer, 32, rate)) == set()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("size", [1, 32])
def test_a_trained_model_has_no_symptom(optimizer, size):
    model = pretrained("Sequential")
    optimizer = OPTIMIZERS[optimizer](learning_rate=USUAL_RATES[optimizer])
    images, labels = sample().train_images[:size], sample().train_labels[:size]
    step = record(model, CROSS_ENTROPY, optimizer, images, labels)
    assert step.loss < 0.01
    assert symptoms(step) == []


def test_dropout_that_drops_has_no_symptom(dropping):
    assert symptoms(dropping) == []


def test_the_most_serious_comes_first(healthy):
    ill = replace(healthy, loss_after=9.0, labels=np.zeros(32, np.int64))
    ill = with_variable(ill, "out/kernel", gradient=None)
    names = [symptom.name for symptom in symptoms(ill)]
    assert names == ["No gradient", "Few digits", "Loss rose"]
    assert names == [name for name in RULES if name in names]
    assert all(isinstance(symptom, Symptom) for symptom in symptoms(ill))


class TestNotFinite:
    def record(self, image=None, **weights):
        """Record a step with such an image, or with weights of such values."""
        model = resolve(MISTAKES["none"].build)("Subclassing", 0)
        for name, value in weights.items():
            kernel, bias = model.get_layer(name).get_weights()
            kernel[...] = value
            model.get_layer(name).set_weights([kernel, bias])
        images = sample().train_images[:2].copy()
        if image is not None:
            images[0, 5, 5] = image
        sgd = tf.keras.optimizers.SGD(0.01)
        return record(model, CROSS_ENTROPY, sgd, images, sample().train_labels[:2])

    def first(self, recording):
        found = symptoms(recording)[0]
        assert found.name == "Not finite"
        return found.text

    @pytest.mark.parametrize(
        ("value", "told"),
        [(np.nan, "1 NaN and 0 infinite"), (np.inf, "0 NaN and 1 infinite")],
    )
    def test_in_an_image(self, value, told):
        text = self.first(self.record(image=value))
        assert text.startswith(f"The images: {told} of 2,048 values.")

    def test_in_a_weight(self):
        text = self.first(self.record(fc_1=np.nan))
        assert text.startswith("F5 fc_1/kernel before the step: 69,120 NaN and 0")

    def test_in_a_layer(self):
        recording = self.record(fc_1=1e38, conv2d_2=1e10)
        text = self.first(recording)
        assert text.startswith("The output of F5 fc_1: ")
        assert the(recording, "conv2d_2").output_summary.finite

    def test_in_the_loss(self, healthy):
        text = self.first(replace(healthy, loss=np.inf, loss_after=np.nan))
        assert text.startswith("The loss: 0 NaN and 1 infinite of 1 values.")

    def test_in_a_gradient_the_last_layers_comes_first(self, healthy):
        lost = with_variable(
            healthy, "conv2d_1/bias", gradient=np.full(6, np.nan, np.float32)
        )
        assert self.first(lost).startswith("The gradient of C1 conv2d_1/bias: 6 NaN")
        lost = with_variable(lost, "fc_2/bias", gradient=np.full(84, np.inf))
        assert self.first(lost).startswith("The gradient of F6 fc_2/bias: 0 NaN and 84")

    def test_in_an_update_and_after_it(self, healthy):
        lost = with_variable(healthy, "out/bias", update=np.full(10, np.nan))
        assert self.first(lost).startswith("The update of Output out/bias: 10 NaN")
        lost = replace(healthy, loss_after=np.inf)
        assert self.first(lost).startswith("The loss after the step: ")


class TestExplodingUpdate:
    def test_it_names_the_largest_ratio(self, healthy):
        value = the(healthy, "fc_1/kernel").value
        ill = with_variable(healthy, "fc_1/kernel", update=4.1 * value)
        ill = with_variable(
            ill, "fc_2/kernel", update=-2 * the(healthy, "fc_2/kernel").value
        )
        assert named(ill)["Exploding update"] == (
            "The update of F5 fc_1/kernel is 4.1 times its weights (root mean "
            "square). About 0.001 is usual."
        )
        ill = with_variable(healthy, "fc_1/kernel", update=12_345 * value)
        assert " is 12,345 times " in named(ill)["Exploding update"]

    def test_it_is_the_recorded_one(self):
        (step, *_) = recordings("learning_rate", "Sequential")
        kernels = [step.variables[index] for index in (0, 2, 4, 6, 8)]
        size = {
            k.name: np.sqrt(np.mean(k.update**2) / np.mean(k.value**2)) for k in kernels
        }
        most = max(size, key=size.get)
        told = f"The update of {both_names(most)} is {number(size[most])} times"
        assert named(step)["Exploding update"].startswith(told)

    def test_biases_that_leave_zero_are_well(self, healthy):
        first = recordings("none", "Sequential")[0]
        assert the(first, "fc_1/bias").ratio == np.inf
        assert "Exploding update" not in named(first)

    def test_half_is_too_much(self, healthy):
        value = the(healthy, "out/kernel").value
        assert named(with_variable(healthy, "out/kernel", update=0.4 * value)) == {}
        assert set(named(with_variable(healthy, "out/kernel", update=0.6 * value))) == {
            "Exploding update"
        }


class TestNoGradient:
    def test_none_and_zeros_are_different(self, healthy):
        ill = with_variable(healthy, "out/bias", gradient=None)
        ill = with_variable(ill, "fc_2/bias", gradient=np.zeros(84, np.float32))
        assert named(ill)["No gradient"] == (
            "The tape returned None for Output out/bias: the loss does not depend on "
            "any operation with them that the tape recorded. The gradient is all zeros "
            "for F6 fc_2/bias: a small change of these weights does not change the "
            "loss."
        )

    def test_from_zeros_all_but_the_last_bias_have_none(self):
        step = recordings("zeros", "Sequential")[0]
        zeros = [v.name for v in step.variables if not np.any(v.gradient)]
        assert len(zeros) == 9
        told = f"for {', '.join(map(both_names, zeros[:4]))} and 5 more: "
        assert told in named(step)["No gradient"]

    def test_a_batch_with_nothing_left_to_learn_is_well(self, healthy):
        ill = with_variable(healthy, "out/bias", gradient=np.zeros(10))
        assert "No gradient" in named(ill)
        settled = replace(ill, loss=0.0, loss_before=0.0, loss_after=0.0)
        assert named(settled) == {}


class TestNeverUpdated:
    def test_it_names_the_variable(self):
        step = recordings("variable", "Functional")[0]
        assert len(step.watched) == 11
        assert len(step.variables) == 10
        assert named(step)["Never updated"] == (
            "The tape watched 11 variables and the optimizer got 10. It never "
            "updates contrast."
        )

    def test_what_is_not_watched_is_no_symptom(self, healthy):
        assert named(replace(healthy, watched=healthy.watched[1:])) == {}


class TestDeadUnits:
    def test_it_names_layers_and_shares(self, healthy):
        ill = with_layer(healthy, "fc_1", dead=0.9)
        ill = with_layer(ill, "conv2d_2", dead=15 / 16)
        told = (
            "Zero for every image of the batch: 93.8% of C3 conv2d_2 and 90.0% "
            "of F5 fc_1."
        )
        assert named(ill)["Dead units"].startswith(told)

    def test_half_of_them_is_well(self, healthy):
        assert named(with_layer(healthy, "fc_1", dead=0.5)) == {}

    def test_layers_without_weights_repeat_what_is_told(self, healthy):
        assert named(with_layer(healthy, "flatten", dead=1.0)) == {}

    def test_digits_may_be_out_of_the_question(self, healthy):
        assert named(with_layer(healthy, "out", dead=0.9)) == {}

    def test_few_images_leave_most_units_at_zero(self):
        one = recordings("none", "Sequential", size=1)[0]
        assert named(with_layer(one, "fc_2", dead=0.9)) == {}
        assert set(named(with_layer(one, "fc_2", dead=1.0))) == {"Dead units"}

    def test_a_learning_rate_too_large_kills_them(self):
        steps = recordings("learning_rate", "Sequential", "sgd")
        assert "Dead units" in named(steps[-1])
        assert "No gradient" in named(steps[-1])
        assert the(steps[-1], "conv2d_2").output_summary.maximum == 0


class TestSoftmaxTooMany:
    def test_it_names_the_models_probability_and_the_losss(self):
        step = recordings("softmax", "Subclassing")[-1]
        outputs = step.layers[-1].output
        powers = np.exp(outputs)
        squeezed = (powers / powers.sum(axis=1, keepdims=True)).max()
        told = (
            f"The model's largest probability is {outputs.max():.3f}, but the loss "
            f"gets {squeezed:.3f} for it. Softmax of a probability is at most 0.232, "
            "so the loss stays above 1.46."
        )
        assert named(step)["A softmax too many"] == told
        assert step.probabilities.max() < 0.232

    def test_small_probabilities_alone_are_well(self):
        first = recordings("none", "Sequential")[0]
        assert first.probabilities.max() < 0.232
        assert named(first) == {}

    def test_it_is_seen_on_a_model_that_is_sure(self, healthy):
        sure = np.eye(10, dtype=np.float32)[healthy.labels]
        powers = np.exp(sure)
        step = with_layer(healthy, "out", output=sure)
        assert named(replace(step, probabilities=sure)) == {}
        squeezed = powers / powers.sum(axis=1, keepdims=True)
        assert squeezed.max() == pytest.approx(np.e / (np.e + 9))
        text = named(replace(step, probabilities=squeezed))["A softmax too many"]
        assert "probability is 1.000, but the loss gets 0.232" in text


class TestFewDigits:
    def digits(self, healthy, labels):
        labels = np.array(labels)
        return named(replace(healthy, labels=labels)).get("Few digits", "")

    def test_it_names_them(self, healthy):
        assert self.digits(healthy, [7] * 32).startswith(
            "All 32 labels of the batch are 7. "
        )
        assert self.digits(healthy, [0] * 16 + [1] * 16).startswith(
            "All 32 labels of the batch are 0 or 1. "
        )

    def test_a_batch_across_two_digits_shows_too(self):
        batches = resolve(MISTAKES["unshuffled"].batches)(sample(), 32, 0, 0, 1)
        labels = [labels for _, labels in batches.of(0)]
        across = [each for each in labels if len(np.unique(each)) == 2]
        assert across
        recording = recordings("none", "Sequential")[0]
        assert all(self.digits(recording, each) for each in labels)

    def test_eight_images_are_enough(self, healthy):
        assert self.digits(healthy, [3] * 8)

    @pytest.mark.parametrize("labels", [[3], [3] * 7, [3, 4] * 4, list(range(5)) * 2])
    def test_what_may_be_chance_is_well(self, healthy, labels):
        assert not self.digits(healthy, labels)

    def test_shuffled_batches_are_well(self, healthy):
        random = np.random.default_rng(0)
        for size in (2, 8, 16, 32):
            for _ in range(200):
                assert not self.digits(healthy, random.integers(0, 10, size))


class TestIdleDropout:
    def test_it_counts_what_passed(self):
        step = recordings("training", "Subclassing")[0]
        passed = np.count_nonzero(the(step, "fc_2").output)
        assert named(step)["Idle dropout"] == (
            f"dropout returned exactly the output of F6 fc_2: all {passed:,} values "
            "that are not zero are unchanged."
        )

    def test_one_value_dropped_is_enough_to_be_well(self, dropping):
        output = the(dropping, "fc_2").output.copy()
        assert "Idle dropout" in named(with_layer(dropping, "dropout", output=output))
        output[tuple(np.argwhere(output)[0])] = 0
        assert named(with_layer(dropping, "dropout", output=output)) == {}

    def test_zeros_that_stay_zeros_prove_nothing(self, dropping):
        nothing = np.zeros_like(the(dropping, "fc_2").output)
        step = with_layer(dropping, "fc_2", output=nothing)
        assert named(with_layer(step, "dropout", output=nothing)) == {}

    def test_other_layers_may_pass_all_on(self, healthy):
        layer = the(healthy, "fc_2")
        twin = LayerStep(
            "same", "Activation", (), layer.output, summarise(layer.output),
            None, None, "output", 0.0,
        )  # fmt: skip
        first, last = healthy.layers[:-1], healthy.layers[-1:]
        assert named(replace(healthy, layers=(*first, twin, *last))) == {}


class TestLossRose:
    @pytest.mark.parametrize(
        ("before", "after", "told"),
        [
            (2.3, 29.14, "from 2.3 to 29.1:"),
            (2.3, 33_900.4, "from 2.3 to 33,900:"),
            (1.0, 6.28e9, "from 1 to 6.28e9:"),
        ],
    )
    def test_it_names_both(self, healthy, before, after, told):
        ill = replace(healthy, loss_before=before, loss_after=after)
        assert told in named(ill)["Loss rose"]

    @pytest.mark.parametrize(
        ("before", "after"), [(2.3, 2.2), (2.3, 2.3), (2.3, 2.31), (0.001, 0.002)]
    )
    def test_noise_is_well(self, healthy, before, after):
        assert named(replace(healthy, loss_before=before, loss_after=after)) == {}


class TestVanishingUpdate:
    def test_it_names_the_smallest_ratio(self, healthy):
        value = the(healthy, "conv2d_1/kernel").value
        ill = with_variable(healthy, "conv2d_1/kernel", update=2e-8 * value)
        assert named(ill) == {
            "Vanishing update": "The update of C1 conv2d_1/kernel is 2e\N{MINUS SIGN}8 "
            "times its weights (root mean square). About 0.001 is usual."
        }
        settled = replace(ill, loss=0.005, loss_before=0.005, loss_after=0.005)
        assert named(settled) == {}

    @pytest.mark.parametrize(
        ("rate", "told"),
        [
            (0.0, "no kernel has moved. The learning rate is 0, or so small"),
            (1e-12, "no kernel has moved. The learning rate is 0, or so small"),
            (1e-5, "The update of F6 fc_2/kernel is "),
        ],
    )
    def test_a_learning_rate_that_moves_nearly_nothing(self, rate, told):
        model = resolve(MISTAKES["none"].build)("Functional", 0)
        images, labels = sample().train_images[:32], sample().train_labels[:32]
        sgd = tf.keras.optimizers.SGD(rate)
        found = named(record(model, CROSS_ENTROPY, sgd, images, labels))
        assert set(found) == {"Vanishing update"}
        assert told in found["Vanishing update"]
