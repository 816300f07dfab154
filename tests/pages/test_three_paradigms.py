"""Three paradigms: the code shown is the code that runs, with its own results."""

import inspect
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from lenet import export
from lenet.models.layers import OwnDense
from lenet.paradigms import anatomy
from lenet.paradigms.advice import QUESTIONS
from lenet.paradigms.behaviours import BEHAVIOURS, GROUPS
from lenet.paradigms.course import CHANGES
from lenet.paradigms.course.changes import WAYS
from lenet.results.paradigms import LAYERS
from lenet.settings import PARADIGM_NAMES, Placement, Settings
from lenet.source import resolve, source
from lenet.weights.checksum import checksum
from tests.deadlines import wait_until
from tests.pages.reading import (
    boxes,
    outputs,
    press,
    rules,
    run,
    table,
    verdicts,
    whole_text,
)
from tests.pages.reading import choose as choose_key
from tests.pages.reading import texts as page_texts
from tests.pages.training import run_until
from ui.components.training.taken import written
from ui.foreman.client import ForemanClient, foreman
from ui.lessons.three_paradigms import custom_layers, drawing, proof, tabs
from ui.lessons.three_paradigms import export as taken
from ui.lessons.three_paradigms.behaviour import observe
from ui.visitor import computations, workers
from ui.visitor.state import Training

ROOT = Path(__file__).parents[2]
SAME = "identical, bit for bit"
NAMES = [
    *("C1 conv2d_1", "S2 average_pool", "C3 conv2d_2", "S4 average_pool"),
    *("flatten", "F5 fc_1", "F6 fc_2", "Output out"),
]


def choose(app, key, value):
    return choose_key(app, f"three_paradigms_{key}", value)


def finish(app):
    """Run the page again, as its poll does, until no computation is under way."""
    return run_until(app, lambda app: "Cancel" not in [b.label for b in app.button])


@pytest.fixture(scope="module", autouse=True)
def _ready():
    """Wait until TensorFlow is there: before that, each tab shows that it waits."""
    wait_until(foreman().is_warm)


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
    "part", ["Code", "Behaviour", "Custom layers", "2019 to today"]
)
def test_every_code_box_is_code_of_the_file_that_it_names(open_part, part):
    check_boxes(boxes(open_part(part)))


def check_boxes(shown):
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
        ("Custom layers", "own_layer", custom_layers.CODE),
    ],
)
def test_a_chosen_piece_of_code_is_that_which_runs(open_part, part, key, pieces):
    app = open_part(part)
    for title, name in pieces.items():
        choose(app, key, title)
        assert boxes(app)[0][1] == inspect.getsource(resolve(name))


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_lights_its_lines_and_shows_its_weights(open_page, layer):
    name = NAMES[LAYERS.index(layer)]
    app = open_page("three_paradigms", three_paradigms_layer=name)
    assert rules(app) == [layer]
    marked = [
        element.proto.body
        for element in app.get("html")
        if re.search(rf'data-marks="[^"]*\b{layer}\b', element.proto.body)
    ]
    assert len(marked) == 6  # three columns, three tabs
    said = next(text for text in page_texts(app) if text.startswith(f"**{name}**"))
    assert "Weights: " in said
    rows = table(app, "In model.summary()")
    assert [row["In model.summary()"] for row in rows] == list(PARADIGM_NAMES)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_sidebars_paradigm_stands_out(open_page, paradigm):
    app = open_page("three_paradigms", paradigm=paradigm)
    badges = [
        text for text in page_texts(app) if "-badge[chosen in the sidebar]" in text
    ]
    assert badges
    assert all(f"**{paradigm}**" in badge for badge in badges)


