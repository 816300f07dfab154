"""What a step of the backward pass computes: upstream, local, product, sum."""

from html import escape

import numpy as np

from lenet.results.chain import Call, Chain, Flow, Sum
from ui.components.html import box, headline, note, row, table, title
from ui.components.numbers import MINUS, TIMES, agreement, counted, figure
from ui.components.numbers import shape as shape_text
from ui.lessons.automatic_differentiation.grids import (
    DIGITS,
    as_rows,
    brief,
    grid,
    shortened,
)

HEADS = ("To", "Upstream", f"{TIMES} local derivative", "= gradient")


def panel(chain: Chain, position: int) -> str:
    """Return the HTML of the step that ends at a position."""
    if position == 0:
        return box(*_start(chain))
    step = chain.steps[position - 1]
    if isinstance(step, Sum):
        return box(*_sum(step))
    scalar = not any(flow.jacobian.ndim for flow in step.flows)
    pieces = _scalar(step) if scalar else _tensors(chain, step)
    return box(headline(_headline(chain, step)), *pieces, note(_broadcast(step)))


def _start(chain: Chain) -> list[str]:
    value = brief(chain.values[chain.target])
    count = sum(bool(node.inputs) for node in chain.nodes)
    said = [headline(f"The forward pass is done: the result is <b>{value}</b>.")]
    if not chain.steps:
        said.append(note("No operation leads from x or y to the result."))
        return said
    if any(value.ndim for value in chain.values.values()):
        grids = (_value(chain, node.name) for node in chain.nodes)
        said += [title("The values"), row(grids)]
    said.append(
        note(
            f"The tape has recorded {counted(count, 'operation')}. The backward pass "
            "starts at the result, whose gradient for itself is "
            f"{brief(chain.seed)}."
        )
    )
    return said


def _value(chain: Chain, node: str) -> str:
    value = chain.values[node]
    return grid(as_rows(value), node, shape_text(value.shape))


def _headline(chain: Chain, call: Call) -> str:
    value = chain.values[call.node]
    had = "the shape" if value.ndim else "the value"
    return (
        f"<code>{escape(call.node)}</code> has {had} {brief(value, most=0)}. "
        f"TensorFlow calls the gradient function of <b>{escape(call.kind)}</b>."
    )


def _scalar(call: Call) -> list[str]:
    rows = [
        (
            f"<code>{escape(flow.input)}</code>",
            _number(call.upstream),
            _number(flow.jacobian),
            f"<b>{_number(flow.gradient)}</b>",
        )
        for flow in call.flows
    ]
    return [table(HEADS, rows, "The gradients of this step"), note(_check(call))]


def _tensors(chain: Chain, call: Call) -> list[str]:
    products = [piece for flow in call.flows for piece in _product(call, flow)]
    return [row([_value(chain, call.node)]), *products, note(_check(call))]


def _product(call: Call, flow: Flow) -> list[str]:
    upstream, gradient = call.upstream, flow.gradient
    jacobian = flow.jacobian.reshape(upstream.size, gradient.size)
    rows, columns = jacobian.shape
    size = f"{counted(rows, 'row')}, {counted(columns, 'column')}"
    factors = (
        grid(as_rows(upstream), "Upstream", shape_text(upstream.shape)),
        _signed(TIMES, grid(jacobian, "Local derivative", size)),
        _signed("=", grid(as_rows(gradient), "Gradient", shape_text(gradient.shape))),
    )
    return [title(f"To {flow.input}"), row(factors)]


def _signed(sign: str, html: str) -> str:
    return f'<div class="signed"><span>{sign}</span>{html}</div>'


def _check(call: Call) -> str:
    """Return how far the products are from what TensorFlow returned."""
    finite = [
        float(np.max(np.abs(flow.product(call.upstream) - flow.gradient)))
        for flow in call.flows
    ]
    if not np.isfinite(finite).all():
        return (
            "In float32, a number here is infinite or no number, so the products "
            "cannot be compared. Move x or y."
        )
    said = agreement(max(finite, default=0.0))
    return f"The products and what TensorFlow's function returned: {said}."


def _broadcast(call: Call) -> str:
    """Return which axes a gradient was summed over, "" for none."""
    summed = [flow for flow in call.flows if flow.gradient.shape != call.upstream.shape]
    axes = [
        axis
        for ran in call.ran
        if ran.kind == "BroadcastGradientArgs"
        for output in ran.outputs
        for axis in output.tolist()
    ]
    if not summed or not axes:
        return ""
    flow = summed[0]
    return (
        f"<code>{escape(flow.input)}</code> was broadcast along axis {axes[0]}: each "
        "of its numbers was used in every row. So <code>BroadcastGradientArgs</code> "
        f"names this axis, and <code>Sum</code> adds the gradient along it: "
        f"{shape_text(call.upstream.shape)} becomes {shape_text(flow.gradient.shape)}."
    )


def _sum(met: Sum) -> list[str]:
    parts = " + ".join(shortened(list(map(_term, met.parts))))
    return [
        headline(
            f"<code>{escape(met.node)}</code>: {counted(len(met.parts), 'path')} meet "
            "here, so <b>AddN</b> adds their gradients."
        ),
        f"<p>{parts} = <b>{brief(met.total)}</b></p>",
    ]


def _term(part: np.ndarray) -> str:
    text = brief(part)
    return f"({text})" if text.startswith(MINUS) else text


def _number(values: np.ndarray) -> str:
    return figure(float(values), DIGITS)
