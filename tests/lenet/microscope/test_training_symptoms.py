"""What looks wrong in a training, from reports as trainings send them."""

import math

import pytest

from lenet.microscope.training_symptoms import RULES, USUAL_RATES, change, symptom
from lenet.results.training import Report
from lenet.settings import Settings

GUESSED = math.log(10)


def ends(*numbers, steps=63):
    """Return the last reports of epochs: (loss, loss and accuracy of test images)."""
    return [
        Report(steps * epoch, epoch, loss, 0.5, 100.0, tested, accuracy)
        for epoch, (loss, tested, accuracy) in enumerate(numbers, 1)
    ]


SHOWN = {
    "Not finite": ends((2.3, 2.2, 0.2), (math.nan, math.nan, 0.1)),
    "The loss rose": ends((2.3, 23_740.0, 0.1)),
    "No better than guessing": ends((2.31, GUESSED, 0.1)),
    "The loss does not fall": ends((2.2, 2.2, 0.3), (2.19, 2.2, 0.3)),
    "Little learned": ends((2.25, 2.19, 0.35)),
}


@pytest.mark.parametrize("name", RULES)
def test_each_symptom_is_found_and_named_with_its_number(name):
    found = symptom(SHOWN[name])
    assert found.name == name
    assert any(character.isdigit() for character in found.text)


@pytest.mark.parametrize(
    "reports",
    [
        [],
        ends((1.4, 0.58, 0.82)),
        ends((0.02, 0.05, 0.99), (0.021, 0.05, 0.99)),
        [Report(step, 1, 2.4, 0.1, 100.0) for step in range(1, 40)],
        [Report(1, 1, 30.0, 0.1, 100.0)],
    ],
    ids=["none yet", "healthy", "settled", "its first epoch", "its first batch"],
)
def test_a_healthy_run_has_no_symptom(reports):
    assert symptom(reports) is None


def test_a_loss_that_explodes_is_seen_before_the_first_epoch_ends():
    reports = [Report(step, 1, 50.0 * step, 0.1, 100.0) for step in range(1, 40)]
    assert symptom(reports).name == "The loss rose"


@pytest.mark.parametrize(("optimizer", "rate"), USUAL_RATES.items())
@pytest.mark.parametrize("name", RULES)
def test_a_rate_that_is_too_large_becomes_the_usual_one(optimizer, rate, name):
    settings = Settings(optimizer=optimizer, learning_rate=3.0)
    advised = change(settings, symptom(SHOWN[name]))
    assert (advised.setting, advised.value) == ("learning_rate", rate)
    assert advised.label == f"Try {rate}"


def test_a_rate_that_is_too_small_is_raised_but_not_where_steps_go_too_far():
    settings = Settings(learning_rate=3e-4)
    small = change(settings, symptom(SHOWN["Little learned"]))
    assert (small.value, "smaller than 0.001" in small.why) == (1e-3, True)
    assert change(settings, symptom(SHOWN["Not finite"])).value == 1e-5
    least = Settings(learning_rate=1e-5)
    assert change(least, symptom(SHOWN["The loss rose"])).value == 1e-5


@pytest.mark.parametrize(
    ("settings", "label"),
    [
        (Settings(batch_size=512), "Try batches of 64"),
        (Settings(limit=500, epochs=1), "Try all 4,000 images"),
        (Settings(epochs=1), "Try 20 epochs"),
        (Settings(epochs=20, optimizer="rmsprop"), "Try adam"),
    ],
)
def test_with_the_usual_rate_more_updates_are_offered(settings, label):
    found = symptom(SHOWN["Little learned"])
    assert change(settings, found).label == label
