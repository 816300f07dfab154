"""The layout: nothing overlaps, frames hold what is in them, edges join boxes."""

import itertools

import pytest

from lenet.results.graphs import Node
from tests.ui.components.graph.graphs import chain, random_graph, random_opened
from ui.components.graph import fold, layers
from ui.components.graph.picture import Marks, Picture, curve, shortened

NEAR = 0.01  # CSS pixels


def picture(nodes, opened=None, **marks):
    root = fold.fold(nodes)
    opened = fold.opened_first(root) if opened is None else opened
    return Picture(nodes, root, opened, Marks(**marks))


def opened_in(nodes, how):
    root = fold.fold(nodes)
    if how == "all":
        return frozenset(box.name for box in root.walk() if box.parts)
    return frozenset() if how == "none" else random_opened(root, how)


def holds(outer, inner):
    return (
        outer.x <= inner.x + NEAR
        and outer.y <= inner.y + NEAR
        and inner.x + inner.width <= outer.x + outer.width + NEAR
        and inner.y + inner.height <= outer.y + outer.height + NEAR
    )


def apart(one, other):
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("how", ["none", "all", 1, 2])
def test_nothing_overlaps_and_every_edge_joins_its_boxes(seed, how):
    nodes = random_graph(seed)
    made = picture(nodes, opened_in(nodes, how))
    drawing = made.drawing
    frames = {
        name
        for path in fold.paths(made.root, made.opened).values()
        for name in path[1:-1]
    }
    assert set(drawing.places) == frames | set(made.visible)
    around = fold.paths(made.root, made.opened)
    for name, place in drawing.places.items():
        assert place.x >= 0
        assert place.y >= 0
        assert place.x + place.width <= drawing.width
        assert place.y + place.height <= drawing.height
        for frame in around.get(name, ("",))[1:-1]:
            assert holds(drawing.places[frame], place)
    for one, other in itertools.combinations(made.visible, 2):
        assert apart(drawing.places[one], drawing.places[other]), (one, other)
    assert len(made.edges) == len(drawing.lines)
    for edge in made.edges:
        points = drawing.lines[edge.source, edge.target]
        source, target = drawing.places[edge.source], drawing.places[edge.target]
        assert points[0] == pytest.approx((source.middle, source.y + source.height))
        assert points[-1] == pytest.approx((target.middle, target.y))


@pytest.mark.parametrize("seed", range(5))
def test_a_thread_passes_beside_the_boxes(seed):
    made = picture(random_graph(seed), frozenset())
    for points in made.drawing.lines.values():
        for (x, top), (below, bottom) in itertools.pairwise(points):
            if x != below:
                continue  # a bend, between two rows
            for place in made.drawing.places.values():
                beside = x <= place.x or x >= place.x + place.width
                clear = bottom <= place.y or top >= place.y + place.height
                assert beside or clear


def test_what_needs_a_box_is_below_it():
    made = picture(chain(9))
    heights = [made.drawing.places[f"n{index}"].y for index in range(9)]
    assert heights == sorted(set(heights))


def test_ranks_are_longest_paths_and_sources_stay_near_their_users():
    names = ["a", "b", "c", "constant"]
    pairs = [("a", "b"), ("b", "c"), ("a", "c"), ("constant", "c")]
    assert layers.ranks(names, pairs) == {"a": 0, "b": 1, "c": 2, "constant": 1}


def test_a_cycle_of_boxes_is_drawn():
    nodes = [Node("a/x", "Neg"), Node("b/x", "Neg", ("a/x",))]
    nodes += [Node("a/y", "Neg", ("b/x",)), Node("b/y", "Neg", ("a/y",))]
    made = picture(nodes, frozenset())
    assert {(edge.source, edge.target) for edge in made.edges} == {
        *(("a/", "b/"), ("b/", "a/"))
    }
    assert set(made.drawing.places) == {"a/", "b/"}


def test_sweeps_remove_crossings():
    layers_given = [["a", "b", "c"], ["x", "y", "z"]]
    pairs = [("a", "z"), ("b", "y"), ("c", "x")]
    assert layers.crossings(layers_given, pairs) == 3
    ordered = layers.order(layers_given, pairs)
    assert layers.crossings(ordered, pairs) == 0
    assert [sorted(layer) for layer in ordered] == layers_given