def test_the_proof_runs_and_checks_the_prediction(open_part):
    app = open_part("Proof")
    assert not [text for text in page_texts(app) if "The weights after the" in text]
    choose(app, "distance", "Not at all")
    next(b for b in app.button if b.label == "Run the proof").click()
    app.run()
    asked = [b for b in app.get("button_group") if b.label == proof.DISTANCE.text]
    assert [one.proto.disabled for one in asked] == [True]
    finish(app)
    texts = page_texts(app)
    assert any(
        f"loss **{SAME}**, probabilities **{SAME}**, gradients **{SAME}**" in t
        for t in texts
    )
    assert any(f"20 steps: the weights are **{SAME}**." in t for t in texts)
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
    choose(app, "steps", 5)
    next(b for b in app.button if b.label == "Run the proof").click()
    finish(app.run())
    assert any(t.startswith(":green[Right.] After 5 steps") for t in page_texts(app))
    assert any(c.value.startswith("First prediction: **By more") for c in app.caption)


def test_the_proof_of_other_choices_begins_only_with_the_button(open_part):
    def is_shown(app):
        return any("The weights after the" in text for text in page_texts(app))

    app = choose(open_part("Proof"), "steps", 10)
    next(b for b in app.button if b.label == "Run the proof").click()
    finish(app.run())
    assert is_shown(app)
    choose(app, "steps", 5)
    assert not is_shown(app)
    assert "What this showed" not in [heading.value for heading in app.subheader]
    assert app.session_state["_state"].kept["computations"][
        "three_paradigms_race"
    ].args == (0, 10)
    assert any("No proof of this seed" in info.value for info in app.info)
    assert app.get("plotly_chart"), "the place of the losses is gone"
    app.get_by_key("seed").set_value(1)
    choose(app, "steps", 10)
    assert not is_shown(app)
    app.get_by_key("seed").set_value(0)
    assert is_shown(app.run())
    assert not app.info


@pytest.fixture(scope="module")
def behaviours(open_part):
    return open_part("Behaviour")


def choose_call(app, behaviour):
    group = BEHAVIOURS[behaviour].group
    choose(app, "behaviours", group)
    return choose(app, f"behaviour_{GROUPS.index(group)}", behaviour)


def make_call(app):
    app.get_by_key("three_paradigms_make_call").click()
    return run(app)


def test_a_call_is_predicted_before_it_is_made_and_marked_by_its_run(open_part):
    app = choose_call(open_part("Behaviour"), "inputs")
    assert not outputs(app)
    assert "has no symbolic tensors" not in " ".join(page_texts(app))
    choose(app, "can_inputs", "In all three")
    make_call(app)
    texts = page_texts(app)
    assert any(
        t.startswith(":orange[Not quite.] You predicted **In all") for t in texts
    )
    wrong = "- **In all three** is wrong here. Subclassing raised AttributeError."
    assert any(t.startswith(wrong) for t in texts)
    right = (
        f"**Only in Sequential and Functional** is right. {BEHAVIOURS['inputs'].why}"
    )
    assert any(right in t for t in texts)
    assert outputs(app)
    assert any(t.startswith("- Of 1 call, made in each") for t in texts)
    app.get_by_key("three_paradigms_can_inputs_again").click()
    assert not outputs(run(app))
    choose(app, "can_inputs", "Only in Sequential and Functional")
    make_call(app)
    assert any(t.startswith(":green[Right.]") for t in page_texts(app))


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_behaviour_shows_what_came_of_it(behaviours, behaviour):
    app = make_call(choose_call(behaviours, behaviour))
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
            fix = f"**Fix:** {BEHAVIOURS[behaviour].fixes[paradigm]}"
            assert page_texts(app).count(fix) >= 2  # a column, a tab
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
    rows = table(app, "Call")
    titles = [behaviour.title for behaviour in BEHAVIOURS.values()]
    assert [row["Call"] for row in rows] == titles
    for behaviour, each in BEHAVIOURS.items():
        if each.only:
            row = rows[list(BEHAVIOURS).index(behaviour)]
            works = [name for name in PARADIGM_NAMES if "returned" in row[name]]
            assert works == [each.only]
    assert rows[0]["Subclassing"].endswith(
        "returned · variables before: 0, variables after: 10"
    )
    said = f"Of {len(titles)} calls, made in each paradigm, these"
    assert any(said in text for text in page_texts(app))
    # What the table shows can no longer be predicted.
    assert any("There was no prediction" in text for text in page_texts(app))
    assert "Make the call" not in [button.label for button in app.button]


