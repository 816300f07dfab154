"""Replicas, "One batch, split": the page shows what the step recorded."""

import re
from types import SimpleNamespace

import pytest

from lenet.replicas.lesson import recorded_step
from lenet.replicas.step import ShareOfLoss, distributed_step, shares
from lenet.results.replicas import DRAWN
from lenet.source import source_of
from tests.pages.reading import boxes
from ui.components.code import LIT
from ui.components.numbers import number
from ui.lessons.replicas import one_batch, tabs
from ui.lessons.replicas.stages import LOSS, MEASURES, STAGES, TITLES
from ui.visitor import workers

GONE = "The worker is gone."
PROOF = len(STAGES) - 1


def run(app):
    app.run()
    assert not app.exception, app.exception
    assert not app.error, app.error
    return app


def press(app, *keys):
    for key in keys:
        app.get_by_key(f"replicas_stages_{key}").click()
        run(app)
    return app


def choose(app, key, value):
    app.get_by_key(key).set_value(value)
    return run(app)


def bodies(app):
    return [element.proto.body for element in app.get("html")]


def slider(app):
    return app.get_by_key(app.session_state["replicas_stages"].slider())


def verdicts(app):
    marks = re.compile(r":(green|orange)\[")
    found = (marks.match(element.value) for element in app.markdown)
    return [mark[1] for mark in found if mark]


def recorded(app, replicas=4, size=64, optimizer="adam"):
    """Return the recording that the page shows, without another run."""
    paradigm = app.session_state["paradigm"]
    choice = (paradigm, app.session_state["seed"], replicas, size, optimizer)
    return one_batch.record(*choice, one_batch.LEARNING_RATE)


def shows(app, step, index, kernel=DRAWN[0]):
    """Check slider, code, lit lines and panel of a stage against the recording."""
    stage = STAGES[index]
    assert slider(app).value == index + 1
    assert slider(app).label == f"Stage {index + 1} of {len(STAGES)}: {stage.title}"
    assert stage.panel(step, kernel) in bodies(app)
    *code, alone = [text for _, text in boxes(app)]
    assert code == [step.sources[name].text for name in stage.code]
    marked = re.findall(
        r'<span class="line" data-marks="split"[^>]*>(.*?)\n</span>',
        " ".join(bodies(app)),
        re.S,
    )
    assert len(marked) == len(stage.code)
    for text in stage.code.values():
        assert text in alone
    assert any(f'data-marks~="split"] {{{LIT}' in body for body in bodies(app))


def ends(app):
    """Return whether the page ends as it should, with the next lesson."""
    labels = [link.proto.label for link in app.get("page_link")]
    return any(label.startswith("**Next:") for label in labels)


@pytest.fixture
def replicas(open_page):
    """Open the page as a new visitor."""

    def replicas(**query):
        app = open_page("replicas", **query)
        assert not app.error, app.error
        return app

    return replicas


@pytest.fixture
def broken(monkeypatch):
    """Make workers fail, from when it is called."""

    def fail(target, *args, **kwargs):
        raise workers.WorkError(GONE)

    return SimpleNamespace(start=lambda: monkeypatch.setattr(workers, "call", fail))


def test_the_code_shown_is_that_which_runs(replicas):
    step = recorded(replicas())
    for function in (
        shares,
        distributed_step,
        ShareOfLoss,
        recorded_step.GradientRecorder.apply,
        recorded_step.on_one_device,
    ):
        assert step.sources[function.__qualname__] == source_of(function)


def test_a_whole_step_forwards_and_back_without_a_worker(replicas, broken):
    app = replicas()
    step = recorded(app)
    broken.start()
    for index in range(len(STAGES)):
        shows(app, step, index)
        if index < PROOF:
            press(app, "S")
    assert app.get_by_key("replicas_stages_S").disabled
    for index in reversed(range(PROOF)):
        press(app, "B")
        shows(app, step, index)
    assert app.get_by_key("replicas_stages_B").disabled
    assert app.get_by_key("replicas_stages_Z").disabled


def test_the_slider_goes_to_any_stage_and_reset_to_the_first(replicas):
    app = replicas()
    step = recorded(app)
    for index in (PROOF, 2, 4):
        slider(app).set_value(index + 1)
        shows(run(app), step, index)
    press(app, "Z")
    shows(app, step, 0)


@pytest.mark.parametrize(
    ("key", "value", "choice"),
    [
        ("replicas_split_count", 1, {"replicas": 1}),
        ("replicas_split_count", 2, {"replicas": 2}),
        ("replicas_split_count", 8, {"replicas": 8}),
        ("replicas_split_batch", 256, {"size": 256}),
        ("replicas_split_optimizer", "sgd", {"optimizer": "sgd"}),
        ("paradigm", "Sequential", {}),
        ("seed", 5, {}),
    ],
)
def test_another_choice_is_another_step_at_the_same_stage(replicas, key, value, choice):
    app = replicas()
    old = recorded(app)
    slider(app).set_value(PROOF + 1)
    choose(run(app), key, value)
    step = recorded(app, **choice)
    shows(app, step, PROOF)
    assert len(step.replicas) == choice.get("replicas", 4)
    assert len(step.images) == choice.get("size", 64)
    assert step.optimizer == choice.get("optimizer", "adam")
    same = key == "paradigm"  # one LeNet, three ways to write it
    assert (step.one_device.loss == old.one_device.loss) == (
        same or key in ("replicas_split_count", "replicas_split_optimizer")
    )


