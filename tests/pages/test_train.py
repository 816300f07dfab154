"""Train: start, watch, stop, continue, reset; the code shown is what runs."""

import inspect
import re
from dataclasses import replace

import pytest

import lenet.training
import lenet.training.loops
from lenet import export
from lenet.results.cost import Measured
from lenet.weights.checksum import checksum
from tests.pages.reading import boxes, table
from tests.pages.training import button, finished, run_until, start
from ui.components.numbers import NOT_YET
from ui.components.training.taken import written
from ui.lessons.train.prediction import FIRST_EPOCH as QUESTION
from ui.lessons.train.race.results import FIRST_TO_FINISH
from ui.lessons.train.two_accuracies import WHY, Accuracies
from ui.visitor import workers
from ui.visitor.costs import costs

QUICK = {"train_share": 0.125, "train_epochs": 1}
LONG = {"train_epochs": 20, "train_loop": "eager"}


def enabled(app):
    return {button.label for button in app.button if not button.disabled}


def test_at_first_there_is_only_start(open_page):
    app = open_page("train")
    assert "Start" in enabled(app)
    assert not {"Stop", "Continue", "Reset"} & enabled(app)


@pytest.mark.parametrize("loop", ["graph", "fit", "eager"])
def test_a_training_ends_with_its_result(open_page, loop):
    app = run_until(start(open_page("train"), train_loop=loop, **QUICK), finished)
    assert {"Start", "Continue", "Reset"} <= enabled(app)
    assert app.get("download_button")
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Epoch"] == "1"


def test_the_run_can_be_taken_along_with_its_settings(open_page):
    app = run_until(start(open_page("train"), train_loop="fit", **QUICK), finished)
    labels = [each.label for each in app.get("download_button")]
    assert "Download this run as a script" in labels
    assert "Download this run as a notebook" in labels
    training = app.session_state["_state"].training
    weights = checksum(training.outcome.state.weights)[:12]
    assert said_by(app, f"its weights have the checksum `{weights}`")
    script, notebook = written(training.settings)
    assert script == export.script(training.settings)
    assert notebook == export.notebook(training.settings)
    button(app, "Continue").click()
    run_until(app.run(), lambda app: said_by(app, "Your run continued after 8 updates"))
    training.outcome = replace(training.outcome, finished=False)
    training.first_step = 0
    app.session_state["_state"].training = training
    assert said_by(app.run(), "You stopped your run after 8 updates")


def test_an_estimate_stands_before_start_and_what_it_took_after(open_page):
    costs.clear()  # of the trainings of other tests
    app = open_page("train")
    costs().add(Measured("fit", 64, 500, 500, 100.0 + 500 * 0.25, 4.0, 123_000_000))
    app.get_by_key("train_loop").set_value("fit")
    app.get_by_key("train_epochs").set_value(20)
    app.run()
    seconds = 100 + 20 * 4_000 * 0.25
    assert said_by(app, f"About **{seconds / 60:.0f} min** and ")
    assert said_by(app, "on this machine, from 1 earlier training.")
    costs.clear()
    app = run_until(start(app, **QUICK), finished)
    (bar,) = [bar.text for bar in app.progress]
    assert re.fullmatch(r"Done, it took [\d.]+ (ms|s|min \d+ s) and \d+ MB", bar)
    assert said_by(app, "on this machine, from 1 earlier training.")


def test_the_figures_have_dashes_and_the_chart_its_place_before_a_training(open_page):
    app = open_page("train")
    assert [metric.value for metric in app.metric] == 4 * [NOT_YET]
    assert len(app.get("plotly_chart")) == 1


def test_what_a_run_showed_comes_after_it_with_its_numbers(open_page):
    app = open_page("train")
    assert not [s for s in app.subheader if s.value == "What this showed"]
    app = run_until(start(app, train_loop="fit", **QUICK), finished)
    text = "".join(markdown.value for markdown in app.markdown)
    assert "After 8 updates the network predicts" in text
    assert "images per second: **fit** " in text
    assert "Run the same settings with another loop" in text
    run_until(start(app, train_loop="graph"), lambda app: "**fit** " in spoken(app))
    run_until(app, lambda app: finished(app) and "**graph** " in spoken(app))
    assert "Run the same settings with another loop" not in spoken(app)


def spoken(app):
    """Return the sentence that compares the throughput of the loops."""
    said = [m.value for m in app.markdown if "Highest throughput" in m.value]
    return said[0] if said else ""


def test_stop_then_continue_then_reset(open_page):
    app = start(open_page("train"), train_epochs=20)
    run_until(app, lambda app: app.metric[0].value != NOT_YET)
    button(app, "Stop").click()
    run_until(app.run(), finished)
    app.get_by_key("train_epochs").set_value(1)
    button(app.run(), "Continue").click()
    run_until(app.run(), finished)
    button(app, "Reset").click()
    app.run()
    assert not {"Continue", "Reset"} & enabled(app)
    assert not finished(app)


