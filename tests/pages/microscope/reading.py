"""What a test reads in the microscope, and what a visitor presses there."""

import html
import re

from lenet.digits import load
from tests.pages.reading import bodies, boxes, choose, run
from ui.components.code import LIT
from ui.components.numbers import MINUS
from ui.lessons.microscope import panels
from ui.lessons.microscope.phases import title_of
from ui.visitor.state import Labelled

DIGITS = load("sample", limit=1)
VIEWS = ["Line by line", "The optimizer", "One weight", "One digit"]
GONE = "The worker is gone."


def session(app):
    return app.session_state["microscope_session"]


def slider(app):
    return app.get_by_key(app.session_state["microscope_stepper"].slider())


def press(app, *keys):
    for key in keys:
        app.get_by_key(f"microscope_stepper_{key}").click()
        run(app)
    return app


def seek(app, line):
    app.slider[0].set_value(line)
    return run(app)


def view(app, name):
    app.session_state["microscope_view"] = name
    return run(app)


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


def captions(app):
    return [element.value for element in app.caption]


def stand_at(app, phase):
    while session(app).frame.phase != phase:
        press(app, "P")


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


def try_weight(app):
    app.get_by_key("microscope_test_weight").click()
    return run(app)


def with_drawing(app, index=3, label=8):
    """Put a drawing under the microscope, as Draw a digit does; return it."""
    drawing = Labelled(DIGITS.test_images[index], label)
    app.session_state["_state"].labelled = drawing
    run(app)
    choose(app, "microscope_own", True)
    return drawing
