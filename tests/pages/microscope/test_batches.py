"""One batch and ten, recorded on the tabs that show no lines."""

import pytest

from tests.pages.microscope.reading import GONE, session, view
from tests.pages.reading import run
from ui.lessons.microscope import optimizer
from ui.visitor import workers


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
