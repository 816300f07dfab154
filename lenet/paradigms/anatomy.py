"""LeNet's layers, one by one: their lines of code, shapes and weights."""

import ast
from functools import cache
from itertools import groupby

import tensorflow as tf

from lenet.models import PARADIGMS
from lenet.results.paradigms import LAYERS, Anatomy, Dissection, LayerCall
from lenet.source import source
from lenet.tape.layer_calls import forward_pass

# model.summary() assumes a terminal of 80 columns where there is none. LeNet's
# longest cells then need two lines, and none is cut off.
SUMMARY_WIDTH = 80


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
    """Return the rows of `model.summary()`, by layer and by column head."""
    printed: list[str] = []
    model.summary(line_length=SUMMARY_WIDTH, print_fn=printed.append)
    heads, *rows = (
        [" ".join(cell).strip() for cell in zip(*map(_cells, row), strict=True)]
        for is_row, row in groupby("\n".join(printed).splitlines(), _is_row)
        if is_row
    )
    return {
        row[0].split(" ")[0]: dict(zip(heads, row, strict=True)) for row in rows
    }


def _is_row(line: str) -> bool:
    return line.startswith(("┃", "│"))  # the head's bars are thicker


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line[1:-1].replace("┃", "│").split("│")]


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