@pytest.mark.parametrize("count", [1, 4, 8])
def test_the_proof_says_how_far_apart_they_are(replicas, count):
    app = replicas(replicas_split_count=str(count))
    slider(app).set_value(PROOF + 1)
    run(app)
    step = recorded(app, count)
    panel = STAGES[PROOF].panel(step, DRAWN[0])
    for gap in step.differences.values():
        assert (number(gap) if gap else "<b>none</b>") in panel
    assert ("<b>identical, bit for bit" in panel) == (count == 1)
    assert ("depends on its order" in panel) == (count > 1)


def test_equal_checksums_are_shown_equal_and_others_are_named(replicas):
    app = replicas()
    step = recorded(app)
    update = next(stage.panel for stage in STAGES if stage.title == "the update")
    equal, other = 'class="bits equal"', 'class="bits other"'
    assert update(step, DRAWN[0]).count(equal) == 8
    assert other not in update(step, DRAWN[0])
    assert "All 4 have the same weights" in update(step, DRAWN[0])
    object.__setattr__(step.replicas[2], "after", "f" * 64)
    assert "4 replicas, 2 different weights" in update(step, DRAWN[0])
    assert update(step, DRAWN[0]).count(equal) == 7
    assert f"{other}><code>≠ {'f' * 12}" in update(step, DRAWN[0])


@pytest.mark.parametrize("kernel", DRAWN)
def test_the_gradient_of_a_kernel_is_drawn(replicas, kernel):
    app = press(replicas(), "S", "S", "S")
    choose(app, "replicas_split_kernel", kernel)
    step = recorded(app)
    shows(app, step, 3, kernel)
    for index in (4, PROOF):
        slider(app).set_value(index + 1)
        shows(run(app), step, index, kernel)


@pytest.mark.parametrize(
    ("prediction", "mark"),
    [
        ("16, its own images", "orange"),
        ("64, the images of all replicas", "green"),
        ("4, the replicas", "orange"),
    ],
)
def test_the_losses_answer_the_question_and_lock_it(replicas, prediction, mark):
    app = choose(replicas(), "replicas_split_divisor", prediction)
    for _ in range(LOSS):
        assert verdicts(app) == []
        press(app, "S")
    assert verdicts(app) == [mark]
    assert any("divided by **64**" in element.value for element in app.markdown)
    locked = app.get_by_key("replicas_split_divisor_locked")
    assert locked.disabled
    assert locked.value == prediction
    press(app, "B")
    assert verdicts(app) == [mark]
    assert app.get_by_key("replicas_split_divisor_locked").value == prediction


def test_there_is_no_question_where_all_answers_are_one(replicas):
    app = replicas(replicas_split_count="1")
    assert not [
        each for each in app.button_group if each.key == "replicas_split_divisor"
    ]
    assert TITLES[0] in slider(app).label


def test_a_batch_that_does_not_divide_is_a_sentence(open_page):
    app = open_page("replicas", replicas_split_batch="50")
    (error,) = app.error
    assert "50: it does not divide among 4 replicas. Take 48 or 52" in error.value
    assert ends(app)
    choose(app, "replicas_split_count", 2)
    shows(app, recorded(app, 2, 50), 0)


def test_what_stops_working_is_a_sentence(replicas, broken):
    app = replicas()
    one_batch.record.clear()
    broken.start()
    app.run()
    assert not app.exception
    assert GONE in {error.value for error in app.error}
    assert ends(app)


def test_the_lines_that_measure_are_folded_and_explained(replicas):
    app = press(replicas(), "S")
    step = next(body for body in bodies(app) if MEASURES in body)
    folded = re.findall(r"<details>(.*?)</details>", step, re.S)
    described, *measured = [re.sub(r"<[^>]+>", "", lines) for lines in folded]
    assert "Make the graph of one step" in described
    assert len(measured) == 2
    assert all("stopwatch" in lines for lines in measured)
    assert not any("train_step(" in lines for lines in measured)
    assert any("The stopwatch measures" in caption.value for caption in app.caption)


def test_the_last_stage_ends_with_what_it_showed_and_the_next_tab(replicas):
    app = replicas()
    headings = [heading.value for heading in app.subheader]
    assert "What this showed" not in headings
    assert app.get_by_key("replicas_part_next").label == f"Next: {tabs.MISTAKES}"
    slider(app).set_value(PROOF + 1)
    run(app)
    assert app.subheader[-1].value == "What this showed"
    told = " ".join(element.value for element in app.markdown)
    assert "16 of 64 images on each" in told
    app.get_by_key("replicas_part_next").click()
    run(app)
    assert app.session_state[tabs.TABS] == tabs.MISTAKES
    assert app.get_by_key("replicas_mistake") is not None
