"""The microscope: what stands on the page is what the step recorded."""

import html
import inspect
import re
from itertools import cycle
from types import SimpleNamespace

import numpy as np
import pytest

from lenet import tape
from lenet.digits import load
from lenet.microscope import formulas
from lenet.microscope.mistakes import MISTAKES
from lenet.models import PARADIGMS, subclassing
from lenet.results.numbers import number as written
from lenet.results.paradigms import both_names
from lenet.results.recording import PHASES
from lenet.results.summary import rms
from lenet.settings import OPTIMIZER_NAMES, PARADIGM_NAMES
from lenet.source import resolve
from lenet.state import TrainState
from lenet.training import loops
from lenet.weights import shipped
from lenet.weights.file import SHAPES
from tests.pages.reading import boxes
from tests.symptoms import SHOWN_BY
from ui.components.code import LIT
from ui.components.numbers import MINUS, decimal, percent
from ui.components.stepper import SPEEDS, play
from ui.lessons.microscope import hunt as game
from ui.lessons.microscope import optimizer, panels
from ui.lessons.microscope.first_gradient import FIRST_GRADIENT
from ui.lessons.microscope.line_by_line import NO_CODE
from ui.lessons.microscope.one_weight import DIRECTIONS
from ui.lessons.microscope.phases import title_of
from ui.lessons.microscope.weight_choice import AXES
from ui.visitor import workers
from ui.visitor.state import Labelled

DIGITS = load("sample", limit=1)
VIEWS = ["Line by line", "The optimizer", "One weight", "One digit"]
GONE = "The worker is gone."
CALL = inspect.getsource(subclassing.LeNet.call)


def session(app):
    return app.session_state["microscope_session"]


def slider(app):
    return app.get_by_key(app.session_state["microscope_stepper"].slider())


def run(app):
    app.run()
    assert not app.exception, app.exception
    assert not app.error, app.error
    return app


def press(app, *keys):
    for key in keys:
        app.get_by_key(f"microscope_stepper_{key}").click()
        run(app)
    return app


def choose(app, key, value):
    app.get_by_key(key).set_value(value)
    return run(app)


def seek(app, line):
    app.slider[0].set_value(line)
    return run(app)


def view(app, name):
    app.session_state["microscope_view"] = name
    return run(app)


def bodies(app):
    return [element.proto.body for element in app.get("html")]


def lit(app):
    """Return the marks whose lines are lit."""
    found = re.compile(r'data-marks~="([^"]+)"\] {' + re.escape(LIT))
    return found.findall(" ".join(bodies(app)))


def shown(app):
    """Return all that changes from frame to frame: panels, lit line, counters."""
    return [*bodies(app), app.slider[0].label, app.slider[0].value]


def code_shown(app):
    """Return the functions in the code column; the last box is the line alone."""
    return [text for _, text in boxes(app)][:-1]


