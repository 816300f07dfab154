"""How a call's signature differs from one that has a graph.

TensorFlow runs the graph of a signature if each part of the call's signature is
a subtype of the part in the same place. This module finds the parts that are
not, and in what. A signature is a mapping of argument names to TensorFlow's
trace types.

https://www.tensorflow.org/api_docs/python/tf/types/experimental/TraceType
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import tensorflow as tf

# A call's signature is made as tf.function makes it; there is no public name.
from tensorflow.core.function.polymorphism.function_type import (
    FunctionType,
    canonicalize_to_monomorphic,
)
from tensorflow.core.function.trace_type import default_types

from lenet.graphs.tracing.words import (
    constant,
    described,
    is_value,
    kind_of,
    several,
    shape_of,
    type_name,
)
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


def between(where: str, new: Any, old: Any) -> Iterator[Difference]:
    """Yield how one trace type differs from another one, part by part."""
    if new.is_subtype_of(old):
        return
    if kind_of(new) != kind_of(old):
        yield Difference(where, "kind", described(new), described(old))
        return
    find = next(
        (find for kind, find in FINDERS.items() if isinstance(new, kind)),
        _other,
    )
    yield from find(where, new, old)


def _literal(where: str, new: Any, old: Any) -> Iterator[Difference]:
    """Yield the difference of two Python values, each a constant of a graph."""
    if not is_value(new):
        yield from _object(where, new, old)
    elif type_name(new) == type_name(old):
        yield Difference(where, "value", constant(new), constant(old))
    else:
        words = (f"{constant(x)} ({type_name(x)})" for x in (new, old))
        yield Difference(where, "type", *words)


def _object(where: str, new: Any, old: Any) -> Iterator[Difference]:
    name = type_name(new)
    yield Difference(where, "object", f"another {name}", f"one {name}")


def _items(where: str, new: Any, old: Any) -> Iterator[Difference]:
    parts, others = _parts(new), _parts(old)
    if len(parts) != len(others):
        yield Difference(where, "length", several(len(parts)), str(len(others)))
    for index, (part, other) in enumerate(zip(parts, others, strict=False)):
        yield from between(f"{where}[{index}]", part, other)


def _parts(type_: Any) -> tuple[Any, ...]:
    if isinstance(type_, default_types.List):
        type_ = type_.components_tuple
    return type_.components


def _mapping(where: str, new: Any, old: Any) -> Iterator[Difference]:
    yield from _named(where, new.mapping, old.mapping, "[{!r}]")


def _named_tuple(where: str, new: Any, old: Any) -> Iterator[Difference]:
    parts, others = map(_attributes, (new, old))
    yield from _named(where, parts, others, ".{}")


def _attributes(type_: Any) -> dict[str, Any]:
    if isinstance(type_, default_types.Attrs):
        type_ = type_.named_attributes
    parts = type_.attributes.components
    return dict(zip(type_.attribute_names, parts, strict=True))


def _named(
    where: str, parts: Mapping[Any, Any], others: Mapping[Any, Any], path: str
) -> Iterator[Difference]:
    if parts.keys() != others.keys():
        yield Difference(
            where,
            "keys",
            *(", ".join(map(str, each)) for each in (parts, others)),
        )
        return
    for name, part in parts.items():
        yield from between(where + path.format(name), part, others[name])


def _spec(where: str, new: Any, old: Any) -> Iterator[Difference]:
    """Yield what differs between specs of tensors, ragged ones, variables."""
    found = [
        Difference(where, what, write(new), write(old))
        for what, differ, write in RESPECTS
        if differ(new, old)
    ]
    yield from found or _other(where, new, old)


def _has_other_shape(new: Any, old: Any) -> bool:
    shape, other = (
        tf.TensorShape(getattr(each, "shape", None)) for each in (new, old)
    )
    return not shape.is_subtype_of(other)


def _is_other(name: str) -> Callable[[Any, Any], bool]:
    return lambda new, old: getattr(new, name, None) != getattr(old, name, None)


def _write(name: str) -> Callable[[Any], str]:
    return lambda spec: str(getattr(spec, name))


# What, when it differs, and how it is written.
RESPECTS: tuple[tuple[str, Callable[..., bool], Callable[[Any], str]], ...] = (
    ("shape", _has_other_shape, shape_of),
    ("dtype", _is_other("dtype"), lambda spec: spec.dtype.name),
    ("trainable", _is_other("trainable"), _write("trainable")),
    ("same", _is_other("alias_id"), _write("alias_id")),
    ("ragged", _is_other("ragged_rank"), _write("ragged_rank")),
)


def _other(where: str, new: Any, old: Any) -> Iterator[Difference]:
    yield Difference(where, "other", str(new), str(old))


FINDERS: dict[Any, Callable[[str, Any, Any], Iterator[Difference]]] = {
    default_types.Literal: _literal,
    default_types.Weakref: _object,
    (default_types.List, default_types.Tuple): _items,
    default_types.Dict: _mapping,
    (default_types.NamedTuple, default_types.Attrs): _named_tuple,
    tf.TypeSpec: _spec,
}