def said_by(app, part):
    """Return what the page says with a part in it."""
    return [m.value for m in [*app.markdown, *app.caption] if part in m.value]


def test_why_the_accuracies_differ_is_answered_by_three_of_them(open_page):
    app = open_page("train")
    app.get_by_key(WHY.key).set_value("The training accuracy is a mean over the epoch")
    app = start(app, train_share=0.125, train_epochs=2, train_batch_size=16)
    run_until(app, finished)
    (said,) = said_by(app, "The same training images with the weights")
    mean, end, test = [float(n) / 100 for n in re.findall(r"\*\*([\d.]+)%\*\*", said)]
    assert end > mean
    right = Accuracies(mean, end, test).reason == "weights"
    assert said.startswith(":green[Right.]" if right else ":orange[Not quite.]")
    assert said_by(app, "The mean so far starts anew with each epoch")


def test_a_run_that_fails_has_a_hint_and_a_button_that_sets_what_may_help(open_page):
    app = open_page("train")
    app = start(app, train_learning_rate=1.0, **QUICK)
    run_until(app, finished)
    (said,) = said_by(app, ":material/stethoscope:")
    assert "The learning rate 1.0 is larger than 0.001" in said
    button(app, "Try 0.001").click()
    app.run()
    assert app.get_by_key("train_learning_rate").value == 0.001
    assert not [one for one in app.button if one.label == "Try 0.001"]
    assert said_by(app, "It is set. Press **Start**: new weights.")
    run_until(start(app, train_share=1.0), lambda app: "Start" not in enabled(app))
    run_until(app, lambda app: "Start" in enabled(app))
    assert not said_by(app, ":material/stethoscope:")


@pytest.mark.parametrize(
    ("mean", "end", "test", "label"),
    [
        (0.63, 0.81, 0.82, "The training accuracy is a mean over the epoch"),
        (0.63, 0.65, 0.82, "The test images are easier"),
        (0.10, 0.11, 0.10, "It is not higher"),
        (0.90, 0.99, 0.89, "It is not higher"),
    ],
)
def test_one_option_is_right_whatever_the_accuracies(mean, end, test, label):
    found = Accuracies(mean, end, test)
    assert [option.label for option in WHY.options if option.holds(found)] == [label]


def answered(app):
    """Return what the question says of the first epoch."""
    said = [*app.markdown, *app.caption]
    return [one.value for one in said if "After the first epoch (" in one.value]


def locked(app):
    """Return what stands in the locked pills, in a list; empty before the result."""
    pills = [p for p in app.get("button_group") if p.key == f"{QUESTION.key}_locked"]
    return [one.value for one in pills if one.proto.disabled]


def test_the_prediction_is_marked_by_the_result_and_then_locked(open_page):
    app = open_page("train")
    app.get_by_key("train_first_epoch").set_value("About 10%")
    app = start(app, **QUICK)
    assert app.get_by_key("train_first_epoch").value == "About 10%"
    assert finished(app) or app.get_by_key("train_first_epoch").proto.disabled
    run_until(app, finished)
    (said,) = answered(app)
    right = "**About 10%** is right." in "".join(m.value for m in app.markdown)
    assert said.startswith(":green[Right.]" if right else ":orange[Not quite.]")
    assert locked(app) == ["About 10%"]
    app.switch_page("../pages/welcome.py").run()
    app.switch_page("../pages/train.py").run()
    assert locked(app) == ["About 10%"]
    assert answered(app) == [said]


def test_nothing_can_be_chosen_from_start_until_the_result_or_reset(open_page):
    app = open_page("train")
    pills = app.get_by_key(QUESTION.key)
    assert not pills.proto.disabled
    assert pills.label.startswith("Before you start: what is")
    app = start(app, **LONG)
    run_until(app, lambda app: app.metric[1].value != NOT_YET)
    pills = app.get_by_key(QUESTION.key)
    assert pills.proto.disabled
    assert pills.label.startswith("What is")
    button(app, "Stop").click()
    run_until(app.run(), finished)
    assert app.get_by_key(QUESTION.key).proto.disabled, "its curves are on the page"
    button(app, "Reset").click()
    assert not app.run().get_by_key(QUESTION.key).proto.disabled


def test_the_question_is_locked_while_later_epochs_run(open_page):
    app = start(open_page("train"), train_epochs=20, train_share=0.125)
    run_until(app, lambda app: locked(app) or finished(app))
    assert locked(app) == [None]
    (said,) = answered(app)
    assert said.startswith("There was no prediction for this run. ")
    if "Stop" in enabled(app):
        button(app, "Stop").click()
    run_until(app.run(), finished)


