"""Settings refuse what no training can use, with the values that work."""

from dataclasses import asdict

import numpy as np
import pytest

from lenet import settings
from lenet.settings import Settings


def test_the_defaults_are_a_training():
    assert asdict(Settings())["loop"] == "graph"
    assert Settings() == Settings(epochs=5)


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("paradigm", settings.PARADIGM_NAMES),
        ("source", settings.SOURCE_NAMES),
        ("loop", settings.LOOP_NAMES),
        ("optimizer", settings.OPTIMIZER_NAMES),
    ],
)
def test_a_choice_is_one_of_those_named(name, choices):
    for choice in choices:
        assert getattr(Settings(**{name: choice}), name) == choice
    with pytest.raises(ValueError, match=f"{name} is 'other'.*'{choices[-1]}'"):
        Settings(**{name: "other"})


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("epochs", 1, 1_000),
        ("batch_size", 1, 10_000),
        ("learning_rate", 0, 100),
        ("seed", 0, 2**31 - 1),
        ("limit", 1, 60_000),
    ],
)
def test_a_number_lies_within_its_range(name, least, most):
    for number in (least, most):
        assert getattr(Settings(**{name: number}), name) == number
    for number in (least - 1, most + 1, float("nan")):
        with pytest.raises(ValueError, match=f"{name} is {number}"):
            Settings(**{name: number})


def test_the_choices_are_those_that_the_library_has():
    from lenet.models import PARADIGMS
    from lenet.training import LOOPS
    from lenet.training.optimizers import OPTIMIZERS

    assert tuple(PARADIGMS) == settings.PARADIGM_NAMES
    assert set(LOOPS) == set(settings.LOOP_NAMES)
    assert tuple(OPTIMIZERS) == settings.OPTIMIZER_NAMES


@pytest.mark.parametrize("batch_size", [1, 7, 64, 100])
def test_steps_and_images_are_counted_as_a_training_takes_them(batch_size):
    from lenet import digits
    from lenet.training.batches import Batches

    chosen = Settings(limit=100, batch_size=batch_size)
    batches = Batches(digits.load("sample", limit=100), batch_size, 0, 0, epochs=2)
    taken = [len(labels) for epoch in (0, 1) for _, labels in batches.of(epoch)]
    assert len(taken) == 2 * chosen.steps_per_epoch
    seen = [chosen.images_seen(step) for step in range(len(taken) + 1)]
    assert np.diff(seen).tolist() == taken
