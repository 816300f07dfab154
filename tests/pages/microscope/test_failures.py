"""A worker that fails: a sentence on the page, and all as it was."""

import pytest

from tests.pages.microscope.reading import (
    GONE,
    VIEWS,
    press,
    seek,
    session,
    shown,
    view,
)
from tests.pages.reading import run
from ui.lessons.microscope.session import shared_step
from ui.visitor import workers


@pytest.mark.parametrize("key", ["S", "N", "B", "Z"])
def test_a_worker_that_fails_leaves_all_as_it_was(microscope, broken, key):
    app = press(microscope(), "N")
    if key != "B":
        seek(app, session(app).last + 1)
    held, before = session(app), shown(app)
    there = (held.index, held.states, held.recording, held.after)
    shared_step.clear()  # else Reset needs no worker
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
