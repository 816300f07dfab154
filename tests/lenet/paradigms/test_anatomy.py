"""LeNet's layers in three files: the lines, the shapes, the sums."""

import ast
import os
import pickle
import re
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

from lenet.models import PARADIGMS, WEIGHT_COUNTS
from lenet.paradigms.anatomy import arithmetic, dissect, head_of, lines_of, summary_rows
from lenet.results.paradigms import LAYER_NAMES, LAYERS, LayerCall, both_names
from lenet.settings import PARADIGM_NAMES

# By hand, from the paper's rules: a 3x3 window without padding takes 2 rows off.
SHAPES = {
    "C1": (None, 30, 30, 6),
    "S2": (None, 15, 15, 6),
    "C3": (None, 13, 13, 16),
    "S4": (None, 6, 6, 16),
    "Flatten": (None, 6 * 6 * 16),
    "F5": (None, 120),
    "F6": (None, 84),
    "Output": (None, 10),
}


@pytest.fixture(scope="module")
def found():
    return dissect()


def lit(found, layer, paradigm):
    lines = found.sources[paradigm].text.splitlines()
    return [lines[number - 1].strip() for number in found.layers[layer].lines[paradigm]]


def test_the_shapes_are_those_of_the_paper(found):
    assert {name: layer.shape for name, layer in found.layers.items()} == SHAPES


def test_the_sums_are_right(found):
    assert found.layers["C3"].arithmetic == "3x3x6x16 + 16 = 880"
    assert found.layers["S2"].arithmetic == "none"
    totals = [
        layer.arithmetic.rpartition(" = ")[2].replace(",", "")
        for layer in found.layers.values()
        if " = " in layer.arithmetic
    ]
    assert list(map(int, totals)) == list(WEIGHT_COUNTS.values())


def test_a_sum_adds_up_what_it_shows():
    weights = [np.zeros((2, 3)), np.zeros(3)]
    assert arithmetic(weights) == "2x3 + 3 = 9"


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ("C1", "Conv2D"),
        ("S2", "AveragePooling2D"),
        ("C3", "16"),
        ("S4", "AveragePooling2D"),
        ("Flatten", "Flatten"),
        ("F5", "120"),
        ("F6", "84"),
        ("Output", "10"),
    ],
)
def test_the_lines_that_make_a_layer_are_lit(found, paradigm, layer, words):
    assert words in " ".join(lit(found, layer, paradigm))


def test_a_shared_layer_lights_the_call_that_is_meant(found):
    for paradigm, call in {
        "Functional": "x = average_pool(x)",
        "Subclassing": "x = self.average_pool(x)",
    }.items():
        text = found.sources[paradigm].text.splitlines()
        calls = [n for n, line in enumerate(text, 1) if line.strip().startswith(call)]
        assert len(calls) == 2
        for layer, number in zip(("S2", "S4"), calls, strict=True):
            assert [n for n in calls if n in found.layers[layer].lines[paradigm]] == [
                number
            ]


def test_nested_calls_share_their_line(found):
    lines = found.layers
    both = set(lines["F5"].lines["Subclassing"]) & set(lines["F6"].lines["Subclassing"])
    assert len(both) == 1


def printed_rows(model):
    """Return the cells that Keras prints, in a terminal that cuts nothing off."""
    printed = []
    model.summary(line_length=200, print_fn=printed.append)
    lines = "\n".join(printed).splitlines()
    table = [line for line in lines if line.startswith(("┃", "│"))]
    cells = [
        [cell.strip() for cell in line[1:-1].replace("┃", "│").split("│")]
        for line in table
    ]
    heads, *rows = cells
    return {row[0].split(" ")[0]: dict(zip(heads, row, strict=True)) for row in rows}


def two_inputs():
    left, right = (tf.keras.Input((4,), name=name) for name in ("left", "right"))
    both = tf.keras.layers.Concatenate(name="both")([left, right])
    return tf.keras.Model([left, right], tf.keras.layers.Dense(2, name="d")(both))


