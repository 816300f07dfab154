"""What a model can do in each paradigm: executed, and held against oracles."""

import ast
import inspect
import pickle
import re
import subprocess
import sys
import tempfile
import textwrap
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

import lenet
from lenet.digits import load
from lenet.models import WEIGHT_COUNTS
from lenet.models.subclassing import LeNet
from lenet.paradigms.behaviours import BEHAVIOURS, introspection
from lenet.paradigms.behaviours.conditionals import SubclassingInverter
from lenet.paradigms.behaviours.observe import observe, observe_all
from lenet.results.observation import Observation
from lenet.settings import PARADIGM_NAMES
from lenet.source import resolve
from lenet.weights import shipped

ROOT = Path(__file__).parents[3]
CELLS = [(key, paradigm) for key in BEHAVIOURS for paradigm in PARADIGM_NAMES]
ADVICE = {
    key: behaviour.only for key, behaviour in BEHAVIOURS.items() if behaviour.only
}
TESTS = load("sample", limit=1)
IMAGE, OTHER = TESTS.test_images[:1], TESTS.test_images[1:2]
LABEL = int(TESTS.test_labels[0])

seen = cache(observe)


def returned(behaviour: str, paradigm: str) -> dict[str, str]:
    """Return what was returned, by the word before the colon."""
    observation = seen(behaviour, paradigm)
    assert observation.worked, observation.error
    return dict(line.split(": ", 1) for line in observation.returned.splitlines())


def works(behaviour: str) -> set[str]:
    return {name for name in PARADIGM_NAMES if seen(behaviour, name).worked}


def settings():
    """Read what a call could change for the whole process."""
    return (
        sys.gettrace(),
        sys.stdout,
        list(warnings.filters),
        warnings.showwarning,
        tf.get_logger().level,
        tf.keras.config.floatx(),
        tf.executing_eagerly(),
    )


@pytest.mark.parametrize(("behaviour", "paradigm"), CELLS)
def test_a_call_is_made_and_leaves_nothing_behind(
    behaviour, paradigm, tmp_path, monkeypatch, capfd
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    state = settings()
    observation = observe(behaviour, paradigm)
    assert settings() == state
    # AutoGraph keeps what it has compiled, once a process, until that ends.
    left = [file.name for file in tmp_path.iterdir()]
    assert [name for name in left if not name.startswith("__autograph")] == []
    assert capfd.readouterr() == ("", "")
    assert bool(observation.returned) != bool(observation.error)
    text = observation.returned + observation.error + observation.dot
    assert str(tmp_path) not in text
    assert str(ROOT) not in text
    assert "site-packages" not in text
    assert "\x1b" not in text
    assert not re.search(r"0x[0-9a-f]{6}|\d{9}", text)
    if observation.error:
        assert re.match(r"\w+Error: \S", observation.error)
        assert len(observation.error) < 1_600


@pytest.mark.parametrize(("behaviour", "paradigm"), CELLS)
def test_the_source_is_that_of_what_was_called(behaviour, paradigm):
    names = BEHAVIOURS[behaviour].names(paradigm)
    pieces = [inspect.getsource(resolve(name)) for name in names]
    shown = seen(behaviour, paradigm).source
    assert shown.text == "\n\n".join(pieces)
    lines = (ROOT / shown.file).read_text("utf-8").splitlines()
    assert lines[shown.line - 1] == shown.text.splitlines()[0]
    for piece in pieces:  # three of them stand side by side on a page
        assert len(piece.splitlines()) <= 25
        assert max(map(len, piece.splitlines())) <= 80


def test_the_registry_reads_well():
    for behaviour in BEHAVIOURS.values():
        assert behaviour.title[0].isupper()
        assert not behaviour.title.endswith(".")
        assert behaviour.why.endswith(".")
        assert len(behaviour.above) in (0, len(PARADIGM_NAMES))


def test_all_paradigms_come_in_their_order():
    observations = observe_all("inputs")
    assert tuple(observations) == PARADIGM_NAMES
    assert all(isinstance(seen, Observation) for seen in observations.values())


def test_an_unknown_name_raises_an_error_that_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"behaviour is 'fly'.*'first_call'"):
        observe("fly", "Sequential")
    with pytest.raises(ValueError, match=r"paradigm is 'sequential'.*'Sequential'"):
        observe("summary", "sequential")
    with pytest.raises(ValueError, match="paradigm is 'Other'"):
        BEHAVIOURS["summary"].names("Other")


