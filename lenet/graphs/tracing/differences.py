"""How a call's signature differs from one that has a graph.

TensorFlow runs the graph of a signature if each part of the call's signature is
a subtype of the part in the same place. This module finds the parts that are
not, and in what. A signature is a mapping of argument names to TensorFlow's
trace types.

https://www.tensorflow.org/api_docs/python/tf/types/experimental/TraceType
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

# A call's signature is made as tf.function makes it; there is no public name.
from tensorflow.core.function.polymorphism.function_type import (
    FunctionType,
    canonicalize_to_monomorphic,
)

from lenet.graphs.tracing.type_differences import between
from lenet.results.tracing import Difference

Signature = Mapping[str, Any]
# Of another kind, neither shape nor dtype nor value is the same.
COUNTS = {"kind": 4, "keys": 3, "argument": 3, "type": 2}


def signature_of(
    function: Any,
    body: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Signature:
    """Return a call's signature: the trace type of each argument by its name.

    `function` is a `tf.function` without an `input_signature`, and `body` its
    Python function. Raises TypeError for arguments that do not fit.
    """
    defaults = FunctionType.get_default_values(body)
    made, _ = canonicalize_to_monomorphic(
        args, kwargs, defaults, {}, function.function_type
    )
    return {
        name: parameter.type_constraint
        for name, parameter in made.parameters.items()
    }


def nearest(
    new: Signature, old: list[Signature]
) -> tuple[int, tuple[Difference, ...]]:
    """Return the index of the old signature with the fewest differences.

    Of several it is the latest one; COUNTS says what a difference counts. The
    second value are the differences. Raises ValueError if there is no old one.
    """
    found = [tuple(differences(new, each)) for each in old]
    index = min(
        range(len(old)), key=lambda index: (_count(found[index]), -index)
    )
    return index, found[index]


def _count(found: tuple[Difference, ...]) -> int:
    return sum(COUNTS.get(each.what, 1) for each in found)


def differences(new: Signature, old: Signature) -> Iterator[Difference]:
    """Yield where the call `new` is none for the graph of `old`, in order."""
    for name, type_ in new.items():
        if name in old:
            yield from between(name, type_, old[name])
        else:
            yield Difference(name, "argument", "given", "not given")
    for name in old.keys() - new.keys():
        yield Difference(name, "argument", "not given", "given")