def rows(app):
    """Return the cells of each row in the page's own tables, as text."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", " ".join(bodies(app)), re.S)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in found)
    return [
        [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in cells
    ]


def number(text):
    return float(text.replace(MINUS, "-").replace("∞", "inf"))


def verdicts(app):
    marks = re.compile(r":(green|orange)\[")
    found = (marks.match(element.value) for element in app.markdown)
    return [mark[1] for mark in found if mark]


def stand_at(app, phase):
    while session(app).frame.phase != phase:
        press(app, "P")


@pytest.fixture
def microscope(open_page):
    """Open the page as a new visitor."""

    def microscope(**query):
        app = open_page("microscope", **query)
        assert not app.error, app.error
        return app

    return microscope


@pytest.fixture
def broken(monkeypatch):
    """Make workers fail, from `start` until `stop`."""

    def fail(target, *args, **kwargs):
        raise workers.WorkError(GONE)

    return SimpleNamespace(
        start=lambda: monkeypatch.setattr(workers, "call", fail),
        stop=monkeypatch.undo,
    )


@pytest.fixture
def clock(monkeypatch):
    """Stand still until a test moves it on."""
    clock = SimpleNamespace(now=1_000.0)
    stopped = SimpleNamespace(monotonic=lambda: clock.now)
    monkeypatch.setattr(play, "time", stopped)
    return clock


def test_the_code_shown_is_the_code_that_runs(microscope):
    step, check = map(inspect.getsource, (loops.train_step, tape.check))
    app = microscope(paradigm="Subclassing")
    assert code_shown(app) == [step, CALL, check]
    missing = [NO_CODE.format(paradigm=name) for name in PARADIGM_NAMES]
    assert not {caption.value for caption in app.caption} & set(missing)


@pytest.mark.parametrize("paradigm", ["Sequential", "Functional"])
def test_where_there_is_no_code_to_descend_into_it_says_so(microscope, paradigm):
    app = microscope(paradigm=paradigm)
    step, check = map(inspect.getsource, (loops.train_step, tape.check))
    assert code_shown(app) == [step, check]
    captions = [caption.value for caption in app.caption]
    assert NO_CODE.format(paradigm=paradigm) in captions


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_whole_batch_step_by_step_and_back(microscope, paradigm):
    app = microscope(paradigm=paradigm)
    frames = session(app).recording.frames
    assert [layer.layer for layer in frames if layer.layer is not None] == [
        *range(8),
        *reversed(range(8)),
    ]
    on_the_way = []
    for index, frame in enumerate(frames):
        assert session(app).index == index
        follows(app, index, frame)
        on_the_way.append(shown(app))
        if index < session(app).last:
            press(app, "S")
    for before in reversed(on_the_way[:-1]):
        press(app, "B")
        assert shown(app) == before
    assert session(app).index == 0
    assert app.get_by_key("microscope_stepper_B").disabled


def follows(app, index, frame):
    """Check lit line, its text, counters and panel against a recorded frame."""
    recording = session(app).recording
    mark = f"{frame.function}-{frame.line}"
    assert lit(app) == [mark]
    whole = " ".join(bodies(app))
    assert whole.count(f'data-marks="{mark}"') == 1
    source = recording.sources[frame.function].text
    _, alone = boxes(app)[-1]
    assert alone == source.splitlines(keepends=True)[frame.line - 1].lstrip()
    assert app.slider[0].value == index + 1
    assert app.slider[0].max == len(recording.frames)
    assert app.slider[0].label.startswith(f"{title_of(frame.phase)}, frame ")
    for piece in panels.content(recording, frame, 0):
        assert piece in bodies(app)


def test_the_counters_count_batches_and_images(microscope):
    app = microscope(microscope_batch_size="256")
    seen = 0
    for step in range(3):
        numbers = re.findall(r"\d[\d,]*", app.slider[0].label)
        counted = [int(each.replace(",", "")) for each in numbers]
        assert counted[-4:] == [1, step + 1, 16, seen]
        seen += len(session(app).recording.images)
        press(app, "N")


def test_next_phase_stops_at_the_beginning_of_each_phase(microscope):
    app = microscope()
    stops = []
    for phase in PHASES:
        index = session(app).index
        assert session(app).frame.phase == phase
        assert index == 0 or session(app).recording.frames[index - 1].phase != phase
        stops.append(index)
        press(app, "P")
    assert len(set(stops)) == len(PHASES)
    assert (session(app).index, session(app).before.step) == (0, 1)


def test_next_batch_goes_on_from_the_weights_of_the_last(microscope):
    app = press(microscope(), "S", "S")
    made = session(app).after
    press(app, "N")
    assert session(app).before is made
    assert (session(app).index, app.slider[0].value) == (0, 1)
    follows(app, 0, session(app).recording.frames[0])


def test_the_slider_goes_to_any_line(microscope):
    app = microscope()
    frames = session(app).recording.frames
    for index in (len(frames) - 1, 7, 0, 20):
        seek(app, index + 1)
        assert session(app).index == index
        follows(app, index, frames[index])


def test_reset_begins_anew_with_the_same_choices(microscope):
    app = microscope(
        microscope_optimizer="momentum", seed="7", microscope_batch_size="8"
    )
    first, choice = shown(app), session(app).choice
    press(app, "N", "N", "P", "S", "Z")
    assert (session(app).index, len(session(app).states)) == (0, 1)
    assert session(app).choice == choice
    assert shown(app) == first


def test_back_over_batches_and_on_again_shows_the_same_numbers(microscope):
    app = microscope(microscope_batch_size="8")
    there = walk(app, "S", lambda: session(app).before.step < 2)
    assert {step for step, _ in there} == {0, 1}
    back = walk(app, "B", lambda: not app.get_by_key("microscope_stepper_B").disabled)
    again = walk(app, "S", lambda: session(app).before.step < 2)
    assert all(back[index] == there[index] for index in there.keys() & back.keys())
    assert len(there.keys() - back.keys()) == 1  # it stops on the first
    assert again == there


def walk(app, key, goes_on):
    """Press a key for as long as it goes on; return what each frame shows."""
    seen = {}
    while goes_on():
        seen[session(app).before.step, session(app).index] = shown(app)
        press(app, key)
    return seen


def test_another_paradigm_stays_at_the_same_step_and_frame(microscope):
    app = press(microscope(paradigm="Subclassing"), "N", "N")
    stand_at(app, "backward")
    press(app, "S", "S")
    old = session(app).recording
    frame = session(app).frame
    assert frame.layer == 5
    for paradigm in ("Sequential", "Functional", "Subclassing"):
        choose(app, "paradigm", paradigm)
        now = session(app)
        assert now.choice.paradigm == paradigm
        assert (now.before.step, now.before.paradigm) == (2, paradigm)
        assert [state.step for state in now.states] == [0, 1, 2]
        assert (now.frame.phase, now.frame.layer) == (frame.phase, frame.layer)
        assert now.recording.loss == old.loss
        follows(app, now.index, now.frame)


def test_another_learning_rate_records_the_same_step_again(microscope):
    app = press(microscope(microscope_optimizer="sgd"), "N")
    stand_at(app, "update")
    old, frame = session(app).recording, session(app).frame
    choose(app, "microscope_learning_rate", 0.1)
    now = session(app)
    assert (now.before.step, len(now.states)) == (1, 2)
    assert (now.frame.phase, now.frame.line) == (frame.phase, frame.line)
    assert now.recording.loss == old.loss
    for before, after in zip(old.variables, now.recording.variables, strict=True):
        np.testing.assert_array_equal(before.gradient, after.gradient)
        np.testing.assert_allclose(after.update, 100 * before.update, atol=1e-5)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("microscope_optimizer", "rmsprop"),
        ("microscope_batch_size", 1),
        ("microscope_batch_size", 256),
        ("seed", 5),
        ("microscope_mistake", "zeros"),
        ("microscope_start", "Shipped weights"),
    ],
)
def test_another_beginning_begins_anew(microscope, key, value):
    app = press(microscope(), "N", "P", "S")
    old = session(app)
    choose(app, key, value)
    now = session(app)
    assert now is not old
    assert (now.index, now.before.step, len(now.states)) == (0, 0, 1)
    assert getattr(now.choice, key.removeprefix("microscope_")) == value
    assert len(now.recording.images) == now.choice.batch_size
    assert (value == "Shipped weights") == np.array_equal(
        now.before.weights[0], shipped()[0]
    )
    follows(app, 0, now.frame)


@pytest.mark.parametrize("size", [1, 256])
def test_a_batch_of_any_size_is_stepped_through(microscope, size):
    app = microscope(microscope_batch_size=str(size), paradigm="Functional")
    assert len(session(app).recording.images) == size
    for index, frame in enumerate(session(app).recording.frames):
        follows(app, index, frame)
        press(app, "S")
    assert session(app).before.step == 1


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_shown_as_it_runs_and_found_in_the_numbers(microscope, mistake):
    app = choose(microscope(), "microscope_mistake", mistake)
    chosen = MISTAKES[mistake]
    assert code_shown(app)[0] == inspect.getsource(resolve(chosen.step))
    rate = chosen.learning_rates.get("adam", 1e-3)
    assert any(f"adam at {decimal(rate)}," in caption.value for caption in app.caption)
    if chosen.code:
        code = inspect.getsource(resolve(chosen.code))
        assert code in [text for _, text in boxes(app)]
    hinted = []
    for _ in range(4):
        hinted += hints(app)
        press(app, "N")
    if mistake == "none":
        assert hinted == []
    else:
        assert any(SHOWN_BY[mistake].lower() in label for label, _ in hinted)
        assert all(re.search(r"\d", text) for _, text in hinted)


def hints(app):
    """Return the hint's label and the text of each symptom of the current step."""
    found = session(app).symptoms
    texts = [element.value for element in app.markdown]
    told = [each for each in app.expander if each.label.startswith("Hint")]
    assert len(told) == bool(found)
    for symptom in found:
        assert symptom.name.lower() in told[0].label
        assert any(symptom.text in text for text in texts)
    return [(told[0].label, symptom.text) for symptom in found]


