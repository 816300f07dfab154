"""What a call printed, returned or raised, as text."""

import sys
import warnings
from pathlib import Path

import pydot
import tensorflow as tf

from lenet.snippets.run import capture
from lenet.snippets.text import cleaned, readable, shortened
from lenet.source import Source

ROOT = Path(__file__).parents[3]
SOURCE = Source("def call(): ...", "x.py", 1)


def test_what_is_printed_and_what_is_returned_are_both_kept(capfd):
    def call():
        warnings.warn("older", FutureWarning, stacklevel=1)
        print("printed")
        return 0

    filters = list(warnings.filters)
    seen = capture(call, SOURCE)
    assert seen.returned == "FutureWarning: older\nprinted\n0"
    assert seen.source is SOURCE
    assert seen.seconds > 0
    assert seen.worked
    assert capfd.readouterr() == ("", "")
    assert warnings.filters == filters


def test_an_error_is_recorded_after_what_was_printed():
    def call():
        print("so far")
        raise KeyError("lost")

    seen = capture(call, SOURCE)
    assert (seen.returned, seen.error) == ("so far", "KeyError: 'lost'")
    assert not seen.worked


def test_a_drawing_is_kept_as_its_text():
    dot = pydot.Dot("model")
    dot.add_node(pydot.Node("123", label="a"))
    dot.add_node(pydot.Node("456", label="b"))
    dot.add_edge(pydot.Edge("123", "456"))
    seen = capture(lambda: dot, SOURCE)
    assert seen.returned == "boxes: 2\narrows: 1"
    assert "box_1 -> box_2" in seen.dot


def test_a_debugger_is_put_back():
    trace = sys.gettrace()
    capture(lambda: sys.settrace(lambda *_: None), SOURCE)
    assert sys.gettrace() is trace


def test_values_become_lines_of_text():
    assert readable(None) == ""
    assert readable({}) == readable([]) == "nothing"
    assert readable("as it is\n") == "as it is\n"
    assert readable(["a", 2]) == "a\n2"
    assert readable({"names": ["a", "b"], "loss": 1 / 3}) == (
        "names: a, b\nloss: 0.333"
    )
    assert readable(tf.TensorShape([None, 3])) == "(None, 3)"


def test_what_belongs_to_one_machine_is_removed():
    shown = cleaned(
        f"\x1b[1mIn\x1b[0m /a/b/site-packages/keras/x.py, {ROOT}/lenet/y.py, "
        "/tmp/z1/m.keras: <f at 0x7f03f2ea0540>",
        Path("/tmp/z1"),
    )
    assert shown == "In …/keras/x.py, lenet/y.py, …/m.keras: <f at 0x…>"


def test_a_message_that_is_too_long_keeps_its_ends():
    assert shortened("a" * 1_500) == "a" * 1_500
    short = shortened("start" + 5_000 * "." + "end")
    assert short.startswith("start.")
    assert short.endswith(".end")
    assert len(short) < 1_520


def test_a_number_that_is_an_address_is_removed():
    graph = "FuncGraph(name=while_body_12, id=140602525529280), of id=7"
    assert cleaned(graph) == "FuncGraph(name=while_body_12, id=…), of id=7"
