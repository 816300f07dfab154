"""Whether a gradient passes an operation, as TensorFlow itself computes it."""

import tensorflow as tf

# None of this is public: operations with their definitions, and the tape's
# way to record one. See lenet.tape.operation_log.
from tensorflow.python.eager import execute
from tensorflow.python.framework import op_def_registry

from lenet.autodiff.none_clinic.flow import TENSOR, Edge
from lenet.autodiff.none_clinic.variables import is_tracked
from lenet.autodiff.recording import Ran


def passes(edge: Edge) -> bool:
    """Return whether the tape has an edge, and a gradient passes it."""
    if edge.kind != TENSOR or not edge.ran:
        return False
    # The output is no evidence: some operations are reported before the tape
    # records them, such as those of a tensor and a number of NumPy.
    is_kept = is_tracked(edge.place, edge.index)
    return is_kept and has_derivative(edge.ran, edge.index)


def is_function(ran: Ran) -> bool:
    """Return whether an operation is a call of a traced function."""
    return ran.kind.startswith("__")


def has_derivative(ran: Ran, index: int) -> bool:
    """Return whether an operation's gradient function returns one for an input.

    A new tape records the operation with the tensors that it had.
    """
    tensor, outputs = ran.inputs[index], list(ran.outputs)
    attributes = tuple(each for pair in ran.attributes.items() for each in pair)
    with tf.GradientTape() as tape:
        tape.watch(tensor)
        execute.record_gradient(ran.kind, list(ran.inputs), attributes, outputs)
    try:
        return tape.gradient(outputs[0], tensor) is not None
    except LookupError:  # no gradient function is registered
        return False


def is_smooth(tensor: tf.Tensor) -> bool:
    """Return whether a dtype can have gradients: no integers, no booleans."""
    dtype = tensor.dtype
    return bool(dtype.is_floating or dtype.is_complex or dtype == tf.resource)


def can_be_float(kind: str) -> bool:
    """Return whether an operation's output may be a float: of Cast, not ArgMax.

    https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/op_def.proto
    """
    definition = op_def_registry.get(kind)
    if definition is None or not definition.output_arg:
        return False
    output = definition.output_arg[0]
    kinds = (
        [output.type] if output.type else _allowed(definition, output.type_attr)
    )
    return not kinds or any(tf.as_dtype(each).is_floating for each in kinds)


def _allowed(definition: object, attribute: str) -> list[int]:
    """Return the dtypes that an attribute allows; none stands for all."""
    attributes = getattr(definition, "attr", ())
    found = [each for each in attributes if each.name == attribute]
    return [kind for each in found for kind in each.allowed_values.list.type]
