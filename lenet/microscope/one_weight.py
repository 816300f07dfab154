"""The loss of a batch as a function of one weight."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import takewhile
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from lenet.models import PARADIGMS
from lenet.results.weight_curve import WeightCurve
from lenet.settings import IMAGE_SHAPE, within
from lenet.weights.file import SHAPES

# Half the width of a finite difference. A wider one meets more corners of
# ReLUs; a narrower one enlarges float64's rounding errors.
STEP = 1e-6
# How many values of the weight are tried in one call of its layer. More is
# faster; each takes 1.8 MB for 256 images.
UNITS = 11
CROSS_ENTROPY = tf.keras.losses.SparseCategoricalCrossentropy(
    from_logits=True, dtype="float64"
)


def weight_curve(
    weights: Sequence[np.ndarray],
    images: np.ndarray,
    labels: np.ndarray,
    variable: int,
    index: tuple[int, ...],
    span: float = 0.5,
    points: int = 41,
) -> WeightCurve:
    """Return the batch's loss for many values of one weight, in float64.

    Takes the ten float32 arrays of `TrainState.weights`, (batch, 32, 32, 1)
    float32 images and their (batch,) int64 labels. The weight is at `index` of
    the `variable`, 0 to 9. The curve has `points` values, from `span` below the
    weight to `span` above it. The loss is the plain model's, even where a
    mistaken training step computes another one.

    Raises ValueError for a variable or an index that does not exist, for a span
    that is not above 0, and for a number of points without a middle.

    https://cs231n.github.io/neural-networks-3/#gradcheck
    """
    value = _value(weights, variable, index)
    step = STEP * max(1.0, abs(value))
    below, above = value - step, value + step
    xs = _around(value, span, points)
    *losses, lower, loss, upper = _losses(
        weights, images, labels, variable, index, [*xs, below, value, above]
    )
    with np.errstate(invalid="ignore"):
        return WeightCurve(
            variable=variable,
            index=index,
            value=value,
            loss=loss,
            gradient=(upper - lower) / (above - below),
            left=(loss - lower) / (value - below),
            right=(upper - loss) / (above - value),
            xs=xs,
            losses=np.array(losses),
        )


def _value(
    weights: Sequence[np.ndarray], variable: int, index: tuple[int, ...]
) -> float:
    within("variable", variable, 0, len(SHAPES) - 1)
    name, shape = list(SHAPES.items())[variable]
    inside = [0 <= i < size for i, size in zip(index, shape, strict=False)]
    if len(index) != len(shape) or not all(inside):
        raise ValueError(
            f"The index is {index}; {name} has the shape {shape}, so it can be "
            f"{tuple(0 for _ in shape)} to {tuple(n - 1 for n in shape)}."
        )
    return float(weights[variable][index])


def _around(value: float, span: float, points: int) -> np.ndarray:
    if not 0 < span < np.inf:
        raise ValueError(f"The span is {span!r}; it can be any number above 0.")
    if points % 2 == 0 or points < 3:
        raise ValueError(
            f"The number of points is {points}; it can be any odd number from "
            "3, so that the weight's own value is in the middle."
        )
    xs = value + span * np.linspace(-1, 1, points)
    xs[points // 2] = value
    return xs


def _losses(
    weights: Sequence[np.ndarray],
    images: np.ndarray,
    labels: np.ndarray,
    variable: int,
    index: tuple[int, ...],
    xs: Sequence[float],
) -> np.ndarray:
    """Return the batch's loss with the weight at each x: (len(xs),) float64."""
    number, which = divmod(variable, 2)
    *row, unit = index
    rounds = -(-len(xs) // UNITS)
    wide = [weight.astype(np.float64) for weight in weights]
    # Only this unit's weights, once for each x, in rounds of UNITS.
    copies = [
        np.repeat(weight[..., [unit]], rounds * UNITS, axis=-1)
        for weight in wide[2 * number : 2 * number + 2]
    ]
    copies[which][tuple(row)] = np.resize(xs, rounds * UNITS)
    tries = [np.stack(np.split(copy, rounds, axis=-1)) for copy in copies]
    losses = _program(number)(
        wide,
        images.astype(np.float64),
        labels.astype(np.int64),
        tries,
        np.int32(unit),
    )
    return losses.numpy().ravel()[: len(xs)]


class _Cut(NamedTuple):
    """LeNet, cut into three around one layer that has weights.

    `layer` is this layer and the pooling after it, which keeps channels apart.
    `units` is a copy of both, with UNITS channels or units. `own` is where the
    layer's kernel and bias are among the weights.
    """

    before: list[tf.keras.layers.Layer]
    layer: list[tf.keras.layers.Layer]
    units: list[tf.keras.layers.Layer]
    rest: list[tf.keras.layers.Layer]
    own: slice


@cache
def _program(number: int) -> Callable[..., tf.Tensor]:
    """Trace `_try` once for one of the five layers with weights, 0 to 4.

    https://www.tensorflow.org/guide/function
    """
    cut = _cut(number)
    shapes = list(SHAPES.values())
    tries = [(None, *shape[:-1], UNITS) for shape in shapes[cut.own]]
    signature = [
        [tf.TensorSpec(shape, tf.float64) for shape in shapes],
        tf.TensorSpec((None, *IMAGE_SHAPE), tf.float64),
        tf.TensorSpec([None], tf.int64),
        [tf.TensorSpec(shape, tf.float64) for shape in tries],
        tf.TensorSpec([], tf.int32),
    ]
    return tf.function(partial(_try, cut), input_signature=signature)


def _try(
    cut: _Cut,
    weights: list[tf.Tensor],
    images: tf.Tensor,
    labels: tf.Tensor,
    tries: list[tf.Tensor],
    unit: tf.Tensor,
) -> tf.Tensor:
    """Return the loss for each of the weights that `unit` may have.

    The layers before run once, and so do the layer's other units (or channels).
    `tries` are (rounds, ..., UNITS), the losses (rounds, UNITS), all float64.
    As in lenet.drawing.inference, the weights are passed to the layers and
    never set in them.
    """
    inputs = _run(cut.before, weights[: cut.own.start], images)
    plain = _run(cut.layer, weights[cut.own], inputs)
    left, right = plain[..., :unit], plain[..., unit + 1 :]

    def loss(output: tf.Tensor) -> tf.Tensor:
        outputs = tf.concat([left, output[..., None], right], axis=-1)
        logits = _run(cut.rest, weights[cut.own.stop :], outputs)
        return CROSS_ENTROPY(labels, logits)

    def losses(kernel_and_bias: list[tf.Tensor]) -> tf.Tensor:
        outputs = _run(cut.units, kernel_and_bias, inputs)
        return tf.map_fn(loss, _last_axis_first(outputs))

    # Rounds one after another: each holds UNITS outputs for the whole batch.
    return tf.map_fn(
        losses, tries, fn_output_signature=tf.float64, parallel_iterations=1
    )


def _cut(number: int) -> _Cut:
    layers = _layers()
    first = [i for i, layer in enumerate(layers) if layer.weights][number]
    layer, after = layers[first], layers[first + 1 :]
    pools = list(takewhile(_keeps_channels_apart, after))
    return _Cut(
        before=layers[:first],
        layer=[layer, *pools],
        units=[_again(layer, **{_size(layer): UNITS}), *pools],
        rest=after[len(pools) :],
        own=slice(2 * number, 2 * number + 2),
    )


@cache
def _layers() -> list[tf.keras.layers.Layer]:
    """Make LeNet's layers in float64, as a list that ends in the logits.

    Keras computes the loss from the logits too, so the loss is the same.
    """
    *hidden, out = PARADIGMS["Sequential"]().layers
    return [*map(_again, hidden), _again(out, activation="linear")]


def _again(
    layer: tf.keras.layers.Layer, **changes: object
) -> tf.keras.layers.Layer:
    """Make a copy of a built layer in float64, with changes."""
    config = layer.get_config() | {"dtype": "float64"} | changes
    again = type(layer).from_config(config)
    again(tf.keras.Input(layer.input.shape[1:], dtype=tf.float64))
    return again


def _size(layer: tf.keras.layers.Layer) -> str:
    return "filters" if hasattr(layer, "filters") else "units"


def _keeps_channels_apart(layer: tf.keras.layers.Layer) -> bool:
    return isinstance(layer, tf.keras.layers.AveragePooling2D)


def _last_axis_first(tensor: tf.Tensor) -> tf.Tensor:
    last = tensor.shape.rank - 1
    return tf.transpose(tensor, [last, *range(last)])


def _run(
    layers: list[tf.keras.layers.Layer],
    weights: list[tf.Tensor],
    tensor: tf.Tensor,
) -> tf.Tensor:
    for layer in layers:
        count = len(layer.weights)
        tensor, _ = layer.stateless_call(weights[:count], (), tensor)
        weights = weights[count:]
    return tensor
