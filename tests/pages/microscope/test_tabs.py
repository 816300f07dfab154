"""The tabs beside Line by line: their numbers are those of the step."""

import inspect
import re

import numpy as np
import pytest

from lenet.digits import load
from lenet.microscope import formulas
from lenet.models import PARADIGMS
from lenet.results.paradigms import both_names
from lenet.results.summary import rms
from lenet.settings import OPTIMIZER_NAMES
from lenet.state import TrainState
from lenet.weights.file import SHAPES
from tests.pages.microscope.reading import (
    VIEWS,
    captions,
    follows,
    hints,
    number,
    press,
    rows,
    seek,
    session,
    try_weight,
    view,
)
from tests.pages.reading import bodies, boxes, choose, run, verdicts
from ui.lessons.microscope.one_weight import DIRECTIONS
from ui.lessons.microscope.weight_choice import AXES


@pytest.mark.parametrize("optimizer", OPTIMIZER_NAMES)
def test_the_optimizers_formula_returns_kerass_update(microscope, optimizer):
    app = press(microscope(microscope_optimizer=optimizer), "N", "N")
    view(app, "The optimizer")
    shown_formula = inspect.getsource(getattr(formulas, optimizer))
    assert shown_formula in [text for _, text in boxes(app)]
    for index, name in enumerate(SHAPES):
        choose(app, "microscope_update_of", name)
        variable = session(app).recording.variables[index]
        told = re.search(r'class="headline">(.*?)</p>', " ".join(bodies(app)))[1]
        difference = number(re.findall(r"<b>(\S+)</b>", told)[0])
        rounding = np.spacing(np.abs(variable.value).max())  # of the new weight
        assert difference <= 1e-5 * np.abs(variable.update).max() + rounding
        table = {row[0]: [number(cell) for cell in row[1:]] for row in rows(app)[1:]}
        by_keras = [rms(variable.update), variable.update.min(), variable.update.max()]
        assert table["update"] == pytest.approx(by_keras, rel=6e-3)
        assert table["update by Keras"] == pytest.approx(by_keras, rel=6e-3)
        assert table["gradient"][0] == pytest.approx(rms(variable.gradient), rel=6e-3)
    assert len(app.get("plotly_chart")) == 1


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_one_weight_asks_first_and_marks_the_prediction(microscope, direction):
    app = view(press(microscope(), "N"), "One weight")
    assert not app.metric
    assert not app.get("plotly_chart")
    assert verdicts(app) == []
    moved = session(app).recording.variables[0].update[0, 0, 0, 0]
    app.pills[0].set_value(direction)
    try_weight(app)
    right = DIRECTIONS[direction] == np.sign(moved)
    assert verdicts(app) == ["green" if right else "orange"]
    assert app.pills[0].disabled
    assert len(app.metric) == 4
    assert len(app.get("plotly_chart")) == 1
    press(view(app, VIEWS[0]), "N")
    view(app, "One weight")
    assert not app.metric
    assert not app.pills[0].disabled


@pytest.mark.parametrize("name", [name for name in SHAPES if name.endswith("kernel")])
def test_finite_differences_agree_with_the_tape(microscope, name):
    app = view(press(microscope(), "N"), "One weight")
    array = list(SHAPES).index(name)
    variable = session(app).recording.variables[array]
    steepest = np.abs(variable.gradient).argmax()
    index = tuple(map(int, np.unravel_index(steepest, variable.gradient.shape)))
    choose(app, "microscope_weight_of", name)
    for axis, along in zip(AXES[len(index)], index, strict=True):
        app.get_by_key(f"microscope_weight_{name}_{axis}").set_value(along)
    run(app)
    try_weight(app)
    value, moved, by_tape, by_hand = (number(metric.value) for metric in app.metric)
    assert value == pytest.approx(variable.value[index], rel=1e-2)
    assert moved == pytest.approx(variable.update[index], rel=1e-2)
    assert by_tape == pytest.approx(variable.gradient[index], rel=1e-3)
    assert by_hand == pytest.approx(by_tape, rel=1e-3)


def test_one_digit_has_a_row_for_each_state_and_what_the_model_says(microscope):
    app = press(microscope(), "N", "N")
    states = [*session(app).states, session(app).after]
    view(app, "One digit")
    choose(app, "microscope_digit", 4)
    digits = load("sample")
    image = digits.test_images[list(digits.test_labels).index(4)]
    told = rows(app)[:0:-1]  # the newest comes first
    assert [int(row[0]) for row in told] == [state.step for state in states]
    model = PARADIGMS["Sequential"]()
    for row, state in zip(told, states, strict=True):
        model.set_weights(state.weights)
        sure = float(model(image[np.newaxis])[0, 4])
        assert float(row[1].rstrip("%")) == pytest.approx(100 * sure, abs=0.06)
    pictures = set()
    for layer in ("C1", "S2", "C3", "S4", "Flatten", "F5", "F6"):
        choose(app, "microscope_layer", layer)
        images = re.findall(r'src="([^"]+)"', " ".join(bodies(app)))
        assert len(images) == len(states)
        pictures.update(images)
    assert len(pictures) == 7 * len(states)


def test_weights_that_are_no_numbers_are_shown(microscope):
    app = microscope()
    nan = tuple(np.full(shape, np.nan, np.float32) for shape in SHAPES.values())
    trained = TrainState("Subclassing", "adam", nan, (), 9, 0)
    app.session_state["_state"].model = trained
    run(app)
    choose(app, "microscope_start", "Your model")
    assert np.isnan(session(app).recording.loss)
    assert hints(app)
    for index, frame in enumerate(session(app).recording.frames):
        follows(app, index, frame)
        press(app, "S")
    assert session(app).before.step == 1
    for name in VIEWS:
        view(app, name)
        if name == "One weight":
            try_weight(app)
            assert "NaN" in [metric.value for metric in app.metric]
        elif name != VIEWS[0]:
            assert "NaN" in [cell for row in rows(app) for cell in row]


def subheaders(app):
    return [element.value for element in app.subheader]


def test_each_tab_ends_with_what_it_showed_once_it_was_done(microscope):
    app = microscope(microscope_batch_size="8")
    assert "What this showed" not in subheaders(app)
    assert app.get_by_key("microscope_view_next").label == "Next: The optimizer"
    seek(app, session(app).last + 1)
    assert "What this showed" in subheaders(app)
    for name in VIEWS[1:]:
        app.get_by_key("microscope_view_next").click()
        run(app)
        assert app.session_state["microscope_view"] == name
        if name == "The optimizer":
            assert "What this showed" not in subheaders(app)
            app.get_by_key("microscope_next_1").click()
            run(app)
        elif name == "One weight":
            assert "What this showed" not in subheaders(app)
            assert app.get_by_key("microscope_view_next").label == "Next: One digit"
            try_weight(app)
        assert "What this showed" in subheaders(app)


def test_what_the_chart_cannot_show_is_said(microscope):
    app = view(microscope(microscope_batch_size="8"), "The optimizer")
    (aid,) = [text for text in captions(app) if "Not drawn" in text]
    biases = [name for name in SHAPES if name.endswith("bias")]
    assert [both_names(name) in aid for name in SHAPES] == [
        name in biases for name in SHAPES
    ]
    app.get_by_key("microscope_next_1").click()
    run(app)
    assert not [text for text in captions(app) if "Not drawn" in text]