def test_neither_registry_nor_observation_needs_tensorflow():
    script = (
        "import pickle, sys, lenet.paradigms.behaviours\n"
        "seen = pickle.load(sys.stdin.buffer)\n"
        "assert seen.worked and seen.dot\n"
        "heavy = {'tensorflow', 'keras', 'pydot'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps(seen("plot_model", "Functional")),
        capture_output=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]


# What is seen in each behaviour.


def test_a_class_has_no_variables_before_its_first_call():
    in_all = str(2 * len(WEIGHT_COUNTS))
    seen = {name: returned("first_call", name) for name in PARADIGM_NAMES}
    before = {name: each["variables before"] for name, each in seen.items()}
    assert before == {"Sequential": in_all, "Functional": in_all, "Subclassing": "0"}
    for name in PARADIGM_NAMES:
        assert seen[name]["variables after"] == in_all


def test_every_summary_counts_all_parameters():
    assert works("summary") == set(PARADIGM_NAMES)
    for name in PARADIGM_NAMES:
        summary = seen("summary", name).returned
        assert "Total params: 81,194" in summary
        assert max(map(len, summary.splitlines())) <= 60
        assert ("Connected to" in summary) == (name == "Functional")


@pytest.mark.parametrize("behaviour", ["inputs", "intermediate_outputs"])
def test_only_a_graph_has_tensors_to_name(behaviour):
    assert works(behaviour) == {"Sequential", "Functional"}
    assert seen(behaviour, "Subclassing").error.startswith("AttributeError")


def test_the_shapes_are_those_of_the_model():
    for name in ("Sequential", "Functional"):
        assert returned("inputs", name) == {
            "inputs": "(None, 32, 32, 1)",
            "outputs": "(None, 10)",
        }
        maps = returned("intermediate_outputs", name)["feature maps"]
        assert maps == "(1, 13, 13, 16)"


@pytest.mark.parametrize(
    ("paradigm", "boxes", "arrows"),
    [
        ("Sequential", len(lenet.pretrained("Sequential").layers), 7),
        # The pooling layer is drawn once, and has two arrows in, two out.
        ("Functional", len(lenet.pretrained("Functional").layers), 8),
        ("Subclassing", 1, 0),
    ],
)
def test_the_drawing_has_a_box_for_each_layer_of_a_graph(paradigm, boxes, arrows):
    dot = seen("plot_model", paradigm).dot
    assert dot.startswith("digraph")
    found = set(re.findall(r"^(box_\d+) \[", dot, re.MULTILINE))
    assert found == {f"box_{number}" for number in range(1, boxes + 1)}
    edges = re.findall(r"^(box_\d+) -> (box_\d+)", dot, re.MULTILINE)
    assert len(edges) == arrows
    assert {end for edge in edges for end in edge} <= found
    assert returned("plot_model", paradigm) == {
        "boxes": str(boxes),
        "arrows": str(arrows),
    }


def test_only_plot_model_draws():
    drawn = {key for key in BEHAVIOURS if seen(key, "Functional").dot}
    assert drawn == {"plot_model"}


def test_a_graph_is_made_again_from_its_config():
    assert works("config") == {"Sequential", "Functional"}
    for name in works("config"):
        assert returned("config", name)["parameters"] == "81194"
    assert "unexpected keyword argument" in seen("config", "Subclassing").error


def test_a_loaded_model_computes_exactly_the_same():
    assert works("keras_file") == {"Sequential", "Functional"}
    assert works("weights_file") == works("saved_model") == set(PARADIGM_NAMES)
    for name in works("keras_file"):
        assert returned("keras_file", name) == {"largest difference": "0"}
    for name in PARADIGM_NAMES:
        assert returned("saved_model", name) == {"largest difference": "0"}
        differences = returned("weights_file", name)
        assert differences["largest difference after"] == "0"
        assert float(differences["largest difference before"]) > 0.1
    error = seen("keras_file", "Subclassing").error
    assert error.startswith("TypeError: Could not locate class 'LeNet'")


def test_an_if_decides_by_value_where_there_is_one():
    assert works("python_if") == {"Sequential", "Subclassing"}
    plain = lenet.pretrained("Functional")(1 - IMAGE).numpy().argmax()
    assert plain != LABEL
    for name in works("python_if"):
        assert returned("python_if", name) == {
            "bright ink": str(LABEL),
            "dark ink": str(LABEL),
            "dark ink without the if": str(plain),
        }
    error = seen("python_if", "Functional").error
    assert error == "TypeError: A symbolic KerasTensor cannot be used as a boolean."


