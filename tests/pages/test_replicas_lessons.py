"""Replicas, "Make the mistake" and "Is it faster?": what runs is what is shown."""

from dataclasses import replace

import numpy as np
import pytest

from lenet.replicas.lesson.mistakes import MISTAKES
from lenet.results.mistake_curves import ONE, RIGHT, WRONG, LossCurve, MistakeCurves
from lenet.results.progress import Progress
from lenet.results.scaling import Throughput
from lenet.source import source
from tests.pages.reading import (
    boxes,
    button,
    choose,
    press,
    rules,
    run,
    table,
    texts,
    verdicts,
)
from tests.pages.test_replicas import ends
from tests.pages.training import run_until
from ui.components.progress import describe
from ui.foreman.client import ForemanClient
from ui.foreman.computations import ComputationStatus
from ui.lessons.replicas import mistakes, scaling, tabs
from ui.lessons.replicas.mistake_questions import QUESTIONS
from ui.visitor import computations, workers

PARTS = [tabs.MISTAKES, tabs.SCALING]


def wait(app):
    """Run the page again, as its poll does, until no computation is under way."""
    return run_until(app, lambda app: not button(app, "Cancel"))


def curve(**values):
    """Return a curve of two replicas, with the values that a test sets."""
    return replace(
        LossCurve(
            images=np.array([0, 256]),
            losses=np.array([2.3, 1.0]),
            steps=8,
            batch_size=4,
            learning_rate=0.1,
            first_step=1.0,
            different=256,
            first_shares=np.arange(4, dtype=np.uint8).reshape(2, 2, 1, 1),
            means=np.array([[1.0, 2.0], [1.0, 2.0]]),
            moving=np.array([[1.0, 2.0], [1.0, 2.0]]),
        ),
        **values,
    )


def lesson(mistake, **wrong):
    curves = {ONE: curve(), RIGHT: curve(), WRONG: curve(**wrong)}
    return MistakeCurves(mistake, 2, "sgd", 500, curves)


@pytest.fixture
def open_part(open_page):
    def open_part(part):
        return open_page("replicas", replicas_part=part)

    return open_part


@pytest.mark.parametrize("name", MISTAKES)
def test_both_codes_are_those_that_run_and_the_mistake_is_lit(open_part, name):
    app = choose(open_part(PARTS[0]), "replicas_mistake", name)
    mistake = MISTAKES[name]
    shown = [
        (x.file, x.text.rstrip()) for x in map(source, (mistake.right, mistake.code))
    ]
    assert [(file, text.rstrip()) for file, text in boxes(app)] == shown
    assert rules(app) == [mistakes.LIT]
    bodies = " ".join(element.proto.body for element in app.get("html"))
    assert bodies.count(f'data-marks="{mistakes.LIT}"') == 2
    assert mistake.what in texts(app)
    assert not app.get("plotly_chart")


def test_a_mistake_is_run_and_its_numbers_answer_the_question(open_part):
    app = choose(open_part(PARTS[0]), "replicas_mistake", "unsharded")
    choose(app, "replicas_mistake_replicas", 2)
    choose(app, "replicas_guess_unsharded", "One share of them")
    assert not verdicts(app)
    wait(press(app, "Run it"))
    assert verdicts(app) == ["green"]
    choice = ("unsharded", 2, "sgd", app.session_state["seed"])
    seen = computations.results().of(mistakes.COMPARE, choice)
    assert isinstance(seen, MistakeCurves)
    told = " ".join(texts(app))
    for one in seen.curves.values():
        assert f"**{one.final:.3f}**" in told
    wrong, right = seen.curves[WRONG], seen.curves[RIGHT]
    assert f"only **{wrong.different:,}** were different" in told
    assert wrong.different < right.different == 2_048
    assert np.array_equal(wrong.first_shares[0], wrong.first_shares[1])
    assert not np.array_equal(right.first_shares[0], right.first_shares[1])
    np.testing.assert_allclose(right.losses[:4], seen.curves[ONE].losses[:4], atol=1e-3)
    assert len(app.get("plotly_chart")) == 1
    assert len(app.get("image")) == 2
    assert "**Fix:** Give each replica its own share" in told
    locked = app.get_by_key("replicas_guess_unsharded_locked")
    assert locked.disabled
    assert locked.value == "One share of them"
    choose(app, "replicas_mistake_replicas", 4)  # another run, to be predicted
    assert not verdicts(app)
    assert app.get_by_key("replicas_guess_unsharded").value is None


