"""What one fetch needs, and which nodes were joined: a graph made by hand."""

from lenet.results.fetches import Fetched, joined, left_out, needed, updates
from lenet.results.graphs import Node

NODES = [
    Node("images", "Placeholder"),
    Node("shape", "Const"),
    Node("conv", "Conv2D", ("images",)),
    Node("bias", "BiasAdd", ("conv",)),
    Node("relu", "Relu", ("bias",)),
    Node("flat", "Reshape", ("relu", "shape")),
    Node("other", "Neg", ("images",)),
    Node("w/Assign", "AssignVariableOp"),
    Node("update", "AssignSubVariableOp", ("flat",)),
    Node("train", "NoOp", (), ("update",)),
]


def test_needed_follows_inputs_and_controls():
    assert needed(NODES, "bias") == ("images", "conv", "bias")
    assert "update" in needed(NODES, "train")
    assert not {"other", "w/Assign"} & set(needed(NODES, "train"))


def test_updates_are_not_first_values():
    assert updates(NODES) == ("update",)


def test_a_chain_is_joined_into_its_last_node():
    run = Fetched(
        "flat",
        ran={"relu": 3.0, "flat": 1.0},
        kernels={"relu": "_FusedConv2D", "flat": "Reshape"},
        fed=("images",),
    )
    assert left_out(NODES, run) == ("shape", "conv", "bias")
    assert joined(NODES, run) == {"conv": "relu", "bias": "relu"}


def test_another_kernel_of_one_node_joins_nothing():
    run = Fetched("bias", ran={"bias": 1.0}, kernels={"bias": "_MklBiasAdd"})
    assert joined(NODES, run) == {}
    assert run.microseconds == 1.0
