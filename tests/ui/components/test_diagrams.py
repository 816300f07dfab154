"""Drawings of a forward pass: a node for each layer, an arrow for each tensor."""

from lenet.results.paradigms import LayerCall
from ui.components.diagrams import SHARED, flowchart

CALLS = (
    LayerCall("conv", "Conv2D", (None, 4, 4, 2), (-1,)),
    LayerCall("pool", "AveragePooling2D", (None, 2, 2, 2), (0,)),
    LayerCall("pool", "AveragePooling2D", (None, 1, 1, 2), (1,)),
    LayerCall("meet", "Add", (None, 1, 1, 2), (1, 2)),
)


def lines():
    return [line.strip() for line in flowchart(CALLS).splitlines()]


def test_each_layer_is_one_node():
    nodes = [line for line in lines() if line.endswith('"]')]
    assert nodes == [
        'conv["conv<br/>Conv2D<br/>4x4x2"]',
        'pool["pool<br/>AveragePooling2D<br/>call 1: 2x2x2<br/>call 2: 1x1x2"]',
        'meet["meet<br/>Add<br/>1x1x2"]',
    ]


def test_each_tensor_is_one_arrow():
    arrows = [line for line in lines() if " --> " in line]
    assert arrows == [
        "images --> conv",
        "conv --> pool",
        "pool --> pool",
        "pool --> meet",
        "pool --> meet",
        "meet --> probabilities([probabilities])",
    ]


def test_a_layer_of_lenet_has_both_its_names():
    calls = (
        LayerCall("conv2d_1", "Conv2D", (None, 30, 30, 6), (-1,)),
        LayerCall("average_pool", "AveragePooling2D", (None, 15, 15, 6), (0,)),
        LayerCall("average_pool", "AveragePooling2D", (None, 7, 7, 6), (1,)),
    )
    drawn = flowchart(calls)
    assert 'conv2d_1["C1 conv2d_1<br/>' in drawn
    assert 'average_pool["S2, S4<br/>average_pool<br/>' in drawn


def test_only_what_is_called_twice_is_coloured():
    assert [line for line in lines() if line.startswith("style")] == [
        f"style pool {SHARED}"
    ]
