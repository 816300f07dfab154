"""Train: start, watch, stop, continue, reset; the code shown is what runs."""

import inspect

import pytest

import lenet.training
import lenet.training.loops
from tests.pages.training import button, finished, run_until, start
from ui.visitor import workers

QUICK = {"share": 0.125, "epochs": 1}
LONG = {"epochs": 20, "loop": "eager"}


def enabled(app):
    return {button.label for button in app.button if not button.disabled}


def test_at_first_there_is_only_start(open_page):
    app = open_page("train")
    assert "Start" in enabled(app)
    assert not {"Stop", "Continue", "Reset"} & enabled(app)


@pytest.mark.parametrize("loop", ["graph", "fit", "eager"])
def test_a_training_ends_with_its_result(open_page, loop):
    app = run_until(start(open_page("train"), loop=loop, **QUICK), finished)
    assert {"Start", "Continue", "Reset"} <= enabled(app)
    assert app.get("download_button")
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Epoch"] == "1"


def test_stop_then_continue_then_reset(open_page):
    app = start(open_page("train"), epochs=20)
    run_until(app, lambda app: "Stop" in enabled(app) and app.metric[0].value != " ")
    button(app, "Stop").click()
    run_until(app.run(), finished)
    app.get_by_key("epochs").set_value(1)
    button(app.run(), "Continue").click()
    run_until(app.run(), finished)
    button(app, "Reset").click()
    app.run()
    assert not {"Continue", "Reset"} & enabled(app)
    assert not finished(app)


def test_the_prediction_is_marked_by_the_result(open_page):
    app = open_page("train")
    app.get_by_key("prediction").set_value("About 1 in 10")
    app = run_until(start(app, **QUICK), finished)
    marked = [m.value for m in app.markdown if "first epoch it read" in m.value]
    assert len(marked) == 1
    assert marked[0].startswith((":green[Right]", ":orange[Not quite]"))


def code_of(app, piece):
    app.get_by_key("piece").set_value(piece)
    return app.run().code[0].value


@pytest.mark.parametrize("loop", ["graph", "fit", "eager"])
def test_the_code_on_the_page_is_the_code_that_runs(open_page, loop):
    app = open_page("train", loop=loop)
    step = inspect.getsource(lenet.training.train_step)
    assert code_of(app, "Training step") == step.strip()
    assert code_of(app, "Loop") == inspect.getsource(lenet.training.LOOPS[loop]).strip()


@pytest.mark.parametrize("paradigm", ["sequential", "functional", "subclassing"])
def test_the_model_on_the_page_is_the_one_chosen(open_page, paradigm):
    app = open_page("train", paradigm=paradigm.capitalize())
    module = __import__(f"lenet.models.{paradigm}", fromlist=[paradigm])
    assert code_of(app, "Model") == inspect.getsource(module).strip()


def test_more_images_in_a_batch_than_there_are_gets_a_sentence(open_page):
    app = start(open_page("train"), share=0.125, batch_size=512, epochs=1)
    run_until(app, lambda app: app.error or finished(app))
    assert "batch_size is 512" in app.error[0].value
    assert "Start" in enabled(app)


def test_a_third_visitor_sees_their_place_in_the_queue(open_page):
    places = workers.state()["jobs"]["places"]
    apps = [start(open_page("train"), **LONG) for _ in range(places + 1)]
    try:
        last = apps[-1].run()
        assert "Waiting, place 1 in the queue" in [bar.text for bar in last.progress]
        assert "Stop" in enabled(last)
    finally:
        for app in reversed(apps):
            button(app.run(), "Stop").click()
            app.run()
    run_until(apps[0], finished)
    assert not finished(apps[-1].run()), "it was stopped before its turn came"
