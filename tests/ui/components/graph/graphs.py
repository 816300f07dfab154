"""Graphs for tests, with scopes, constants, variables and control edges."""

import random

from lenet.results.graphs import Node


def chain(count, prefix=""):
    """Return nodes in a row: n0, n1 and so on."""
    names = [f"{prefix}n{index}" for index in range(count)]
    return [
        Node(name, "Relu", tuple(names[index - 1 : index]))
        for index, name in enumerate(names)
    ]


def random_graph(seed, count=80):
    """Return a graph of `count` nodes in scopes up to three deep, without cycles."""
    draw = random.Random(seed)
    names, nodes = [], []
    for index in range(count):
        scopes = draw.choices(["conv", "dense", "grad", "sgd"], k=draw.randrange(3))
        under = draw.choice(names) if names and draw.random() < 0.2 else ""
        path = [under] if under else scopes
        name = "/".join([*path, draw.choice(["Mul", "Add", "Read"]) + f"_{index}"])
        before = draw.sample(names, min(len(names), draw.randrange(4)))
        controls = draw.sample(names, min(len(names), draw.random() < 0.2))
        nodes.append(Node(name, "Mul", tuple(before), tuple(controls), "(2)", "int32"))
        names.append(name)
    return nodes


def random_opened(root, seed):
    """Return about half of the boxes that open."""
    draw = random.Random(seed)
    boxes = [box.name for box in root.walk() if box.parts and box.name]
    return frozenset(draw.sample(boxes, len(boxes) // 2))