@pytest.mark.parametrize("guess", FIRST_GRADIENT.labels)
def test_the_prediction_is_marked_in_the_backward_pass_and_not_before(
    microscope, guess
):
    app = microscope(microscope_batch_size="8")
    choose(app, "microscope_first_gradient", guess)
    frames = session(app).recording.frames
    first = next(
        index
        for index, frame in enumerate(frames)
        if frame.phase == "backward" and frame.layer is not None
    )
    for _ in range(first):
        assert verdicts(app) == []
        press(app, "S")
    right = frames[first].layer == 7 and guess == FIRST_GRADIENT.labels[1]
    assert verdicts(app) == ["green" if right else "orange"]
    assert app.pills[0].disabled
    assert app.pills[0].value == guess
    press(app, "B")
    assert verdicts(app) == ["green" if right else "orange"], "it stays on the page"


def test_a_question_that_was_skipped_is_answered_all_the_same(microscope):
    app = microscope(microscope_batch_size="8")
    stand_at(app, "update")
    assert verdicts(app) == []
    texts = [element.value for element in app.markdown]
    assert any("There was no prediction for this run." in text for text in texts)
    assert any("The last layer's** is right" in text for text in texts)


def test_a_second_prediction_waits_for_the_next_batch(microscope):
    app = microscope(microscope_batch_size="8")
    choose(app, FIRST_GRADIENT.key, FIRST_GRADIENT.labels[0])
    stand_at(app, "backward")
    stand_at(app, "update")
    assert verdicts(app) == ["orange"]
    app.get_by_key(f"{FIRST_GRADIENT.key}_again").click()
    run(app)
    assert not app.pills[0].disabled
    choose(app, FIRST_GRADIENT.key, FIRST_GRADIENT.labels[1])
    press(app, "N")
    assert verdicts(app) == []
    stand_at(app, "update")
    assert verdicts(app) == ["green"]


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


