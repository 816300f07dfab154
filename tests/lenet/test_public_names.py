"""The library's public names: notebooks, benchmarks and other tools rely on them."""

import inspect

import numpy as np
import pytest

from lenet.drawing.inference import read_digit
from lenet.results.derivatives import Derivatives
from lenet.results.fit_and_loop import Comparison
from lenet.results.reading import Reading
from lenet.results.recording import Recording
from lenet.results.tracing import TracedCall
from lenet.results.training import Report
from lenet.source import resolve
from lenet.state import TrainState

CALLS = {
    "lenet:pretrained": ["paradigm"],
    "lenet.autodiff.expression:derivatives": ["text", "x", "y", "epsilon"],
    "lenet.autodiff.fit_and_loop:compare": ["steps", "bug"],
    "lenet.digits:load": ["source", "limit"],
    "lenet.drawing:to_digit": ["rgba"],
    "lenet.drawing.inference:read_drawing": ["picture", "own", "photo", "paradigm"],
    "lenet.graphs.session:predict": ["weights", "images"],
    "lenet.graphs.tracing:call_sequence": ["calls", "options"],
    "lenet.tape:record": ["model", "loss_fn", "optimizer", "images", "labels"],
    "lenet.training:train_step": ["model", "loss_fn", "optimizer", "images", "labels"],
    "lenet.training:train": [
        *("model", "digits", "loop", "epochs", "batch_size", "optimizer"),
        *("learning_rate", "seed", "on_report", "should_stop"),
    ],
    "lenet.weights.file:load": ["path"],
    "lenet.weights.file:save": ["path", "weights"],
}
FIELDS = {
    Comparison: {"losses"},
    Derivatives: {"value", "tape", "symbolic", "difference"},
    TrainState: {"paradigm", "weights", "optimizer_state", "step", "seed"},
    Report: {
        *("step", "epoch", "loss", "accuracy", "images_per_second"),
        *("val_loss", "val_accuracy"),
    },
    Recording: {"frames"},
    TracedCall: {"traced", "tracing_count", "cause", "error"},
    Reading: {"digit", "predictions"},
}


@pytest.mark.parametrize("name", CALLS)
def test_each_function_takes_the_arguments_that_it_is_called_with(name):
    assert set(CALLS[name]) <= set(inspect.signature(resolve(name)).parameters)


@pytest.mark.parametrize("kind", FIELDS)
def test_each_result_has_its_fields(kind):
    assert set(kind.__dataclass_fields__) >= FIELDS[kind]


def test_a_comparison_has_a_weight_difference_by_name():
    assert resolve("lenet.results.fit_and_loop:Comparison").weight_difference.fget


def test_the_cases_of_the_clinic_are_pairs_to_call():
    cases = resolve("lenet.autodiff.none_clinic:CASES")
    assert all(
        callable(case.broken) and callable(case.fixed) for case in cases.values()
    )


def test_the_paradigms_are_builders_of_models():
    paradigms = resolve("lenet.models:PARADIGMS")
    assert list(paradigms) == ["Sequential", "Functional", "Subclassing"]
    for name in ("sequential", "functional", "subclassing", "layers"):
        resolve(f"lenet.models.{name}")


def test_a_reading_maps_models_to_ten_probabilities():
    predictions = read_digit(np.zeros((32, 32, 1), np.float32)).predictions
    assert predictions["Shipped"].shape == (10,)


@pytest.mark.parametrize("package", ["replicas", "tensorboard", "export"])
def test_a_subject_is_a_package(package):
    assert resolve(f"lenet.{package}").__path__


def test_the_cases_of_the_none_clinic_are_called():
    cases = resolve("lenet.autodiff.none_clinic:CASES")
    assert all(
        callable(case.broken) and callable(case.fixed) for case in cases.values()
    )


def test_a_formula_has_its_value_and_derivatives_as_pairs():
    found = resolve("lenet.autodiff.expression:derivatives")("x*y", 2.0, 3.0, 1e-5)
    assert found.value == 6
    for pair in (found.tape, found.symbolic, found.difference):
        assert isinstance(pair, tuple)
        assert pair == pytest.approx((3, 2))
    domain = resolve("lenet.autodiff.expression:derivatives")("log(x)", -1.0, 0.0)
    assert np.isnan([domain.value, *domain.tape, *domain.symbolic]).all()
    with pytest.raises(ValueError, match="formula"):
        resolve("lenet.autodiff.expression:derivatives")("x.real", 1.0, 1.0)
