"""LeNet's layers, one by one: their lines of code, shapes and weights."""

import ast
from functools import cache

import tensorflow as tf

from lenet.models import PARADIGMS
from lenet.results.paradigms import LAYERS, Anatomy, Dissection, LayerCall
from lenet.source import source
from lenet.tape.layer_calls import forward_pass


@cache
def dissect() -> Dissection:
    """Return LeNet's layers in each paradigm, read from its file and model.

    Computed once in a process, since neither changes while it runs.
    """
    models = {name: build() for name, build in PARADIGMS.items()}
    sources = {
        name: source(f"lenet.models.{name.lower()}") for name in PARADIGMS
    }
    passes = {name: forward_pass(model) for name, model in models.items()}
    rows = {name: summary_rows(model) for name, model in models.items()}

    def anatomy(index: int) -> Anatomy:
        called = {name: passes[name][index].layer for name in PARADIGMS}
        return Anatomy(
            shape=passes["Functional"][index].shape,
            arithmetic=arithmetic(
                models["Functional"].get_layer(called["Functional"]).weights
            ),
            lines={
                name: lines_of(sources[name].text, passes[name], index)
                for name in PARADIGMS
            },
            row={name: rows[name][called[name]] for name in PARADIGMS},
        )

    layers = {layer: anatomy(index) for index, layer in enumerate(LAYERS)}
    heads = {name: head_of(sources[name].text) for name in PARADIGMS}
    return Dissection(sources, heads, passes, layers)


def arithmetic(weights: list[tf.Variable]) -> str:
    """Return how a layer's weights add up: "3x3x6x16 + 16 = 880", or "none"."""
    if not weights:
        return "none"
    products = ["x".join(map(str, weight.shape)) for weight in weights]
    total = sum(int(tf.size(weight)) for weight in weights)
    return f"{' + '.join(products)} = {total:,}"


def head_of(text: str) -> int:
    """Return how many lines precede the body of the first class or function.

    Its docstring belongs to them.
    """
    first = next(
        node
        for node in ast.parse(text).body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef))
    )
    described = ast.get_docstring(first) is not None
    return (first.body[0].end_lineno or 0) if described else first.lineno


def lines_of(
    text: str, calls: tuple[LayerCall, ...], index: int
) -> tuple[int, ...]:
    """Return the lines of `text` that make or call the layer of call `index`.

    A layer that is called more than once has one line for each call, in the
    order of the calls; only the one for this call counts.
    """
    layer = calls[index].layer
    earlier = sum(call.layer == layer for call in calls[:index])
    tree = ast.parse(text)
    made = next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _layer_name(node) == layer
    )
    lines = set(range(made.lineno, (made.end_lineno or made.lineno) + 1))
    uses = _uses(tree, made)
    if uses:
        lines.add(uses[earlier])
    return tuple(sorted(lines))


def summary_rows(model: tf.keras.Model) -> dict[str, dict[str, str]]:
    """Return the cells of `model.summary()`, by layer and by column head.

    They are read from the layers. What Keras prints is for people: it depends
    on the width and the encoding of the terminal.
    """
    shows_inputs = _is_branched(model)
    return {
        layer.name: {
            "Layer (type)": f"{layer.name} ({type(layer).__name__})",
            "Output Shape": _output_shape(layer),
            "Param #": f"{layer.count_params():,}",
            **({"Connected to": _inputs_of(layer)} if shows_inputs else {}),
        }
        for layer in model.layers
    }


def _is_branched(model: tf.keras.Model) -> bool:
    """Return whether a functional model is more than a chain of layers.

    Only then does Keras show which layers a layer is connected to.
    """
    if not hasattr(model, "outputs") or isinstance(model, tf.keras.Sequential):
        return False
    calls = [layer._inbound_nodes for layer in model.layers]
    return any(
        len(nodes) > 1 or any(len(node.input_tensors) > 1 for node in nodes)
        for nodes in calls
    )


def _output_shape(layer: tf.keras.layers.Layer) -> str:
    """Return the shape of a layer's last output, "?" where it keeps none."""
    if layer._inbound_nodes:
        shape = layer._inbound_nodes[-1].output_tensors[0].shape
    elif config := layer.get_build_config():
        shape = layer.compute_output_shape(**config)
    else:
        return "?"
    return f"({', '.join(map(str, shape))})"


def _inputs_of(layer: tf.keras.layers.Layer) -> str:
    """Return what a layer takes: name[call][output], or "-" for an input."""
    sources = [
        tensor._keras_history
        for node in layer._inbound_nodes
        for tensor in node.input_tensors
    ]
    return ", ".join(f"{s[0].name}[{s[1]}][{s[2]}]" for s in sources) or "-"


def _layer_name(call: ast.Call) -> str | None:
    """Return the constant that a call names its layer with: name="conv2d_1"."""
    for keyword in call.keywords:
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return None


def _uses(tree: ast.Module, made: ast.Call) -> list[int]:
    """Return the lines that call what `made` was assigned to, if it was."""
    holder = next(
        (
            _last_name(node.targets[0])
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and node.value is made
        ),
        None,
    )
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if holder
        and isinstance(node, ast.Call)
        and _last_name(node.func) == holder
    )


def _last_name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None