def try_weight(app):
    app.get_by_key("microscope_test_weight").click()
    return run(app)


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


@pytest.mark.parametrize("key", ["S", "N", "B", "Z"])
def test_a_worker_that_fails_leaves_all_as_it_was(microscope, broken, key):
    app = press(microscope(), "N")
    if key != "B":
        seek(app, session(app).last + 1)
    held, before = session(app), shown(app)
    there = (held.index, held.states, held.recording, held.after)
    broken.start()
    press(app, key)
    assert [warning.value for warning in app.warning] == [GONE]
    assert session(app) is held
    assert (held.index, held.states, held.recording, held.after) == there
    assert shown(app) == before
    broken.stop()
    press(app, key)
    assert not app.warning
    assert session(app).before.step == {"S": 2, "N": 2, "B": 0, "Z": 0}[key]


def test_a_choice_that_cannot_be_recorded_is_a_sentence(microscope, broken):
    app = press(microscope(), "N", "S")
    held, choice, index = session(app), session(app).choice, session(app).index
    broken.start()
    app.get_by_key("paradigm").set_value("Sequential")
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == [GONE]
    assert "**Next: Replicas**" in [link.proto.label for link in app.get("page_link")]
    assert (session(app), held.choice, held.index) == (held, choice, index)
    broken.stop()
    run(app)
    assert session(app) is held
    assert (held.choice.paradigm, held.before.step) == ("Sequential", 1)


@pytest.mark.parametrize("name", VIEWS[1:])
def test_a_part_that_cannot_be_computed_is_a_sentence(microscope, broken, name):
    app = view(microscope(), name)
    broken.start()
    workers.recall.clear()
    if name == "One weight":
        app.get_by_key("microscope_test_weight").click()
    if name == "One digit":
        app.get_by_key("microscope_digit").set_value(9)
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == [GONE]


@pytest.mark.parametrize("name", ["The optimizer", "One digit"])
def test_batches_are_recorded_where_no_lines_are_shown(microscope, name):
    app = view(microscope(microscope_batch_size="1"), name)
    for count, step in ((1, 1), (10, 11)):
        app.get_by_key(f"microscope_next_{count}").click()
        run(app)
        assert session(app).before.step == step
    assert (session(app).index, len(session(app).states)) == (0, 12)


