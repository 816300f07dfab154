"""What ran: a fetch runs, its nodes light up, and it answers the question."""

import html
import inspect
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from lenet.graphs import fetches as library
from lenet.results.fetches import ASKED, PROGRAMS, left_out, updates
from lenet.source import resolve
from tests.deadlines import DEADLINE, wait_until
from tests.pages.reading import press, whole_text
from ui.components.graph import fold
from ui.components.numbers import counted
from ui.foreman.client import foreman
from ui.lessons.sessions_vs_eager import fetches, tabs

PAGE = "sessions_vs_eager"
SMALL, FORWARD, TRAINING = PROGRAMS.values()
LINE = re.compile(r'<span class="line"[^>]*>(.*?\n)</span>', re.S)


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def open_tab(open_page):
    def open_tab(**query):
        named = {f"{PAGE}_{name}": value for name, value in query.items()}
        return open_page(PAGE, **{tabs.TABS.key: tabs.FETCHES}, **named)

    return open_tab


def drawing(app):
    """Return what the browser was told to draw."""
    (found,) = [
        element.proto
        for element in app.get("bidi_component")
        if element.proto.component_name == "lenet_graph"
    ]
    return json.loads(found.json)


def boxes(app):
    return {box["name"]: box for box in drawing(app)["boxes"]}


def lit(app):
    return {name for name, box in boxes(app).items() if "lit" in box["state"].split()}


def choose(app, name, value):
    app.get_by_key(f"{PAGE}_{name}").set_value(value)
    app.run()
    assert not app.exception, app.exception
    return app


def run_of(program, name, paradigm="Subclassing", rewrite=False):
    return library.fetch(program, paradigm, 0, name, rewrite=rewrite)


def a_relu():
    """Return the first activation's name: Keras counts models and layers in it."""
    nodes = library.structure("forward", "Subclassing")
    return next(node.name for node in nodes if node.kind == "Relu")


def test_nothing_is_lit_before_a_fetch(open_tab):
    app = open_tab()
    nodes = library.structure("small", "Subclassing")
    assert set(boxes(app)) == {node.name for node in nodes}
    assert not lit(app)
    assert "What this showed" not in [each.value for each in app.subheader]


def test_a_fetch_lights_what_ran_and_answers_the_question(open_tab):
    app = open_tab()
    choose(app, "fetch_small", "Those that lead to it")
    press(app, "Fetch `total`")
    run = run_of("small", "total")
    assert lit(app) == {*run.ran, *run.fed}
    assert boxes(app)["x"]["second"] == "Placeholder · fed"
    assert boxes(app)["doubled"]["second"].endswith("µs")
    assert boxes(app)["total"]["state"] == "lit chosen"
    assert ":green[Right.] Of 6 nodes, **3** ran." in whole_text(app)
    assert "ran **3 of 6 nodes**" in whole_text(app)
    assert "`[3., 6., 9.]`" in whole_text(app)
    assert "Fetching `total` ran **3** of 6 nodes." in whole_text(app)
    assert "total" in app.query_params[f"{PAGE}_fetch"]


def test_another_fetch_does_not_answer_it(open_tab):
    app = open_tab(fetch="unused")
    assert lit(app) == {"x", "two", "doubled", "squared", "unused"}
    assert not [each for each in app.get("button") if each.label == "Predict again"]


@pytest.mark.parametrize("paradigm", ["Sequential", "Functional", "Subclassing"])
def test_the_loss_runs_no_update_and_train_all(open_page, paradigm):
    query = {f"{PAGE}_program": TRAINING, "paradigm": paradigm}
    app = open_page(PAGE, **{tabs.TABS.key: tabs.FETCHES}, **query)
    choose(app, "fetch_training", "All 11")
    press(app, "Fetch `loss`")
    nodes = library.structure("training", paradigm)
    assert len(updates(nodes)) == 11
    assert ":orange[Not quite.]" in whole_text(app)
    assert "**None** is right." in whole_text(app)
    press(app, "Fetch `train`")
    assert "and **0** of 11 updates." in whole_text(app)
    assert "and **11** of 11 updates." in whole_text(app)


def test_the_address_opens_a_node_inside_its_boxes(open_tab):
    name = a_relu()
    app = open_tab(program=FORWARD, fetch=name)
    shown = boxes(app)
    model, layer, _ = name.split("/")
    assert shown[f"{model}/"]["kind"] == shown[f"{model}/{layer}/"]["kind"] == "frame"
    run = run_of("forward", name)
    root = fold.fold(library.structure("forward", "Subclassing"))
    for box in root.walk():
        if box.name in shown:
            ran = {*run.ran, *run.fed} & set(box.nodes)
            assert (box.name in lit(app)) == bool(ran), box.name
    assert f"Value of `{name}`: `{run.value}`" in whole_text(app)