def test_the_forward_pass_is_drawn_with_one_shared_node(open_part):
    app = open_part("Drawing")
    assert not [text for text in page_texts(app) if "flowchart TD" in text]
    press(app, "Draw the three models")
    drawn = [text for text in page_texts(app) if "flowchart TD" in text]
    shared = [False, True, True]
    # In columns, and again in tabs.
    assert ["call 2: 6x6x16" in chart for chart in drawn] == shared + shared


def test_custom_layers_are_proven_equal_in_each_paradigm(open_part):
    app = open_part("Custom layers")
    assert "What this showed" not in [each.value for each in app.subheader]
    press(app, "Compare with Keras's layers")
    assert "What this showed" in [each.value for each in app.subheader]
    proven = [text for text in page_texts(app) if "Compared with Keras's" in text]
    assert len(proven) == 6
    same = f"outputs **{SAME}**, gradients **{SAME}**"
    assert all(same in text for text in proven)
    assert inspect.getsource(OwnDense) in [text for _, text in boxes(app)]


def test_the_courses_listing_stops_and_the_fixed_one_does_not(open_part):
    app = open_part("2019 to today")
    said = outputs(app)
    missing = "missing 1 required positional argument: 'pool_size'"
    assert any(missing in text for text in said)
    assert any("81,194" in text for text in said)
    shown = dict(boxes(app))
    for which in ("2019", "today"):
        file = f"lenet/paradigms/course/listing_{which}.py"
        assert shown[file].rstrip() == (ROOT / file).read_text("utf-8").rstrip()


def test_the_changes_that_were_run_are_counted(open_part):
    app = open_part("2019 to today")
    assert "What this showed" not in [each.value for each in app.subheader]
    for number, change in enumerate(("pooling", "symbols"), start=1):
        choose(app, "change", change)
        run = f"You ran {number} of {len(CHANGES)} changes."
        assert run in whole_text(app)


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
        assert not app.success  # no answer is chosen beforehand
        choose(app, key, answer)
    assert app.success[0].value.startswith(f"**{paradigm}.**")
    badges = [text for text in page_texts(app) if "-badge[recommended]" in text]
    assert badges
    assert all(f"**{paradigm}**" in badge for badge in badges)
    check_boxes(boxes(app))


def test_a_recommendation_can_be_used_in_all_lessons(open_part):
    app = open_part("Which one?", paradigm="Subclassing")
    for key in QUESTIONS:
        choose(app, key, "No")
    use = "Use Sequential in all lessons"
    next(b for b in app.button if b.label == use).click()
    app.run()
    assert not app.exception, app.exception
    assert app.session_state.paradigm == "Sequential"
    assert use not in [b.label for b in app.button]


def test_each_tab_leads_to_the_next(open_part):
    app = open_part("Code")
    for title in tabs.TITLES[1:]:
        next(b for b in app.button if b.label == f"Next: {title}").click()
        app.run()
        assert not app.exception, app.exception
        assert app.session_state.three_paradigms_part == title
        assert app.query_params["three_paradigms_part"] == title
    assert not [b for b in app.button if b.label.startswith("Next: ")]


