"""AutoGraph: converted functions return what plain Python returns."""

import inspect
import math
import sys
from pathlib import Path

import pytest
import tensorflow as tf

from lenet.graphs.autograph import (
    EXAMPLES,
    MOST_PASSES,
    PYTHON_NUMBERS,
    TENSORS,
    VALUES,
    examples,
)
from lenet.graphs.autograph.conversion import convert
from lenet.graphs.autograph.inner_graphs import all_nodes
from lenet.graphs.autograph.refusing import refuse
from lenet.graphs.autograph.unrolling import trace_loops, trace_many
from lenet.results.numbers import number

# In plain Python, without a branch or a loop of the examples.
PLAIN = {
    "absolute": abs,
    "halvings": lambda x: max(0, math.floor(math.log2(x)) + 1),
    "power": lambda x, n: x**n,
    "first_over": lambda limit: math.isqrt(limit) + 1,
    "sign": lambda x: (x > 0) - (x < 0),
}
GRID = {
    "absolute": [(x,) for x in range(-3, 4)],
    "halvings": [(x,) for x in (0.1, 0.9, 1.0, 1.5, 2.0, 7.0, 8.0, 1000.0)],
    "power": [(x, n) for x in (0.5, 2.0, -3.0) for n in range(5)],
    "first_over": [(x,) for x in (0, 1, 3, 4, 99, 100, 9000)],
    "sign": [(x,) for x in range(-3, 4)],
}
# How often eager execution runs the watched line, counted by hand.
EAGER = {
    "absolute": 2,  # -3, -5
    "halvings": 4 + 2 + 0,
    "power": 3 + 4 + 2,
    "first_over": 3,  # once for each limit
    "sign": 2,  # -3, -5
}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("convert_to", [tf.autograph.to_graph, tf.function])
def test_a_conversion_returns_what_plain_python_returns(name, convert_to):
    function = convert_to(getattr(examples, name))
    for given in GRID[name]:
        tensors = [tf.constant(each) for each in given]
        assert float(function(*tensors)) == PLAIN[name](*given), given


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("values", VALUES)
def test_calls_return_what_plain_python_returns(name, values):
    found = convert(name, values)
    for given, call in zip(EXAMPLES[name].calls, found.calls, strict=True):
        assert call.code == f"{name}({', '.join(map(str, given))})"
        right = number(float(PLAIN[name](*given)))
        assert call.eager == call.graph == right


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_code_is_what_to_code_returns(name):
    text = tf.autograph.to_code(getattr(examples, name))
    assert convert(name).generated.text.rstrip() == text.rstrip()


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_line_has_the_lines_that_the_source_map_names(name):
    function = getattr(examples, name)
    found = convert(name)
    graph_code = tf.autograph.to_graph(function)
    whole = Path(inspect.getsourcefile(graph_code)).read_text("utf-8").splitlines()
    named = {
        (whole[place.lineno - 1].strip(), origin.source_code_line.strip())
        for place, origin in graph_code.ag_source_map.items()
    }
    ours = found.source.text.splitlines()
    made = found.generated.text.splitlines()
    lit = {
        (made[new - 1].strip(), ours[old - 1].strip())
        for new, old in found.origins.items()
    }
    assert lit == named
    without = {"", "else:"}
    for line, text in enumerate(ours, start=1):
        assert bool(found.made_of(line)) == (text.strip() not in without), text


@pytest.mark.parametrize(
    ("name", "line", "made"),
    [
        ("absolute", "result = -x", "result = -ag__.ld(x)"),
        ("absolute", "if x < 0:", "def else_body():"),
        ("halvings", "while x >= 1:", "return ag__.ld(x) >= 1"),
        ("power", "for _ in range(n):", "def loop_body(itr):"),
        ("first_over", "break", "break_ = True"),
        ("sign", "return -1", "retval_ = -1"),
    ],
)
def test_a_line_became_these(name, line, made):
    found = convert(name)
    lines = found.made_of(found.line_of(line))
    text = found.generated.text.splitlines()
    assert made in [text[number - 1].strip() for number in lines]


