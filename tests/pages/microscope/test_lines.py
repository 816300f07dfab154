"""Line by line: each frame is what the step recorded, forwards and back."""

import inspect
import re

import pytest

from lenet import tape
from lenet.models import subclassing
from lenet.results.recording import PHASES
from lenet.settings import PARADIGM_NAMES
from lenet.training import loops
from tests.pages.microscope.reading import (
    code_shown,
    follows,
    press,
    seek,
    session,
    shown,
)
from ui.lessons.microscope.line_by_line import NO_CODE

CALL = inspect.getsource(subclassing.LeNet.call)


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


@pytest.mark.parametrize("size", [1, 256])
def test_a_batch_of_any_size_is_stepped_through(microscope, size):
    app = microscope(microscope_batch_size=str(size), paradigm="Functional")
    assert len(session(app).recording.images) == size
    for index, frame in enumerate(session(app).recording.frames):
        follows(app, index, frame)
        press(app, "S")
    assert session(app).before.step == 1