def test_the_switch_lets_grappler_join_nodes(open_tab):
    app = open_tab(program=FORWARD, fetch="probabilities")
    off = whole_text(app)
    app.get_by_key(f"{PAGE}_grappler").set_value(True)
    app.run()
    run = run_of("forward", "probabilities", rewrite=True)
    assert f"ran **{len(run.ran)} of" in whole_text(app)
    assert "Fused" in whole_text(app)
    assert "Fused" not in off
    (expander,) = [each for each in app.expander if "did not run" in each.label]
    count = len(left_out(library.structure("forward", "Subclassing"), run))
    assert expander.label.startswith(counted(count, "node"))


@pytest.mark.parametrize(
    "query",
    [
        {"fetch": "lost"},
        {"program": "lost"},
        {"grappler": "maybe"},
        {"program": FORWARD, "fetch": "total"},
    ],
)
def test_a_broken_address_opens_the_defaults(open_tab, query):
    app = open_tab(**query)
    assert not app.error
    assert app.get_by_key(f"{PAGE}_fetch").value is None
    assert not lit(app)


def test_another_graph_or_paradigm_drops_the_fetch(open_tab):
    app = open_tab(program=FORWARD, fetch=a_relu())
    assert lit(app)
    app.get_by_key("paradigm").set_value("Sequential")  # it has another name there
    app.run()
    assert not app.error
    assert not lit(app)
    press(app, "Fetch `probabilities`")
    assert lit(app)
    choose(app, "program", SMALL)
    assert not app.error
    assert app.get_by_key(f"{PAGE}_fetch").value is None
    assert not lit(app)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_code_is_that_which_runs(open_tab, program):
    app = open_tab(program=PROGRAMS[program])
    boxes = [each.proto.body for each in app.get("html")]
    shown = [
        "".join(
            html.unescape(re.sub("<[^>]+>", "", line)) for line in LINE.findall(box)
        )
        for box in boxes
        if "<pre" in box
    ]
    names = (fetches.CODE[program], "lenet.graphs.session:run_recorded")
    assert shown == [inspect.getsource(resolve(name)) for name in names]


def test_two_visitors_do_not_disturb_each_other(open_tab):
    one, other = open_tab(), open_tab()
    press(one, "Fetch `total`")
    assert not lit(other.run())
    choose(other, "fetch", "squared")
    assert lit(other) == {"x", "squared"}
    assert lit(one.run()) == {"x", "two", "doubled", "total"}


def test_two_visitors_at_the_same_time_get_what_they_asked_for():
    asked = [("Sequential", "loss"), ("Subclassing", "train")] * 3

    def fetch(one):
        paradigm, name = one
        return foreman().ask(
            "call",
            visitor=f"{paradigm}",
            target="lenet.graphs.fetches:fetch",
            args=("training", paradigm, 0, name),
            kwargs={"rewrite": False},
            seconds=DEADLINE,
        )

    with ThreadPoolExecutor(6) as threads:
        runs = list(threads.map(fetch, asked))
    for (paradigm, name), run in zip(asked, runs, strict=True):
        alone = library.fetch("training", paradigm, 0, name, rewrite=False)
        assert (run.name, run.error, run.value) == (name, "", alone.value)
        assert set(run.ran) == set(alone.ran)


def test_the_program_is_the_same_in_both_tabs(open_page):
    app = open_page(PAGE, **{tabs.TABS.key: tabs.LANES, f"{PAGE}_program": FORWARD})
    chosen = app.get_by_key(f"{PAGE}_program")
    other = open_page(PAGE, **{tabs.TABS.key: tabs.FETCHES, f"{PAGE}_program": FORWARD})
    assert chosen.value == other.get_by_key(f"{PAGE}_program").value == FORWARD
    assert "probabilities" in boxes(other)


def test_fetches_of_another_graph_are_not_listed(open_tab):
    app = open_tab(program=TRAINING, fetch="loss")
    assert "Fetching `loss` ran" in whole_text(app)
    choose(app, "fetch", "train")
    assert whole_text(app).count("- Fetching `") == 2
    app.get_by_key("paradigm").set_value("Sequential")
    app.run()
    assert whole_text(app).count("- Fetching `") == 1  # `train` of the new graph
    for name in ("images", "labels", "loss", "train"):
        choose(app, "fetch", name)
    assert whole_text(app).count("- Fetching `") == 3


def test_an_opened_box_stays_open(open_tab):
    app = open_tab(program=FORWARD)
    model, layer = f"{a_relu().split('/')[0]}/", a_relu().rpartition("/")[0]
    assert boxes(app)[model]["kind"] == "group"
    app.session_state[f"{PAGE}_graph_forward_Subclassing_opened"] = {model}
    app.run()
    assert boxes(app)[model]["kind"] == "frame"
    assert f"{layer}/" in boxes(app)
    press(app, f"Fetch `{ASKED['forward']}`")
    assert boxes(app)[model]["kind"] == "frame"