def test_ten_batches_are_counted_and_can_be_cancelled(microscope, monkeypatch):
    app = view(microscope(microscope_batch_size="1"), "The optimizer")
    monkeypatch.setattr(optimizer, "record_next", lambda: None)  # as between two reruns
    app.get_by_key("microscope_next_10").click()
    run(app)
    assert [bar.text for bar in app.progress] == ["Recording, batch 1 of 10"]
    monkeypatch.undo()
    app.get_by_key("microscope_batches_wanted_cancel").click()
    run(app)
    assert session(app).before.step == 1
    assert not app.progress


@pytest.mark.parametrize("leave", ["another tab", "another page"])
def test_ten_batches_end_where_the_visitor_goes_on(microscope, monkeypatch, leave):
    app = view(microscope(), "The optimizer")
    monkeypatch.setattr(optimizer, "record_next", lambda: None)  # as between two reruns
    app.get_by_key("microscope_next_10").click()
    run(app)
    monkeypatch.undo()
    if leave == "another tab":
        view(app, "Line by line")
    else:
        app.switch_page("../pages/train.py").run()
        app.switch_page("../pages/microscope.py").run()
    assert session(app).before.step == 1
    view(app, "The optimizer")
    assert session(app).before.step == 1
    assert not app.progress


def test_the_locked_question_can_be_reopened_before_the_backward_pass(microscope):
    app = microscope(microscope_batch_size="8")
    choose(app, FIRST_GRADIENT.key, FIRST_GRADIENT.labels[0])
    stand_at(app, "backward")
    stand_at(app, "update")
    press(app, "N")
    assert verdicts(app) == ["orange"]
    app.get_by_key(f"{FIRST_GRADIENT.key}_again").click()
    choose(run(app), FIRST_GRADIENT.key, FIRST_GRADIENT.labels[1])
    assert verdicts(app) == []
    stand_at(app, "update")
    assert verdicts(app) == ["green"]


def test_of_ten_batches_none_is_tried_after_one_that_fails(microscope, monkeypatch):
    app = view(microscope(), "The optimizer")
    call, tried = workers.call, []

    def fail_at_the_third(target, *args, **kwargs):
        if target == "lenet.microscope.steps:step":
            tried.append(target)
            if len(tried) == 3:
                raise workers.WorkError(GONE)
        return call(target, *args, **kwargs)

    monkeypatch.setattr(workers, "call", fail_at_the_third)
    app.get_by_key("microscope_next_10").click()
    run(app)
    assert len(tried) == 3
    assert session(app).before.step == 2
    assert [warning.value for warning in app.warning] == [GONE]


@pytest.mark.parametrize("speed", SPEEDS)
def test_play_goes_one_line_on_each_time_it_is_due(microscope, clock, speed):
    app = choose(microscope(), "microscope_stepper_speed", speed)
    press(app, "K")
    assert app.get_by_key("microscope_stepper_K").label == "Pause"
    for index in range(1, 4):
        clock.now += 0.5 / speed
        assert session(run(app)).index == index - 1  # something else was pressed
        clock.now += 0.5 / speed
        assert session(run(app)).index == index
        assert session(run(app)).index == index
    follows(app, 3, session(app).frame)


def test_play_keeps_in_step_where_ticks_come_early_or_late(microscope, clock):
    app = press(microscope(), "K")
    begun = clock.now
    for index, off in enumerate([0.15, -0.1, 0.3, -0.15, 0.0, 0.2, 0.1], start=1):
        clock.now = begun + index + off
        assert session(run(app)).index == index


def test_play_does_not_run_after_the_time_that_was_lost(microscope, clock):
    app = press(microscope(), "K")
    clock.now += 100
    assert session(run(app)).index == 1
    assert session(run(app)).index == 1
    clock.now += 0.2
    assert session(run(app)).index == 1
    for index in range(2, 5):
        clock.now += 1
        assert session(run(app)).index == index


def test_another_choice_while_playing_does_not_hurry_it(microscope, clock):
    app = press(microscope(), "K")
    clock.now += 0.3
    choose(app, "microscope_image", 5)
    assert session(app).index == 0
    assert app.get_by_key("microscope_stepper_K").label == "Pause"
    clock.now += 0.7
    assert session(run(app)).index == 1