@pytest.mark.parametrize("name", EXAMPLES)
def test_python_runs_a_line_once_for_tensors(name):
    found = convert(name, TENSORS)
    line = found.line_of(EXAMPLES[name].watched)
    assert found.eager_lines[line] == EAGER[name]
    assert found.graph_lines[line] == len(found.graphs) == 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_python_runs_a_line_in_each_trace_for_python_numbers(name):
    found = convert(name, PYTHON_NUMBERS)
    line = found.line_of(EXAMPLES[name].watched)
    assert found.eager_lines[line] == found.graph_lines[line] == EAGER[name]
    assert len(found.graphs) == len(EXAMPLES[name].calls)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_if_and_a_loop_on_tensors_are_nodes(name):
    kinds = [node.kind for node in convert(name).graphs[0].nodes]
    has_loop = name in ("halvings", "power", "first_over")
    assert ("StatelessWhile" in kinds) == has_loop
    assert ("StatelessIf" in kinds) == (name not in ("halvings", "power"))


@pytest.mark.parametrize("name", ["absolute", "halvings", "power", "sign"])
def test_python_decides_on_python_numbers(name):
    found = convert(name, PYTHON_NUMBERS)
    kinds = {node.kind for graph in found.graphs for node in graph.nodes}
    assert not {"StatelessWhile", "StatelessIf"} & kinds
    assert found.unconverted is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_without_autograph_a_tensor_raises(name):
    function = tf.function(getattr(examples, name), autograph=False)
    message = convert(name).unconverted
    with pytest.raises(TypeError) as raised:
        function(*map(tf.constant, EXAMPLES[name].calls[0]))
    assert message.kind == type(raised.value).__name__
    assert message.said == str(raised.value).splitlines()[0]


def test_inner_graphs_are_in_the_scope_of_their_node():
    def nested(x):
        if x > 0:
            while x > 10:
                x = x - 1
        return x

    # AutoGraph reads it from this file.
    graph = tf.function(nested).get_concrete_function(tf.constant(1)).graph
    nodes = {node.name: node for node in all_nodes(graph)}
    kinds = {name: node.kind for name, node in nodes.items()}
    assert kinds["cond"] == "StatelessIf"
    assert kinds["cond/if_true/while"] == "StatelessWhile"
    assert kinds["cond/if_true/while/body/sub"] == "Sub"
    assert kinds["cond/if_true/while/condition/Greater"] == "Greater"
    assert len(nodes) == len(all_nodes(graph))
    for node in nodes.values():
        assert {*node.inputs, *node.controls} <= nodes.keys()
    sub = nodes["cond/if_true/while/body/sub"]
    assert [kinds[each] for each in sub.inputs] == ["Argument", "Const"]


@pytest.mark.parametrize("passes", [1, 2, 7, 10, 33, MOST_PASSES])
def test_a_python_loop_unrolls_and_a_tensor_loop_does_not(passes):
    python, tensor = trace_loops(passes)
    assert python.multiplications == passes
    assert tensor.multiplications == 1
    assert python.nodes - passes == trace_loops(1)[0].nodes - 1
    assert tensor == trace_loops(1)[1]
    assert trace_many((passes,)) == {passes: (python, tensor)}


@pytest.mark.parametrize("passes", [0, -1, MOST_PASSES + 1])
def test_too_many_passes_are_refused(passes):
    right = f"{passes} passes. It may have 1 to {MOST_PASSES}"
    with pytest.raises(ValueError, match=right):
        trace_loops(passes)


def test_nothing_stays_switched():
    logger, seen = tf.get_logger(), []
    level = logger.level

    def trace(frame, event, argument):
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        convert("absolute", PYTHON_NUMBERS)
        seen.append(sys.gettrace())
    finally:
        sys.settrace(before)
    refuse("left_alone")
    assert seen == [trace]
    assert tf.get_logger().level == level
    assert tf.executing_eagerly()


def test_other_names_are_refused():
    with pytest.raises(ValueError, match="example is 'x'"):
        convert("x")
    with pytest.raises(ValueError, match=r"values is 'lists'.*'tensors'"):
        convert("sign", "lists")
    with pytest.raises(ValueError, match="function is '__doc__'"):
        refuse("__doc__")