def a_chain():
    image = tf.keras.Input((6, 6, 1), name="image")
    flat = tf.keras.layers.Flatten(name="flat")(image)
    return tf.keras.Model(image, tf.keras.layers.Dense(1000, name="wide")(flat))


@pytest.mark.parametrize(
    "build",
    [*PARADIGMS.values(), two_inputs, a_chain],
    ids=[*PARADIGMS, "two inputs", "a chain"],
)
def test_the_rows_are_those_of_the_summary(build, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    model = build()
    assert summary_rows(model) == printed_rows(model)


def test_a_layer_that_is_called_twice_has_one_row(found):
    assert found.layers["S2"].row["Functional"] == found.layers["S4"].row["Functional"]
    rows = summary_rows(PARADIGMS["Functional"]())
    assert rows["average_pool"]["Connected to"] == "conv2d_1[0][0], conv2d_2[0][0]"


@pytest.mark.parametrize(
    "odd",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii"},
        {"COLUMNS": "12", "TERM": "dumb"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=str,
)
def test_the_rows_depend_on_no_terminal(found, odd):
    code = (
        "from lenet.paradigms.anatomy import dissect\n"
        "rows = {name: one.row for name, one in dissect().layers.items()}\n"
        "print(ascii(rows))"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={**os.environ, **odd},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = {name: one.row for name, one in found.layers.items()}
    # Keras numbers the input layers of a process.
    printed, here = (
        re.sub(r"input_layer_\d+", "input_layer", text)
        for text in (ended.stdout.splitlines()[-1], ascii(rows))
    )
    assert ast.literal_eval(printed) == ast.literal_eval(here)


def test_a_head_ends_before_the_first_line_that_does_something(found):
    for name, source in found.sources.items():
        after = source.text.splitlines()[found.heads[name] :]
        first = next(line.strip() for line in after if line.strip())
        assert first.startswith(("return tf.", "average_pool =", "def __init__"))
    assert head_of("import this\n\n\ndef f():\n    return 1\n") == 4


def test_layers_are_found_by_the_rule_and_not_by_these_files():
    text = (
        "first = Dense(\n    3, name='a')\n"
        "x = first(x)\n"
        "x = Dense(2, name='b')(x)\n"
        "x = first(x)\n"
    )
    assert ast.parse(text)
    calls = [LayerCall(name, "Dense", (None, 3), ()) for name in "aba"]
    assert [lines_of(text, calls, index) for index in range(3)] == [
        (1, 2, 3),
        (4,),
        (1, 2, 5),
    ]


def test_what_is_returned_needs_no_tensorflow(found, tmp_path):
    file = tmp_path / "found"
    file.write_bytes(pickle.dumps(found))
    code = (
        "import pickle, sys\n"
        f"found = pickle.load(open({str(file)!r}, 'rb'))\n"
        f"assert tuple(found.layers) == {LAYERS!r}\n"
        "assert 'tensorflow' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def test_the_names_are_those_of_the_models(found):
    for name in ("Functional", "Subclassing"):
        called = [call.layer for call in found.passes[name]]
        assert called == list(LAYER_NAMES.values())


@pytest.mark.parametrize(
    ("name", "both"),
    [
        ("C1", "C1 conv2d_1"),
        ("fc_2", "F6 fc_2"),
        ("out/kernel", "Output out/kernel"),
        ("S4", "S4 average_pool"),
        ("average_pool", "S2, S4 average_pool"),
        ("average_pool_2", "S4 average_pool_2"),
        ("Flatten", "flatten"),
        ("dropout", "dropout"),
    ],
)
def test_a_layer_has_both_its_names(name, both):
    assert both_names(name) == both


def test_the_layers_of_a_stack_have_both_names(found):
    called = [call.layer for call in found.passes["Sequential"]]
    assert [both_names(name).split()[0] for name in called] == [
        *("C1", "S2", "C3", "S4", "flatten", "F5", "F6", "Output")
    ]