@pytest.mark.parametrize(
    ("key", "index"), [("S", 4), ("B", 2), ("P", 12), ("N", 0), ("Z", 0), ("K", 3)]
)
def test_any_button_stops_play(microscope, clock, key, index):
    app = press(microscope(), "S", "S", "K")
    clock.now += 1
    assert session(run(app)).index == 3
    press(app, key)
    assert app.get_by_key("microscope_stepper_K").label == "Play"
    for _ in range(3):
        clock.now += 5
        assert session(run(app)).index == index


def test_the_slider_rests_while_playing(microscope, clock):
    app = microscope()
    slider(app).set_value(9)
    press(app, "K")
    assert session(app).index == 0
    assert slider(app).disabled
    assert app.get_by_key("microscope_stepper_K").label == "Pause"
    clock.now += 1
    assert session(run(app)).index == 1


def test_play_goes_into_the_next_batch_and_stops_at_what_fails(
    microscope, clock, broken
):
    app = microscope()
    last = session(app).last
    press(seek(app, last + 1), "K")
    clock.now += 1
    assert session(run(app)).before.step == 1
    assert session(app).index == 0
    press(seek(press(app, "K"), last + 1), "K")
    broken.start()
    clock.now += 1
    run(app)
    assert app.get_by_key("microscope_stepper_K").label == "Play"
    assert [warning.value for warning in app.warning] == [GONE]
    assert (session(app).before.step, session(app).index) == (1, last)


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


def captions(app):
    return [element.value for element in app.caption]


@pytest.fixture
def hidden(monkeypatch):
    """Decide which mistake a hunt hides."""

    def hidden(name):
        monkeypatch.setattr(game.random, "choice", lambda names: name)

    return hidden


@pytest.mark.parametrize(
    ("mistake", "paradigm"), list(zip(game.HIDDEN, cycle(PARADIGM_NAMES)))
)
def test_a_hidden_mistake_is_found_in_code_that_does_not_tell(
    microscope, hidden, mistake, paradigm
):
    hidden(mistake)
    app = microscope(paradigm=paradigm, microscope_mistake="Surprise me")
    assert session(app).choice.mistake == mistake
    whole = " ".join([*bodies(app), *captions(app), *texts(app)])
    chosen = MISTAKES[mistake]
    for telling in (chosen.title, chosen.fix, "The mistake", "mistakes/", "Hint"):
        assert telling not in whole
    assert mistake not in str(app.query_params)
    assert not hints_told(app)
    shown_code = "".join(text for _, text in boxes(app))
    sources = game.code_of(mistake, session(app).recording)
    (function, line), *_ = game.wrong_lines(sources)
    wrong = sources[function].text.splitlines()[line - 1]
    assert wrong in shown_code
    found = app.session_state["_state"].kept["microscope_mistake"]
    found.guess(sources, "check", 1)
    run(app)
    assert "Not this line" in " ".join(texts(app))
    found.guess(sources, function, line)
    run(app)
    told = " ".join(texts(app))
    assert ":green[Right,] after 2 guesses" in told
    assert chosen.title in told
    assert wrong.strip() in told
    assert all(each.text in told for each in session(app).symptoms)
    app.get_by_key("microscope_hunt_fix").click()
    run(app)
    columns = [text for _, text in boxes(app)]
    assert any(wrong in text for text in columns)
    assert "Fixed: 10 of 10 weight arrays" in " ".join(texts(app))


def hints_told(app):
    return [each for each in app.expander if each.label.startswith("Hint")]


def texts(app):
    return [element.value for element in app.markdown]


def test_a_hunt_can_be_given_up_and_begun_again(microscope, hidden):
    hidden("softmax")
    app = microscope(microscope_mistake="Surprise me")
    app.get_by_key("microscope_hunt_show").click()
    run(app)
    assert "The wrong line is `probabilities = tf.nn.softmax" in " ".join(texts(app))
    hidden("zeros")
    app.get_by_key("microscope_hunt_another").click()
    run(app)
    assert session(app).choice.mistake == "zeros"
    assert "Bug hunt" in " ".join(texts(app))


