"""The route: what is earned is ticked on the map; what is forgotten is gone."""

import numpy as np
import pytest

from tests.deadlines import wait_until
from tests.pages.reading import button, choose, press, texts
from tests.pages.training import run_until, start
from ui.foreman.client import foreman, log_root
from ui.lessons import LESSONS, number_of, page_named, standing
from ui.lessons.welcome.kept_of_you import FORGET

DRAW, DRAWING = page_named("draw_a_digit"), "Drawing"
CONFIRM = "Yes, forget all"


@pytest.fixture(scope="module", autouse=True)
def _ready():
    """Wait until TensorFlow is there: before that, a part shows that it waits."""
    wait_until(foreman().is_warm)


def map_of(app):
    """Open Welcome as the same visitor; return the badges of each lesson there."""
    app.switch_page("../pages/welcome.py").run()
    assert not app.exception, app.exception
    badges = [text for text in texts(app) if ":material/schedule:" in text]
    return dict(zip((page.name for page in LESSONS), badges, strict=True))


def read_a_digit(app):
    """Do what the page Draw a digit teaches, with an image of MNIST."""
    return choose(app, "draw_a_digit_subject", "MNIST digit")


@pytest.fixture
def learner(open_page):
    """Open the page Draw a digit as a visitor who has read a digit there."""
    return read_a_digit(open_page("draw_a_digit"))


@pytest.mark.parametrize(
    "page", [page for page in LESSONS if page.parts], ids=lambda page: page.name
)
def test_the_parts_in_the_table_are_the_tabs_of_the_page(open_page, page):
    app = open_page(page.name)
    (tabs,) = [
        block for block in app.main.children.values() if block.type == "tab_container"
    ]
    assert tuple(tab.label for tab in tabs.children.values()) == page.parts


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.name)
def test_each_page_has_its_number_and_its_length(open_page, page):
    app = open_page(page.name)
    step = f"Step {number_of(page)} of {len(LESSONS)} · about {page.minutes} minutes"
    assert any(caption.value.startswith(step) for caption in app.main.caption)
    assert not [s for s in app.subheader if s.value == "What this showed"]
    card = f"Afterwards you can {page.afterwards}"
    map_of(app)
    assert card in texts(app)
    assert card.endswith(".")
    assert page.afterwards[0].islower()


def test_a_new_visitor_starts_at_the_first_step(open_page):
    badges = map_of(open_page("welcome"))
    assert [name for name, each in badges.items() if "Start here" in each] == [
        DRAW.name
    ]
    assert not [each for each in badges.values() if "Done" in each]


def test_a_step_that_was_earned_has_a_tick_and_the_next_one_is_marked(learner):
    badges = map_of(learner)
    assert "Done" in badges[DRAW.name]
    after = LESSONS[LESSONS.index(DRAW) + 1]
    assert [name for name, each in badges.items() if "Go on here" in each] == [
        after.name
    ]
    assert button(learner, f"Go on here: {after.title}")
    assert any("**Done: 1 of 8.**" in text for text in texts(learner))


def test_a_part_is_done_when_its_results_were_shown(open_page):
    app = open_page("three_paradigms", three_paradigms_part=DRAWING)
    assert "parts" not in map_of(app)["three_paradigms"]
    app.switch_page("../pages/three_paradigms.py").run()
    press(app, "Draw the three models")
    parts = len(page_named("three_paradigms").parts)
    done = f"Done: {DRAWING} (1 of {parts} parts)"
    assert any(done in caption.value for caption in app.caption)
    assert f"1 of {parts} parts" in map_of(app)["three_paradigms"]


def test_next_opens_another_part_and_does_not_make_it_done(open_page):
    app = open_page("three_paradigms", three_paradigms_part=DRAWING)
    press(app, "Draw the three models")
    press(app, "Next: Custom layers")
    done = app.session_state["_state"].kept["route"].done
    assert done == {("three_paradigms", DRAWING)}


def test_the_last_page_says_what_is_left(learner):
    learner.switch_page("../pages/tensorboard.py").run()
    (last,) = [text for text in texts(learner) if "Not done yet" in text]
    assert DRAW.title not in last.partition("The map")[0]
    assert page_named("train").title in last


def test_all_that_is_kept_is_forgotten_and_nothing_of_anothers(learner, open_page):
    other = read_a_digit(open_page("draw_a_digit"))
    map_of(learner)
    name = learner.session_state["_visitor"]
    press(learner, FORGET)
    assert "Done" in map_of(learner)[DRAW.name], "it was not confirmed yet"
    press(learner, CONFIRM)
    assert learner.session_state["_visitor"] != name
    assert "Done" not in map_of(learner)[DRAW.name]
    state = learner.session_state["_state"]
    assert (state.digit, state.model, state.training) == (None, None, None)
    assert "Done" in map_of(other)[DRAW.name]


def test_the_drawing_under_the_microscope_is_forgotten(learner):
    press(learner, "Put it under the microscope")
    drawing = learner.session_state["_state"].labelled
    map_of(learner)
    told = f"and the one under the microscope, a {drawing.label}"
    assert any(told in text for text in texts(learner))
    press(press(learner, FORGET), CONFIRM)
    assert learner.session_state["_state"].labelled is None
    learner.switch_page("../pages/microscope.py").run()
    recorded = learner.session_state["microscope_session"]
    assert recorded.choice.own is None
    assert not np.array_equal(recorded.recording.images[0], drawing.image)


def test_nothing_is_forgotten_by_a_visitor_who_keeps_it(learner):
    map_of(learner)
    press(learner, FORGET)
    press(learner, "Keep it")
    assert button(learner, CONFIRM) is None
    assert "Done" in map_of(learner)[DRAW.name]


def logs_on_disk():
    """Return the names of all runs, those of other tests too."""
    folder = log_root() / "fit"
    return {run.name for run in folder.iterdir()} if folder.is_dir() else set()


def test_a_running_training_is_stopped_and_its_log_deleted(open_page):
    def running(app):
        return app.session_state["_state"].training.reports

    before = logs_on_disk()
    app = run_until(start(open_page("train"), train_epochs=20), running)
    (log,) = logs_on_disk() - before
    map_of(app)
    press(press(app, FORGET), CONFIRM)
    assert app.session_state["_state"].training is None
    wait_until(lambda: not foreman().state()["jobs"]["running"])
    wait_until(lambda: log not in logs_on_disk())


def test_finished_logs_are_deleted_too_but_not_those_of_others(open_page):
    def logged(app):
        return app.session_state["_state"].logs

    def trained():
        app = start(open_page("train"), train_share=0.125, train_epochs=1)
        return run_until(app, logged)

    before = logs_on_disk()
    mine, other = trained(), trained()
    (log,), (others,) = logged(mine), logged(other)
    map_of(mine)
    press(press(mine, FORGET), CONFIRM)
    assert logs_on_disk() - before == {others}
    assert log != others


def test_all_steps_done_leave_no_button(open_page, monkeypatch):
    monkeypatch.setattr(standing, "is_done", lambda page: True)
    app = open_page("welcome")
    assert not [each for each in app.button if " here: " in each.label]
    assert any("**Done: 8 of 8.**" in text for text in texts(app))