def test_the_normalised_layers_means_are_drawn(open_part, monkeypatch):
    seen = lesson("normalisation", means=np.array([[1.0, 2.0], [1.5, 2.0]]))
    monkeypatch.setattr(computations.Results, "of", lambda *asked: seen)
    app = choose(open_part(PARTS[0]), "replicas_mistake", "normalisation")
    press(app, "Run it")
    assert len(app.get("plotly_chart")) == 2


@pytest.mark.parametrize(
    ("name", "wrong", "answer"),
    [
        ("mean", {"first_step": 0.5}, "Smaller"),
        ("mean", {"first_step": 1.04}, "As large"),
        ("mean", {"first_step": 2.0}, "Larger"),
        ("learning_rate", {"losses": np.array([2.3, 0.5])}, "Lower"),
        ("learning_rate", {"losses": np.array([2.3, 1.05])}, "About the same"),
        ("learning_rate", {"losses": np.array([2.3, 2.0])}, "Higher"),
        ("learning_rate", {"losses": np.array([2.3, np.nan])}, "Higher"),
        ("normalisation", {}, "One"),
        ("normalisation", {"means": np.eye(2)}, "One for each replica"),
        ("unsharded", {}, "All of them"),
        (
            "unsharded",
            {"first_shares": np.array([[0, 1], [0, 1]], np.uint8)[..., None, None]},
            "One share of them",
        ),
    ],
)
def test_the_numbers_make_one_option_right(name, wrong, answer):
    seen = lesson(name, **wrong)
    question = QUESTIONS[name]
    assert [one.label for one in question.options if one.holds(seen)] == [answer]
    assert question.truth(seen)
    assert question.effect(seen)


def test_what_the_gradient_does_depends_on_the_optimizer():
    effect = QUESTIONS["mean"].effect
    longer = effect(lesson("mean", first_step=2.0))
    assert "For SGD that is like a learning rate of 0.2 instead of 0.1" in longer
    adam = replace(lesson("mean", first_step=1.04), optimizer="adam")
    assert "Adam divides it by its own size" in effect(adam)


def throughput(replicas, batch_size, seconds):
    devices = tuple(f"CPU:{index}" for index in range(replicas))
    return Throughput(replicas, batch_size, 10, seconds, seconds / 4, 324_776, devices)


def test_points_come_one_by_one_and_what_is_there_is_not_measured_again():
    assert scaling.plan(4, 16) == [(1, 16), (2, 16), (2, 32), (4, 16), (4, 64)]
    measured = {(1, 16): throughput(1, 16, 1.0), (2, 32): throughput(2, 32, 1.0)}
    same, each = scaling.series(measured, 4, 16)
    assert [one.replicas for one in same] == [1]
    assert [one.replicas for one in each] == [1, 2]


def test_the_throughputs_answer_the_question_and_are_shown(open_part, monkeypatch):
    asked = []

    def ask(client, verb, **asked_for):
        if verb == "begin":
            assert asked_for["target"] == "lenet.replicas.lesson.scaling:measure"
            asked.append(asked_for["args"])
            return len(asked)
        assert (verb, asked_for["number"]) == ("computation_status", len(asked))
        replicas, batch_size = asked[-1]
        measured = throughput(replicas, batch_size, 0.002 * replicas)
        return ComputationStatus("done", True, 0, None, measured, "")

    app = choose(open_part(PARTS[1]), "replicas_scaling_most", 4)
    choose(app, "replicas_scaling_prediction", "No faster")
    assert not app.get_by_key("replicas_scaling_prediction").proto.disabled
    assert not app.get("plotly_chart")
    assert not any("share the same cores" in info.value for info in app.info)
    workers.source(scaling.MEASURE)  # from here on there are only measurements
    monkeypatch.setattr(ForemanClient, "ask", ask)
    wait(press(app, "Measure"))
    assert asked == scaling.plan(4, 64)
    assert verdicts(app) == ["green"]
    rows = table(app, "Replicas")
    assert [(row["Replicas"], row["Efficiency"]) for row in rows] == [
        ("1", "100%"),
        ("2", "25.0%"),
        ("4", "6.2%"),
        ("2", "50.0%"),
        ("4", "25.0%"),
    ]
    words = "These replicas are logical CPUs, which share the same cores."
    assert any(info.value.startswith(words) for info in app.info)
    told = " ".join(texts(app))
    assert "81,194 gradients, 324,776 bytes" in told
    assert "So **75.0%** of a step of two replicas is not computing" in told
    assert app.get_by_key("replicas_scaling_prediction_locked").disabled
    run(app)
    assert asked == scaling.plan(4, 64)  # a rerun measures nothing
    wait(press(app, "Measure"))
    assert asked == 2 * scaling.plan(4, 64)
    choose(app, "replicas_scaling_batch", 32)
    assert not app.get("plotly_chart")