def test_a_graph_has_no_value_for_an_if():
    assert works("compiled_if") == set()
    for name in ("Sequential", "Subclassing"):
        error = seen("compiled_if", name).error
        assert error.startswith("OperatorNotAllowedInGraphError")


def test_run_eagerly_has_predict_run_as_python():
    model = SubclassingInverter()
    model.set_weights(shipped())
    model.compile(run_eagerly=True)
    assert model.predict(1 - IMAGE, verbose=0).argmax() == LABEL


def test_a_shared_layers_weights_count_once_and_act_twice():
    for name in PARADIGM_NAMES:
        assert returned("shared_layer", name) == {
            "parameters": str(3 * 3 + 1),
            "pixels reached": str(5 * 5),
        }


def test_a_stack_forgets_in_its_file_that_a_layer_came_twice():
    # Of Keras 3.15: its file lists each layer of a stack once, and says nothing.
    before, after = "pixels reached before", "pixels reached after"
    assert works("shared_layer_file") == {"Sequential", "Functional"}
    reached = returned("shared_layer_file", "Functional")
    assert reached == {before: str(5 * 5), after: str(5 * 5)}
    reached = returned("shared_layer_file", "Sequential")
    assert reached == {before: str(5 * 5), after: str(3 * 3)}


def test_two_inputs_need_more_than_a_stack():
    assert works("two_inputs") == {"Functional", "Subclassing"}
    model = lenet.pretrained("Sequential")
    first, second = model(IMAGE).numpy(), model(OTHER).numpy()
    for name in works("two_inputs"):
        assert returned("two_inputs", name) == {
            "first digit": str(LABEL),
            "same as itself": f"{(first * first).sum():.1%}",
            "same as another": f"{(first * second).sum():.1%}",
        }


def test_a_debugger_stops_at_each_line_of_call():
    lines, start = inspect.getsourcelines(LeNet.call)
    body = ast.parse(textwrap.dedent("".join(lines))).body[0].body[1:]
    numbers = [start + statement.lineno - 1 for statement in body]
    file = Path(inspect.getsourcefile(LeNet)).read_text("utf-8").splitlines()
    expected = [f"{number}  {file[number - 1].strip()}" for number in numbers]

    text = seen("debugger", "Subclassing").returned.splitlines()
    assert [line for line in text if line[0] != " "] == expected
    shapes = [line.strip() for line in text if line[0] == " "]
    commented = [line.partition("# ")[2] for line in expected[:-1]]
    assert shapes == [
        f"x is {comment.replace('batch', '1')}".replace("(1)", "(1,)")
        for comment in commented
    ]


@pytest.mark.parametrize("paradigm", ["Sequential", "Functional"])
def test_a_debugger_finds_no_line_of_a_graphs_code(paradigm):
    assert seen("debugger", paradigm).returned == "nothing"


def test_a_debugger_that_runs_already_continues(monkeypatch):
    def trace(*_):
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        observe("debugger", "Subclassing")
        assert sys.gettrace() is trace
    finally:
        sys.settrace(before)


def test_tensorboard_gets_the_graph_of_a_graph():
    assert seen("tensorboard_graph", "Subclassing").returned == "nothing"
    for name in ("Sequential", "Functional"):
        layers = returned("tensorboard_graph", name)["keras"].split(", ")
        assert [layer for layer in layers if layer in WEIGHT_COUNTS] == [*WEIGHT_COUNTS]


# The fixes.


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_each_error_has_a_fix_and_what_works_has_none(behaviour):
    fixes = BEHAVIOURS[behaviour].fixes
    assert set(fixes) == set(PARADIGM_NAMES) - works(behaviour)
    assert all(fix.endswith(".") for fix in fixes.values())


def inverted(images):
    return tf.keras.ops.where(tf.keras.ops.mean(images) > 0.5, 1 - images, images)


def test_where_works_in_a_graph():
    images = tf.keras.Input(shape=(32, 32, 1))
    digits = lenet.pretrained("Functional")(inverted(images))
    model = tf.keras.Model(images, digits)
    assert model(1 - IMAGE).numpy().argmax() == LABEL
    assert model.predict(1 - IMAGE, verbose=0).argmax() == LABEL