def test_a_chosen_layer_is_counted_in_lines(open_part):
    app = open_part("Code")
    assert not [text for text in page_texts(app) if " takes " in text]
    app = choose(app, "layer", NAMES[LAYERS.index("C1")])
    taken = next(
        text for text in page_texts(app) if text.startswith("- C1 conv2d_1 takes")
    )
    lines = anatomy.dissect().layers["C1"].lines
    for name in PARADIGM_NAMES:
        assert re.search(rf"\b{len(lines[name])} lines? in {name}", taken)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_chosen_model_can_be_taken_along(open_part, paradigm):
    app = open_part("Take it with you", paradigm=paradigm, seed="3")
    settings = Settings(paradigm=paradigm, seed=3)
    script = export.script(settings)
    assert script.strip() in [code.value for code in app.code]
    assert "You have trained no network yet" in whole_text(app)
    labels = [button.label for button in app.get("download_button")]
    kinds = ("script", "notebook")
    assert labels == [*(f"Download it as a {kind}" for kind in kinds), "Its images"]
    assert "The script has" not in whole_text(app)
    app.session_state[taken.TAKEN] = settings  # its press
    assert f"The script has {len(script.splitlines())} lines" in whole_text(app.run())
    assert "it imports `numpy` and `tensorflow`, and nothing" in whole_text(app)


def test_what_is_taken_along_is_the_last_training(open_part):
    app = open_part("Take it with you", paradigm="Functional")
    ran = Settings(source="mnist", limit=7_500, loop="fit", epochs=3, seed=4)
    ending = SimpleNamespace(
        finished=True,
        evaluation=SimpleNamespace(accuracy=0.9),
        state=SimpleNamespace(weights=[np.ones(3, np.float32)], step=354),
    )
    training = Training(ran, 1, 0, phase="done", outcome=ending)
    app.session_state["_state"].training = training
    text = whole_text(run(app))
    assert "except for the paradigm: that was Subclassing" in text
    assert "loop `fit`, 3 epochs of 7,500 images of `mnist`" in text
    script = export.script(replace(ran, paradigm="Functional"))
    assert script.strip() in [code.value for code in app.code]
    assert "Its images" not in [x.label for x in app.get("download_button")]
    app.session_state["_state"].training = replace(
        training, settings=replace(ran, paradigm="Functional")
    )
    run(app)
    assert "Its settings are those of your last training:" in whole_text(app)
    weights = f"`{checksum(ending.state.weights)[:12]}`"
    assert any(weights in caption.value for caption in app.caption)
    app.session_state[taken.TAKEN] = replace(ran, paradigm="Functional")
    assert "The training step in it is that of Keras's fit" in whole_text(run(app))


def test_a_training_on_replicas_is_not_taken_along(open_part):
    app = open_part("Take it with you")
    ran = Settings(placement=Placement("mirrored", logical_cpus=2))
    app.session_state["_state"].training = Training(ran, 1, 0, outcome=object())
    assert "You have trained no network yet" in whole_text(run(app))


def test_the_script_runs_and_marks_the_prediction(open_part):
    app = open_part("Take it with you")
    choose(app, "same_weights", "The same, bit for bit")
    finish(press(app, "Run both"))
    assert verdicts(app) == ["green"]
    (said,) = [text for text in page_texts(app) if text.startswith(":green")]
    here, script = re.findall("`([0-9a-f]{12})`", said)
    assert here == script
    assert "After one epoch of 512 images" in said
    assert any(text.startswith("- The script has") for text in page_texts(app))


@pytest.mark.parametrize("part", tabs.TITLES)
def test_what_stops_working_is_a_sentence(open_part, monkeypatch, part):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    app = open_part(part)
    caches = (workers.recall, proof.prove, custom_layers.differences, written)
    for cache in caches:
        cache.clear()
    computations.results().clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.session_state[proof.WANTED] = app.session_state[drawing.WANTED] = True
    app.session_state[custom_layers.WANTED] = 0  # the seed
    for name in QUESTIONS:
        app.session_state[f"three_paradigms_{name}"] = "No"
    for button in app.button:
        if button.label == "Run them all":
            button.click()
    app.run()
    assert not app.exception
    assert {error.value for error in app.error} == {"The worker is gone."}
    links = [link.proto.label for link in app.get("page_link")]
    assert [label for label in links if label.startswith("**Next: ")]
