"""Folding: which boxes a graph has, what they hold, and which edges join them."""

import pytest

from lenet.results.graphs import Node
from tests.ui.components.graph.graphs import chain, random_graph, random_opened
from ui.components.graph import fold

VARIABLE = [
    Node("kernel/Initializer/zeros", "Const"),
    Node("kernel", "VarHandleOp"),
    Node("kernel/Assign", "AssignVariableOp", ("kernel", "kernel/Initializer/zeros")),
    Node("images", "Placeholder"),
    Node("conv/Conv2D/ReadVariableOp", "ReadVariableOp", ("kernel",)),
    Node("conv/Conv2D", "Conv2D", ("images", "conv/Conv2D/ReadVariableOp")),
    Node("conv/Relu", "Relu", ("conv/Conv2D",)),
]


def visible(root, opened):
    boxes = {box.name: box for box in root.walk()}
    return {name: boxes[name] for name in fold.paths(root, opened)}


def test_a_node_and_what_has_its_name_as_a_scope_are_one_box():
    root = fold.fold(VARIABLE)
    assert [(part.name, len(part.nodes)) for part in root.parts] == [
        *(("kernel/", 3), ("images", 1), ("conv/", 3))
    ]
    kernel, _, conv = root.parts
    assert [part.title for part in kernel.parts] == [
        *("Initializer/zeros", "kernel", "Assign")
    ]
    assert [part.name for part in conv.parts] == ["conv/Conv2D/", "conv/Relu"]


def test_a_small_graph_opens_whole_and_a_large_one_by_its_top_scopes():
    small = fold.fold(VARIABLE)
    assert set(visible(small, fold.opened_first(small))) == {n.name for n in VARIABLE}
    many = [node for scope in "abcde" for node in chain(5, f"{scope}/")]
    large = fold.fold(many)
    assert list(visible(large, fold.opened_first(large))) == [
        *("a/", "b/", "c/", "d/", "e/")
    ]


def test_a_scope_around_everything_is_opened():
    nodes = [node for scope in "abcde" for node in chain(5, f"all/{scope}/")]
    root = fold.fold(nodes)
    shown = visible(root, fold.opened_first(root))
    assert list(shown) == [f"all/{scope}/" for scope in "abcde"]


def test_numbered_nodes_of_a_large_scope_are_a_stack():
    nodes = [Node(f"sgd/Mul_{n}" if n else "sgd/Mul", "Mul") for n in range(10)]
    nodes += [Node(f"sgd/Cast_{n}/Read", "ReadVariableOp") for n in range(10)]
    nodes += [Node("sgd/IdentityN", "IdentityN"), *chain(3)]
    sgd = next(box for box in fold.fold(nodes).parts if box.title == "sgd")
    assert [(part.title, len(part.nodes)) for part in sgd.parts] == [
        *(("Mul_*", 10), ("Cast_*", 10), ("IdentityN", 1))
    ]
    assert [part.title for part in sgd.parts[1].parts][:2] == [
        *("Cast_0/Read", "Cast_1/Read")
    ]


@pytest.mark.parametrize("seed", range(8))
def test_each_node_is_in_one_visible_box_and_each_edge_is_counted(seed):
    nodes = random_graph(seed)
    root = fold.fold(nodes)
    names = [box.name for box in root.walk()]
    assert len(names) == len(set(names))
    for opened in (frozenset(), fold.opened_first(root), random_opened(root, seed)):
        shown = visible(root, opened)
        inside = sorted(name for box in shown.values() for name in box.nodes)
        assert inside == sorted(node.name for node in nodes)
        home = {name: box.name for box in shown.values() for name in box.nodes}
        ends = [
            (home[other], home[node.name])
            for node in nodes
            for other in (*node.inputs, *node.controls)
            if home[other] != home[node.name]
        ]
        merged = fold.edges(nodes, shown)
        assert {(edge.source, edge.target) for edge in merged} == set(ends)
        assert sum(edge.count for edge in merged) == len(ends)


def test_an_edge_of_controls_alone_says_so():
    nodes = [Node("a", "NoOp"), Node("b", "NoOp", (), ("a",)), Node("c", "Neg", ("b",))]
    root = fold.fold(nodes)
    found = fold.edges(nodes, visible(root, frozenset()))
    assert [(edge.target, edge.controls) for edge in found] == [
        *(("b", True), ("c", False))
    ]


def test_an_input_from_elsewhere_is_no_edge():
    nodes = [Node("a", "Neg", ("captured",))]
    assert fold.edges(nodes, visible(fold.fold(nodes), frozenset())) == []


def test_the_way_to_a_node_opens_every_box_around_it():
    root = fold.fold(VARIABLE)
    way = fold.way_to(root, "conv/Conv2D/ReadVariableOp")
    assert way == ("conv/", "conv/Conv2D/")
    assert "conv/Conv2D/ReadVariableOp" in visible(root, way)
    assert fold.way_to(root, "not there") == ()


def test_a_closed_box_counts_what_is_lit_in_it():
    kernel = fold.fold(VARIABLE).parts[0]
    lit = {"kernel": "1 µs", "kernel/Assign": "2 µs", "images": "fed"}
    assert fold.lit_label(kernel, lit, None) == "2 of 3 nodes"
    label = fold.lit_label(kernel, lit, ", ".join)
    assert label == "2 of 3 nodes · kernel, kernel/Assign"
    assert fold.lit_label(kernel.parts[1], lit, None) == "1 µs"
    assert fold.lit_label(kernel, {"images": "fed"}, None) == ""