def test_a_gradient_that_is_none_is_shown_and_the_error_after_it(microscope):
    app = choose(microscope(), "microscope_mistake", "outside")
    stand_at(app, "backward")
    assert "gradient for <b>0 of 10 weight arrays</b>" in " ".join(bodies(app))
    nones = [row for row in rows(app) if row[2:3] == ["None"]]
    assert len(nones) == 10
    stand_at(app, "update")
    told = " ".join(bodies(app))
    assert "No gradients provided for any variable." in told
    for name in VIEWS[1:]:
        view(app, name)
    press(view(app, VIEWS[0]), "N")
    assert session(app).before.step == 1


@pytest.mark.parametrize(
    ("optimizer", "predicted", "is_right"),
    [
        ("sgd", "Ten times as far", True),
        ("adam", "Ten times as far", False),
    ],
)
def test_the_next_batch_reveals_how_far_a_larger_gradient_moves(
    microscope, optimizer, predicted, is_right
):
    app = view(microscope(microscope_optimizer=optimizer), "The optimizer")
    choose(app, "microscope_further", predicted)
    assert not verdicts(app)
    press(view(app, "Line by line"), "N")
    view(app, "The optimizer")
    assert verdicts(app) == ["green" if is_right else "orange"]
    kernel = session(app).recording.variables[-2]
    sizes, moved = np.abs(kernel.gradient).ravel(), np.abs(kernel.update).ravel()
    far = moved[sizes.argmax()]
    assert any(f"by {written(float(far))} and" in m.value for m in app.markdown)


def test_ten_batches_reveal_how_probable_the_digit_has_become(microscope):
    app = view(microscope(), "One digit")
    choose(app, "microscope_reaches", "Over 80%")
    for _ in range(9):
        app.get_by_key("microscope_next_1").click()
        run(app)
        assert session(app).after.step > 9 or not verdicts(app)
    digit = DIGITS.test_images[DIGITS.test_labels == 0][:1]
    model = PARADIGMS["Sequential"]()
    model.set_weights(session(app).after.weights)
    probability = float(model(digit)[0, 0])
    assert verdicts(app) == ["green" if probability >= 0.8 else "orange"]
    reached = f"for this image is **{percent(probability)}**"
    assert any(reached in m.value for m in app.markdown)


def test_the_drawing_is_the_first_image_of_each_batch(microscope):
    app = microscope()
    plain = session(app).recording
    assert "microscope_own" not in [each.key for each in app.toggle]
    drawing = with_drawing(app)
    for step in (0, 1):
        assert session(app).before.step == step
        recording = session(app).recording
        np.testing.assert_array_equal(recording.images[0], drawing.image)
        assert recording.labels[0] == 8
        press(app, "N")
    assert any("image 1 is your drawing" in each.value for each in app.caption)
    app.get_by_key("microscope_own").set_value(False)
    view(app, "One digit")
    assert any("No step that you record now trains" in text for text in captions(app))
    press(view(app, "Line by line"), "Z")
    np.testing.assert_array_equal(session(app).recording.images, plain.images)


def with_drawing(app, index=3, label=8):
    """Put a drawing under the microscope, as Draw a digit does; return it."""
    drawing = Labelled(DIGITS.test_images[index], label)
    app.session_state["_state"].labelled = drawing
    run(app)
    choose(app, "microscope_own", True)
    return drawing


def test_another_drawing_records_the_current_step_again(microscope):
    app = press(microscope(), "N")
    with_drawing(app)
    held, states = session(app), list(session(app).states)
    other = with_drawing(app, index=5, label=1)
    assert session(app) is held
    assert held.states == states
    np.testing.assert_array_equal(held.recording.images[0], other.image)
    assert held.recording.labels[0] == 1


def test_a_link_with_a_drawing_works_without_one(microscope):
    app = microscope(microscope_own="true", microscope_digit="Mine")
    assert session(app).choice.own is None
    assert not any("your drawing" in text for text in captions(app))
    view(app, "One digit")


@pytest.mark.parametrize("mistake", game.HIDDEN)
def test_a_hunt_has_the_drawing_with_the_mistake_and_without_it(
    microscope, hidden, mistake
):
    hidden(mistake)
    app = microscope(microscope_mistake="Surprise me")
    drawing = with_drawing(app)
    for key in ("show", "fix"):
        app.get_by_key(f"microscope_hunt_{key}").click()
        run(app)
    (both,) = app.session_state["microscope_hunt_both"].values()
    for each in (session(app), *both):
        np.testing.assert_array_equal(each.recording.images[0], drawing.image)
        assert each.recording.labels[0] == drawing.label
