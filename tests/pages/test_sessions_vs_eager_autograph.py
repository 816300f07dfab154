"""The tab AutoGraph: both columns of code, the calls, loops, refusals, a notebook."""

import json

import pytest

from lenet.graphs.autograph import EXAMPLES, PYTHON_NUMBERS, REFUSED, VALUES
from lenet.graphs.autograph.conversion import convert
from lenet.graphs.autograph.refusing import refuse
from lenet.source import source
from tests.deadlines import wait_until
from tests.pages.reading import boxes, check, press, rules, whole_text
from tests.pages.reading import choose as choose_key
from ui.components import notebooks
from ui.foreman.client import ForemanClient, foreman
from ui.lessons.sessions_vs_eager.autograph import calls
from ui.lessons.sessions_vs_eager.autograph import code as autograph_code
from ui.visitor import workers

DEFAULT = next(iter(EXAMPLES))


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def open_tab(open_page):
    def open_tab(**query):
        named = {f"sessions_vs_eager_{name}": value for name, value in query.items()}
        return open_page(
            "sessions_vs_eager", sessions_vs_eager_part="AutoGraph", **named
        )

    return open_tab


def choose(app, key, value):
    return choose_key(app, f"sessions_vs_eager_autograph_{key}", value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_function_stands_beside_what_autograph_made_of_it(open_tab, name):
    app = check(open_tab(autograph_example=EXAMPLES[name].title))
    # The page's own: the order of names in AutoGraph's code differs by process.
    found = workers.recall("lenet.graphs.autograph.conversion:convert", name, VALUES[0])
    shown = boxes(app)
    assert ("lenet/graphs/autograph/examples.py", found.source.text) in shown
    assert ("AutoGraph's code", found.generated.text) in shown
    assert found.source == source(f"lenet.graphs.autograph.examples:{name}")


def test_a_chosen_line_lights_both_columns(open_tab):
    app = open_tab(autograph_example="A break")
    found = convert("first_over")
    choose(app, "line_first_over", "break")
    assert rules(app) == [autograph_code.mark_of(found.line_of("break"))]
    boxes = [x.proto.body for x in app.get("html") if "lit-code" in x.proto.body]
    marked = [body.count(f'data-marks="{rules(app)[0]}"') for body in boxes]
    assert marked[:2] == [1, len(found.made_of(found.line_of("break")))]
    assert "The line became **2 lines**" in whole_text(app)


def test_every_word_of_autograph_is_explained():
    used = {
        word
        for name in EXAMPLES
        for word in autograph_code.GENERATED.findall(convert(name).generated.text)
    }
    assert used == set(autograph_code.WORDS)


def line_runs(app, name, values):
    key = f"sessions_vs_eager_autograph_line_runs_{name}_{VALUES.index(values)}"
    return app.get_by_key(key)


@pytest.mark.parametrize(
    ("values", "times", "right"),
    [("tensors", "1 time", "Once"), ("Python numbers", "2 times", "As often as")],
)
def test_calls_answer_the_question(open_tab, values, times, right):
    app = open_tab(autograph_values=values)
    assert "What this showed" not in [each.value for each in app.subheader]
    guess = line_runs(app, DEFAULT, values)
    guess.set_value("Once").run()
    press(app, "Call it")
    text = whole_text(app)
    assert f"Python ran the line **{times}** for the `tf.function`" in text
    assert ("Right." if right == "Once" else "Not quite.") in text
    assert f"**{right}" in text
    assert "| `absolute(-3)` | 3 | 3 |" in text
    assert ("`StatelessIf` chooses a branch" in text) == (values == "tensors")
    showed = f"Python ran `result = -x` **2 times** in eager execution and **{times}**"
    assert showed in text


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_reason_names_the_graph_where_the_loop_is_in_it(name):
    question = calls.question(name, PYTHON_NUMBERS, convert(name, PYTHON_NUMBERS))
    graphs = convert(name, PYTHON_NUMBERS).graphs
    kinds = {node.kind for graph in graphs for node in graph.nodes}
    said = calls.IN_THE_GRAPH in question.options[-1].why
    assert said == bool(kinds & {"StatelessIf", "If", "StatelessWhile", "While"})


@pytest.mark.parametrize(
    ("pressed", "key", "first", "second"),
    [
        ("Call it", f"autograph_line_runs_{DEFAULT}_0", "Never", "Once"),
        (
            "Trace it",
            "autograph_multiplications",
            "One in both graphs",
            "n for a Python number, one for a tensor",
        ),
        (
            "Make a graph of it",
            f"guess_refused_{next(iter(REFUSED))}",
            "`sign = 1`",
            "`if x > 0:`",
        ),
    ],
)
def test_a_question_can_be_answered_again(open_tab, pressed, key, first, second):
    app = open_tab()
    app.get_by_key(f"sessions_vs_eager_{key}").set_value(first).run()
    press(app, pressed)
    assert "Not quite." in whole_text(app)
    app.get_by_key(f"sessions_vs_eager_{key}_again").click().run()
    assert "What this showed" not in [each.value for each in app.subheader]
    app.get_by_key(f"sessions_vs_eager_{key}").set_value(second).run()
    press(app, f"{pressed} again")
    assert "Right." in whole_text(app)


def test_the_prediction_of_one_example_is_none_of_another(open_tab):
    app = open_tab()
    line_runs(app, DEFAULT, VALUES[0]).set_value("Once").run()
    other = next(name for name in EXAMPLES if name != DEFAULT)
    choose(app, "example", other)
    assert line_runs(app, other, VALUES[0]).value is None


@pytest.mark.parametrize("values", VALUES)
def test_the_calls_can_be_made_without_autograph(open_tab, values):
    app = press(open_tab(autograph_values=values, autograph_off="true"), "Call it")
    message = convert(DEFAULT, values).unconverted
    said = [text for label, text in boxes(app) if label == "The error's message"]
    if message:
        assert message.said in said[0]
    else:
        assert not said
        assert "all calls return the same" in whole_text(app)


def test_loops_are_traced_for_the_chosen_passes(open_tab):
    app = press(open_tab(autograph_passes="7"), "Trace it")
    assert "| Python number | 7 |" in whole_text(app)
    assert "| tensor | 1 |" in whole_text(app)
    choose(app, "passes", 31)
    assert "| Python number | 31 |" in whole_text(app)
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    python, tensor = figure["data"]
    rise = {b - a for a, b in zip(python["y"], python["y"][1:], strict=False)}
    passes = {b - a for a, b in zip(python["x"], python["x"][1:], strict=False)}
    assert rise == passes
    assert len(set(tensor["y"])) == 1


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_shows_its_message_and_its_fix(open_tab, name):
    app = open_tab(autograph_refused=REFUSED[name].title)
    found = refuse(name)
    shown = dict(boxes(app))
    assert shown[found.source.file] == found.source.text
    assert "The error's message" not in shown
    assert REFUSED[name].why not in whole_text(app), (
        "the answer is told before the call"
    )
    guess = app.get_by_key(f"sessions_vs_eager_guess_refused_{name}")
    code = found.source.text.splitlines()
    named = f"`{code[found.lines[0] - 1].strip()}`"
    others = ("`def ", '`"""', "`@", "`else:")
    assert not [option for option in guess.options if option.startswith(others)]
    assert len(set(guess.options)) == len(guess.options)
    guess.set_value(named).run()
    press(app, "Make a graph of it")
    assert "Right." in whole_text(app)
    assert REFUSED[name].why in whole_text(app)
    assert f"raises **{found.message.kind}**" in whole_text(app)
    message = dict(boxes(app))["The error's message"]
    assert found.message.kind in message
    assert (found.fixed.file, found.fixed.text) not in boxes(app)
    press(app, "Apply the fix")
    assert (found.fixed.file, found.fixed.text) in boxes(app)
    bodies = [element.proto.body for element in app.get("html")]
    assert f'<pre class="output" tabindex="0">{found.returned}</pre>' in bodies
    assert f"**1 of {len(REFUSED)} functions**" in whole_text(app)


def test_a_broken_address_opens_the_defaults(open_tab):
    app = check(
        open_tab(
            autograph_example="x",
            autograph_values="lists",
            autograph_refused="<b>",
            autograph_passes="-4",
            autograph_line_absolute="import os",
        )
    )
    assert "AutoGraph's code" in dict(boxes(app))
    assert app.session_state.sessions_vs_eager_autograph_example == DEFAULT


def test_the_tab_can_be_taken_along(open_page):
    app = open_page("sessions_vs_eager", sessions_vs_eager_part="AutoGraph")
    labels = [button.label for button in app.get("download_button")]
    assert labels == ["This tab as a notebook"]
    text = notebooks.written(
        "lenet.graphs.notebooks.autograph:main", (), (), ()
    )  # kept
    assert json.loads(text)["nbformat"] == 4


def test_what_stops_working_is_a_sentence(open_tab, monkeypatch):
    def broken(client, verb, **asked):
        raise workers.WorkError("The worker is gone.")

    app = open_tab()
    workers.recall.clear()
    notebooks.written.clear()
    monkeypatch.setattr(ForemanClient, "ask", broken)
    app.run()
    assert not app.exception
    assert {error.value for error in app.error} == {"The worker is gone."}