def test_spread_keeps_gaps_and_moves_as_little_as_possible():
    assert layers.spread([0, 10, 100], [5, 5]) == [0, 10, 100]
    assert layers.spread([0, 0], [10]) == [-5, 5]
    assert layers.spread([3, 2, 1], [1, 1]) == pytest.approx([1, 2, 3])


def test_data_say_what_is_lit_new_and_chosen():
    nodes = [Node("x", "Placeholder", shape="(2)", dtype="float32")]
    nodes += [Node("double", "Mul", ("x",)), Node("unused", "Neg", ("x",))]
    made = picture(nodes, lit={"x": "fed", "double": "3 µs"}, new=("unused",))
    data = made.data("double")
    found = {box["name"]: box for box in data["boxes"]}
    assert {name: box["state"] for name, box in found.items()} == {
        "x": "lit",
        "double": "lit chosen",
        "unused": "dim new",
    }
    assert found["x"]["words"] == "x, Placeholder, shape (2), float32, fed"
    assert found["double"]["second"] == "Mul · 3 µs"
    assert found["unused"]["words"] == "unused, Neg, did not run, needs x"
    states = {edge["target"]: edge["state"] for edge in data["edges"]}
    assert states == {"double": "lit", "unused": ""}
    assert data["label"] == "Graph: 3 nodes in 3 boxes, 2 lit"


def test_a_note_says_why_a_node_stays_grey():
    nodes = [Node("conv", "Conv2D"), Node("relu", "Relu", ("conv",))]
    data = picture(nodes, lit={"relu": "3 µs"}, notes={"conv": "in relu"}).data(None)
    conv = next(box for box in data["boxes"] if box["name"] == "conv")
    assert conv["state"] == "dim noted"
    assert conv["second"] == "Conv2D · in relu"
    assert conv["words"] == "conv, Conv2D, in relu, did not run"


def test_a_missing_edge_is_dashed_and_has_words():
    nodes = [Node("weight", "Variable"), Node("copy", "Mul", ("weight",))]
    nodes += [Node("loss", "Pow", ("copy",)), Node("total", "Add", ("loss",))]
    lost = [("copy", "loss"), ("weight", "total")]  # a node has the first, not the last
    lit = {"loss": "9", "total": "1"}
    made = picture(nodes, lit=lit, missing=lost, unlit="no gradient")
    data = made.data(None)
    states = {(edge["source"], edge["target"]): edge["state"] for edge in data["edges"]}
    assert states == {
        ("weight", "copy"): "",
        ("copy", "loss"): "missing",
        ("loss", "total"): "lit",
        ("weight", "total"): "missing",
    }
    words = {box["name"]: box["words"] for box in data["boxes"]}
    assert words["loss"] == "loss, Pow, 9, missing edge from copy"
    assert words["total"] == "total, Add, 1, needs loss, missing edge from weight"
    assert words["copy"] == "copy, Mul, no gradient, needs weight"
    assert data["label"] == "Graph: 4 nodes in 4 boxes, 2 lit, 2 edges missing"
    assert nodes[3].inputs == ("loss",), "the caller's nodes have changed"


def test_a_missing_edge_joins_the_boxes_around_its_nodes():
    nodes = chain(2, "first/") + chain(2, "second/")
    made = picture(nodes, frozenset(), missing=[("first/n1", "second/n0")])
    (edge,) = made.data(None)["edges"]
    assert (edge["source"], edge["target"]) == ("first/", "second/")
    assert edge["state"] == "missing"


def test_a_long_title_is_short_and_boxes_are_as_wide_as_their_words():
    name = "StatelessRandomGetKeyCounter"
    assert shortened(name) == "StatelessRa…tKeyCounter"
    made = picture([Node("a", "Neg"), Node(name, "Neg")])
    widths = {box["name"]: box["width"] for box in made.data(None)["boxes"]}
    assert widths[name] > widths["a"]


def test_a_curve_starts_and_ends_at_its_points():
    assert curve([(1, 2), (1, 10)]) == "M1.0 2.0 L1.0 10.0"
    bent = curve([(0, 0), (20, 40)])
    assert bent.startswith("M0.0 0.0 C0.0 20.0 20.0 20.0")
    assert bent.endswith("20.0 40.0")


def test_an_empty_graph_is_an_empty_drawing():
    data = picture([]).data(None)
    assert data["boxes"] == data["edges"] == []