def test_after_reset_a_second_prediction_stands_beside_the_first(open_page):
    app = open_page("train")
    app.get_by_key("train_first_epoch").set_value("About 10%")
    run_until(start(app, **QUICK), finished)
    button(app, "Continue").click()
    run_until(app.run(), finished)
    assert locked(app) == ["About 10%"], "it went on, past its first epoch"
    button(app, "Reset").click()
    app.run()
    assert not locked(app)
    app.get_by_key("train_first_epoch").set_value("Over 75%")
    run_until(start(app, **QUICK), finished)
    assert locked(app) == ["Over 75%"]
    assert len(answered(app)) == 2
    assert any(c.value.startswith("First prediction: ") for c in app.caption)


def test_the_race_shows_each_loop_on_one_clock_and_its_table_stays(open_page):
    app = open_page("train", train_epochs="1", train_batch_size="128")
    app.get_by_key("train_share").set_value(0.125)
    app.get_by_key(FIRST_TO_FINISH.key).set_value("eager")
    button(app.run(), "Race the three loops").click()
    app.run()
    assert app.get_by_key(FIRST_TO_FINISH.key).proto.disabled
    assert button(app, "Race the three loops").disabled
    bars = set()

    def ended(app):
        bars.update(bar.text for bar in app.progress)
        return not [one for one in app.button if one.label == "Cancel"]

    run_until(app, ended)
    assert bars
    rows = table(app, "Loop")
    assert [row["Loop"] for row in rows] == ["`graph`", "`fit`", "`eager`"]
    assert {row["Accuracy, test images"][-1] for row in rows} == {"%"}
    apart = [row["Largest weight difference to graph"] for row in rows]
    assert apart[0] == NOT_YET
    assert all("apart" in each or "identical" in each for each in apart[1:])
    (truth,) = said_by(app, "For Subclassing, 500 images of sample, 1 epoch, batches")
    (right,) = said_by(app, "** is right. It trace")
    assert truth.startswith(":green[Right.]") == ("**eager** is right" in right)
    app.get_by_key("train_epochs").set_value(2)
    app.run()
    assert [one.label for one in app.expander] == ["Earlier races (1)"]
    assert table(app, "Loop") == rows
    app.switch_page("../pages/welcome.py").run()
    app.switch_page("../pages/train.py").run()
    assert table(app, "Loop") == rows


def test_no_race_starts_beside_a_training_or_takes_too_long(open_page):
    app = open_page("train", train_source="mnist", train_loop="eager")
    app.get_by_key("train_epochs").set_value(20)
    app.get_by_key("train_batch_size").set_value(8)
    assert button(app.run(), "Race the three loops").disabled
    assert said_by(app, "Choose fewer images or epochs")
    app = start(open_page("train"), **LONG)
    assert button(app, "Race the three loops").disabled
    assert said_by(app, "A race starts after your training")
    button(app, "Stop").click()
    run_until(app.run(), lambda app: "Start" in enabled(app))
    assert not button(app, "Race the three loops").disabled


def code_of(app, piece):
    app.get_by_key("train_piece").set_value(piece)
    ((_, text),) = boxes(app.run())
    return text


@pytest.mark.parametrize("loop", ["graph", "fit", "eager"])
def test_the_code_on_the_page_is_the_code_that_runs(open_page, loop):
    app = open_page("train", train_loop=loop)
    step = inspect.getsource(lenet.training.train_step)
    assert code_of(app, "Training step") == step
    assert code_of(app, "Loop") == inspect.getsource(lenet.training.LOOPS[loop])


@pytest.mark.parametrize("paradigm", ["sequential", "functional", "subclassing"])
def test_the_model_on_the_page_is_the_one_chosen(open_page, paradigm):
    app = open_page("train", paradigm=paradigm.capitalize())
    module = __import__(f"lenet.models.{paradigm}", fromlist=[paradigm])
    assert code_of(app, "Model") == inspect.getsource(module)


def test_more_images_in_a_batch_than_there_are_gets_a_sentence(open_page):
    app = start(
        open_page("train"), train_share=0.125, train_batch_size=512, train_epochs=1
    )
    run_until(app, lambda app: app.error or finished(app))
    assert "batch_size is 512" in app.error[0].value
    assert "Start" in enabled(app)


def test_a_third_visitor_sees_their_place_in_the_queue(open_page):
    places = workers.state()["jobs"]["places"]
    apps = [start(open_page("train"), **LONG) for _ in range(places + 1)]
    try:
        last = apps[-1].run()
        assert "Waiting, place 1 in the queue" in [bar.text for bar in last.progress]
        assert [metric.value for metric in last.metric] == 4 * [NOT_YET]
        assert "Stop" in enabled(last)
    finally:
        for app in reversed(apps):
            button(app.run(), "Stop").click()
            app.run()
    run_until(apps[0], finished)
    assert not finished(apps[-1].run()), "it was stopped before its turn came"