def test_two_replicas_are_measured_here(open_part):
    app = choose(open_part(PARTS[1]), "replicas_scaling_most", 2)
    choose(app, "replicas_scaling_batch", 32)
    press(app, "Measure")
    assert app.get_by_key("replicas_scaling_prediction").proto.disabled
    bars = set()
    run_until(app, lambda app: seen_bars(app, bars) and not button(app, "Cancel"))
    assert {text[:6] for text in bars} == {"1 of 3", "2 of 3", "3 of 3"}
    measured = app.session_state["_state"].kept[scaling.MEASURED]
    assert list(measured) == [(1, 32), (2, 32), (2, 64)]
    for (replicas, batch_size), one in measured.items():
        assert (one.replicas, one.batch_size) == (replicas, batch_size)
        assert len(one.devices) == replicas
    assert len(table(app, "Replicas")) == 3


def seen_bars(app, texts):
    texts.update(bar.text for bar in app.progress)
    return texts


def test_a_comparison_says_how_far_it_is_and_can_be_cancelled(open_part):
    app = choose(open_part(PARTS[0]), "replicas_mistake", "learning_rate")
    press(app, "Run it")
    bars = set()
    run_until(app, lambda app: seen_bars(app, bars) and app.get("plotly_chart"))
    assert any(text.startswith("1 of 3: on one device") for text in bars), bars
    run_until(app, lambda app: any(" step " in text for text in seen_bars(app, bars)))
    assert app.get_by_key("replicas_guess_learning_rate").proto.disabled
    press(app, "Cancel")
    assert app.get_by_key("replicas_guess_learning_rate").proto.disabled, (
        "curves are shown"
    )
    assert "Cancelled." in [info.value for info in app.info]
    assert not app.progress
    assert app.get("plotly_chart"), "the curves so far are gone"
    assert not verdicts(app)
    choose(app, "replicas_mistake", "mean")
    assert not app.get_by_key("replicas_guess_mean").proto.disabled
    assert "Cancelled." not in [info.value for info in app.info]


def test_another_choice_lets_a_comparison_go_on_without_its_curves(open_part):
    app = choose(open_part(PARTS[0]), "replicas_mistake", "learning_rate")
    press(app, "Run it")
    run_until(app, lambda app: app.get("plotly_chart"))
    choose(app, "replicas_mistake_replicas", 8)
    assert [bar.text for bar in app.progress if bar.text.startswith("Earlier choice: ")]
    assert not app.get("plotly_chart")
    choose(app, "replicas_mistake_replicas", 4)
    assert not [bar for bar in app.progress if "Earlier" in bar.text]
    choose(app, "replicas_mistake_replicas", 8)
    press(app, "Cancel")
    assert not app.progress


def test_a_measurement_of_an_earlier_choice_says_so(open_part):
    app = choose(open_part(PARTS[1]), "replicas_scaling_most", 2)
    press(app, "Measure")
    choose(app, "replicas_scaling_batch", 32)
    assert [bar for bar in app.progress if bar.text.startswith("Earlier choice: ")]
    press(app, "Cancel")
    assert not app.progress


def test_progress_is_written_as_parts_and_steps():
    told = Progress("on 4 replicas", 2, 3, done=12, total=16)
    assert describe(told) == "2 of 3: on 4 replicas, step 12 of 16"
    assert describe(Progress("tracing")) == "tracing"


@pytest.mark.parametrize("part", PARTS)
def test_what_stops_working_is_a_sentence(open_part, monkeypatch, part):
    ask = ForemanClient.ask

    def broken(client, verb, **asked):
        if verb in ("begin", "computation_status"):
            raise workers.WorkError("The worker is gone.")
        return ask(client, verb, **asked)

    app = open_part(part)
    monkeypatch.setattr(ForemanClient, "ask", broken)
    computations.results().clear()
    (button(app, "Run it") or button(app, "Measure")).click()
    app.run()
    assert not app.exception
    assert {error.value for error in app.error} == {"The worker is gone."}
    assert ends(app)