def test_a_class_called_on_an_input_is_a_graph():
    images = tf.keras.Input(shape=(32, 32, 1))
    model = tf.keras.Model(images, lenet.pretrained("Subclassing")(images))
    assert model.inputs[0].shape == (None, 32, 32, 1)
    assert model.outputs[0].shape == (None, 10)


@tf.keras.utils.register_keras_serializable()
class Registered(tf.keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.convolve = tf.keras.layers.Conv2D(1, (3, 3))

    def call(self, images):
        return self.convolve(images)


# Keras saves weights with np.array, which NumPy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_registered_class_that_takes_its_config_can_be_loaded(tmp_path):
    model = Registered()
    expected = model(IMAGE)
    assert isinstance(Registered.from_config(model.get_config()), Registered)
    model.save(tmp_path / "registered.keras")
    loaded = tf.keras.models.load_model(tmp_path / "registered.keras")
    np.testing.assert_array_equal(loaded(IMAGE), expected)


def test_a_new_graph_ends_in_a_new_layer():
    model = lenet.pretrained("Functional")
    head = tf.keras.layers.Dense(2, activation="softmax")
    model = tf.keras.Model(model.inputs[0], head(model.layers[-2].output))
    assert model(IMAGE).shape == (1, 2)


class Repeats(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.lenet = lenet.pretrained("Functional")

    def call(self, images):
        while tf.keras.ops.max(self.lenet(images)) < 0.9:
            images = 1.5 * images
        return self.lenet(images)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], 10)


def test_a_custom_layer_brings_a_loop_into_a_stack():
    model = tf.keras.Sequential([Repeats()])
    assert lenet.pretrained("Sequential")(0.1 * IMAGE).numpy().max() < 0.9
    assert model(0.1 * IMAGE).numpy().max() >= 0.9


# What the advice rests on.


def test_each_paradigm_has_something_of_its_own():
    assert sorted(ADVICE.values()) == sorted(PARADIGM_NAMES)


@pytest.mark.parametrize("behaviour", ADVICE)
def test_it_works_in_that_paradigm_only(behaviour):
    assert works(behaviour) == {ADVICE[behaviour]}


def test_a_new_head_has_its_own_classes():
    shapes = returned("swap_the_head", "Sequential")
    assert shapes == {"shape before": "(1, 10)", "shape after": "(1, 2)"}


def test_a_branching_graph_is_loaded_whole():
    assert returned("reload_without_its_code", "Functional") == {"difference": "0"}
    error = seen("reload_without_its_code", "Subclassing").error
    assert error.startswith("TypeError: Could not locate class 'SubclassingPair'")
    for pairs in ("two_inputs", "reload_without_its_code"):
        error = seen(pairs, "Sequential").error
        assert "You cannot add a different Input layer" in error


def test_it_runs_as_often_as_it_has_to():
    model = lenet.pretrained("Sequential")
    results = returned("depends_on_values", "Subclassing")
    for percent in (100, 10, 1):
        faint, expected = percent / 100 * IMAGE, 1
        while (probabilities := model(faint).numpy()).max() < 0.9:
            faint, expected = 1.5 * faint, expected + 1
        text = f"{probabilities.argmax()}, runs: {expected}"
        assert results[f"ink {percent}%"] == text
    assert len(set(results.values())) == 3


# What is recorded.


def test_output_and_warnings_are_recorded(monkeypatch, capfd):
    def inputs(folder):
        print("printed")
        warnings.warn("of use", UserWarning, stacklevel=2)
        warnings.warn("of none", DeprecationWarning, stacklevel=2)
        (folder / "kept").touch()
        return {"in": str(folder / "kept"), "shape": (1, 2), "half": np.float32(0.5)}

    monkeypatch.setattr(introspection, "inputs", inputs)
    text = observe("inputs", "Sequential").returned.splitlines()
    assert text == [
        "printed",
        "UserWarning: of use",
        "in: …/kept",
        "shape: (1, 2)",
        "half: 0.5",
    ]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("failure", [KeyboardInterrupt, SystemExit])
def test_what_ends_a_process_is_no_lesson(failure, monkeypatch, tmp_path):
    def inputs(folder):
        raise failure

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(introspection, "inputs", inputs)
    with pytest.raises(failure):
        observe("inputs", "Sequential")
    assert list(tmp_path.iterdir()) == []
