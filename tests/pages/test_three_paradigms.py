"""Three paradigms: the code shown is the code that runs, and so is what it gives."""

import html
import inspect
import json
import re
from pathlib import Path

import pytest

from lenet import export
from lenet.models.layers import OwnDense
from lenet.paradigms.advice import QUESTIONS
from lenet.paradigms.anatomy import LAYERS
from lenet.paradigms.behaviours import BEHAVIOURS
from lenet.paradigms.course import CHANGES
from lenet.paradigms.course.changes import WAYS
from lenet.settings import PARADIGM_NAMES
from lenet.source import resolve, source
from tests.pages.training import run_until
from ui.components.code import LIT
from ui.foreman.client import ForemanClient
from ui.lessons.three_paradigms import custom_layers, drawing, proof
from ui.lessons.three_paradigms.behaviour import observe
from ui.visitor import computations, workers

ROOT = Path(__file__).parents[2]
PARTS = [
    "Code",
    "Proof",
    "Behaviour",
    "Drawing",
    "Own layers",
    "2019 to today",
    "Which one?",
    "Take it with you",
]
LINE = re.compile(r'<span class="line"[^>]*>(.*?\n)</span>', re.S)


def page_texts(app):
    return [element.value for element in app.markdown]


def boxes(app):
    """Give the file's name and the text of each code box in a column or a tab."""
    return [
        (
            html.unescape(re.search(r'aria-label="([^"]*)"', box)[1]),
            "".join(html.unescape(re.sub("<[^>]+>", "", x)) for x in LINE.findall(box)),
        )
        for box in (element.proto.body for element in app.get("html"))
        if "lit-code" in box and "<pre" in box
    ]


def outputs(app):
    """Give the text of each result and each exception."""
    bodies = [element.proto.body for element in app.get("html")]
    found = re.findall(r'<pre class="output[^>]*>(.*?)</pre>', "".join(bodies), re.S)
    return [html.unescape(text) for text in found]


def table(app, head):
    """Give the rows of the table whose first head this is."""
    text = next(text for text in page_texts(app) if text.startswith(f"| {head} |"))
    heads, _, *rows = [line.strip("|").split("|") for line in text.splitlines()]
    names = [name.strip() for name in heads]
    return [dict(zip(names, map(str.strip, row), strict=True)) for row in rows]


def rules(app):
    """Give the marks whose lines are lit."""
    bodies = [element.proto.body for element in app.get("html")]
    return re.findall(r'data-marks~="(\w+)"\] {' + re.escape(LIT), " ".join(bodies))


def choose(app, key, value):
    app.get_by_key(f"three_paradigms_{key}").set_value(value)
    app.run()
    assert not app.exception, app.exception
    assert not app.error, app.error
    return app


def finish(app):
    """Run the page again, as its poll does, until no computation is under way."""
    return run_until(app, lambda app: "Cancel" not in [b.label for b in app.button])


@pytest.fixture(scope="module")
def open_part(open_page):
    """Open one part of the page."""

    def open_part(part, **query):
        return open_page("three_paradigms", three_paradigms_part=part, **query)

    return open_part


def test_the_files_on_the_page_are_those_of_the_models(open_part):
    app = open_part("Code")
    shown = boxes(app)
    for name in PARADIGM_NAMES:
        file = f"lenet/models/{name.lower()}.py"
        texts = [text for label, text in shown if label == file]
        assert texts == 2 * [(ROOT / file).read_text("utf-8")]  # a column, a tab


@pytest.mark.parametrize(
    "part", ["Code", "Behaviour", "Own layers", "2019 to today", "Which one?"]
)
def test_every_code_box_is_code_of_the_file_that_it_names(open_part, part):
    shown = boxes(open_part(part))
    assert len(shown) >= 2
    for file, text in shown:
        whole = (ROOT / file).read_text("utf-8")
        for piece in text.split("\n\n\n"):
            assert piece.strip() in whole, file


@pytest.mark.parametrize(
    ("part", "key", "pieces"),
    [
        ("Proof", "proof_code", proof.CODE),
        ("Drawing", "forward_code", drawing.CODE),
        ("Own layers", "own_layer", custom_layers.CODE),
    ],
)
def test_a_chosen_piece_of_code_is_that_which_runs(open_part, part, key, pieces):
    app = open_part(part)
    for title, name in pieces.items():
        choose(app, key, title)
        runs = inspect.getsource(resolve(name)).strip()
        assert [code.value for code in app.code] == [runs]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_lights_its_lines_and_says_what_it_costs(open_page, layer):
    app = open_page("three_paradigms", three_paradigms_layer=layer)
    assert rules(app) == [layer]
    marked = [
        element.proto.body
        for element in app.get("html")
        if re.search(rf'data-marks="[^"]*\b{layer}\b', element.proto.body)
    ]
    assert len(marked) == 6  # three columns, three tabs
    said = next(text for text in page_texts(app) if text.startswith(f"**{layer}**"))
    assert "Weights: " in said
    rows = table(app, "In model.summary()")
    assert [row["In model.summary()"] for row in rows] == list(PARADIGM_NAMES)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_sidebars_paradigm_stands_out(open_page, paradigm):
    app = open_page("three_paradigms", paradigm=paradigm)
    badges = [text for text in page_texts(app) if "chosen]" in text]
    assert badges
    assert all(f"**{paradigm}**" in badge for badge in badges)


def test_the_proof_is_run_and_marks_the_answer(open_part):
    app = open_part("Proof")
    assert not [text for text in page_texts(app) if "Largest difference of any" in text]
    choose(app, "distance", "Not at all")
    next(b for b in app.button if b.label == "Run the proof").click()
    finish(app.run())
    texts = page_texts(app)
    assert any(
        "loss **0.0**, probabilities **0.0**, gradients **0.0**" in t for t in texts
    )
    assert any(t.startswith(":green[Right.] After 20 steps") for t in texts)
    assert any(t.startswith("- **Not at all** is right. The three") for t in texts)
    locked = app.get_by_key("three_paradigms_distance_locked")
    assert (locked.value, locked.proto.disabled) == ("Not at all", True)


def test_a_second_prediction_of_the_proof_stands_beside_the_first(open_part):
    app = choose(open_part("Proof"), "distance", "By more than rounding")
    next(b for b in app.button if b.label == "Run the proof").click()
    finish(app.run())
    assert any(t.startswith(":orange[Not quite.]") for t in page_texts(app))
    app.get_by_key("three_paradigms_distance_again").click()
    app.run()
    choose(app, "distance", "Not at all")
    assert not [t for t in page_texts(app) if t.startswith(":green[Right.]")]
    finish(choose(app, "steps", 5))
    assert any(t.startswith(":green[Right.] After 5 steps") for t in page_texts(app))
    assert any(c.value.startswith("First prediction: **By more") for c in app.caption)


@pytest.fixture(scope="module")
def behaviours(open_part):
    return open_part("Behaviour")


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_behaviour_shows_what_came_of_it(behaviours, behaviour):
    app = choose(behaviours, "behaviour", behaviour)
    seen = observe(behaviour)
    for paradigm, one in seen.items():
        names = BEHAVIOURS[behaviour].names(paradigm)
        called = source(names[-1])
        assert (one.source.file, one.source.text) in boxes(app)
        assert one.source.text.endswith(called.text)
        assert called.text == inspect.getsource(resolve(names[-1]))
        if one.error:
            first = one.error.splitlines()[0]
            assert any(text.startswith(first[:60]) for text in outputs(app))
    raised = sum(not one.worked for one in seen.values())
    drawn = len(app.get("graphviz_chart"))
    assert drawn == (6 if behaviour == "plot_model" else 0)
    marks = [
        text
        for text in page_texts(app)
        if "badge[:material/block: raised an error]" in text
    ]
    assert len(marks) >= 2 * raised


def test_all_behaviours_are_run_at_once(open_part):
    app = open_part("Behaviour")
    next(b for b in app.button if b.label == "Run them all").click()
    finish(app.run())
    rows = table(app, "What happens with …")
    titles = [behaviour.title for behaviour in BEHAVIOURS.values()]
    assert [row["What happens with …"] for row in rows] == titles
    for behaviour, each in BEHAVIOURS.items():
        if each.only:
            row = rows[list(BEHAVIOURS).index(behaviour)]
            works = [name for name in PARADIGM_NAMES if "returned" in row[name]]
            assert works == [each.only]


def test_the_forward_pass_is_drawn_with_one_shared_node(open_part):
    texts = page_texts(open_part("Drawing"))
    drawn = [text for text in texts if "flowchart TD" in text]
    assert ["call 2: 6x6x16" in chart for chart in drawn] == [False, True, True]


def test_own_layers_are_proven_equal_in_each_paradigm(open_part):
    app = open_part("Own layers")
    proven = [text for text in page_texts(app) if "from Keras's layers" in text]
    assert len(proven) == 6
    assert all("outputs **0.0**, gradients **0.0**" in text for text in proven)
    assert inspect.getsource(OwnDense).strip() in [code.value for code in app.code]


def test_the_courses_listing_stops_and_the_mended_one_does_not(open_part):
    app = open_part("2019 to today")
    said = outputs(app)
    missing = "missing 1 required positional argument: 'pool_size'"
    assert any(missing in text for text in said)
    assert any("81,194" in text for text in said)
    shown = dict(boxes(app))
    for which in ("2019", "today"):
        file = f"lenet/paradigms/course/listing_{which}.py"
        assert shown[file].rstrip() == (ROOT / file).read_text("utf-8").rstrip()


@pytest.fixture(scope="module")
def history(open_part):
    return open_part("2019 to today")


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_shown_as_it_was_and_as_it_is(history, change):
    app = choose(history, "change", change)
    texts = [text for _, text in boxes(app)]
    for shown in WAYS[change].values():
        called = inspect.getsource(shown[-1])
        assert any(text.endswith(called) for text in texts)


@pytest.mark.parametrize(
    ("answers", "paradigm"),
    [
        ("No No No", "Sequential"),
        ("Yes No Yes", "Functional"),
        ("Yes Yes Yes", "Subclassing"),
    ],
)
def test_three_answers_end_in_a_recommendation(open_part, answers, paradigm):
    app = open_part("Which one?")
    for key, answer in zip(QUESTIONS, answers.split(), strict=True):
        choose(app, key, answer)
    assert app.success[0].value.startswith(f"**{paradigm}.**")


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_chosen_model_can_be_taken_along(open_part, paradigm):
    app = open_part("Take it with you", paradigm=paradigm)
    script = export.script(paradigm)
    assert script.strip() in [code.value for code in app.code]
    assert json.loads(export.notebook(paradigm))["nbformat"] == 4
    labels = [button.label for button in app.get("download_button")]
    assert labels == ["Download the script", "Download the notebook"]


@pytest.mark.parametrize("part", PARTS)
def test_what_stops_working_is_a_sentence(open_part, monkeypatch, part):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    app = open_part(part)
    for cache in (workers.recall, proof.prove, custom_layers.differences):
        cache.clear()
    computations.results().clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.session_state[proof.WANTED] = True
    for button in app.button:
        if button.label == "Run them all":
            button.click()
    app.run()
    assert not app.exception
    assert {error.value for error in app.error} == {"The worker is gone."}
    assert app.subheader[-1].value == "What to take away"
