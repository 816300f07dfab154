"""How two trace types differ: shapes, values, items, part by part.

https://www.tensorflow.org/api_docs/python/tf/types/experimental/TraceType
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import tensorflow as tf

# The trace types of Python values and structures have no public names.
from tensorflow.core.function.trace_type import default_types
from tensorflow.python.ops.tensor_array_ops import TensorArrayTraceType

from lenet.graphs.tracing.type_words import (
    described,
    is_value,
    kind_of,
    named,
    several,
    shape_of,
    two_constants,
    type_name,
)
from lenet.results.tracing import Difference
from lenet.snippets.text import cleaned


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
    texts = two_constants(new, old)
    is_same = texts[0] == texts[1]
    if not is_value(new) or is_same:  # two that are written alike: objects
        yield from _object(where, new, old)
    elif type_name(new) == type_name(old):
        yield Difference(where, "value", *texts)
    else:
        yield Difference(where, "type", described(new), described(old))


def _object(where: str, new: Any, old: Any) -> Iterator[Difference]:
    yield Difference(where, "object", f"another {named(new)}", named(old))


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
        words = (", ".join(map(repr, x)) or "none" for x in (parts, others))
        yield Difference(where, "keys", *words)
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
    yield from found or [*_inside(where, new, old)] or _other(where, new, old)


def _inside(where: str, new: Any, old: Any) -> Iterator[Difference]:
    """Yield what differs in the specs of a dataset, iterator, ExtensionType."""
    others = _fields(old)
    for name, field in _fields(new).items():
        pair = [tf.nest.flatten(x) for x in (field, others.get(name))]
        for part, other in zip(*pair, strict=False):
            place = f"{where}.{name}"
            if isinstance(part, tf.TypeSpec) and isinstance(other, tf.TypeSpec):
                yield from between(place, part, other)
            elif part != other:
                yield Difference(place, "value", repr(part), repr(other))


def _fields(spec: Any) -> dict[str, Any]:
    """Return the fields of an ExtensionType's spec, or a dataset's elements."""
    # The spec of an iterator has no public name for it.
    elements = getattr(spec, "_element_spec", None)
    more = {} if elements is None else {"element_spec": elements}
    fields = getattr(spec, "__dict__", {}).items()
    return {k: v for k, v in fields if not k.startswith("_")} | more


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
    yield Difference(where, "other", *(cleaned(str(x)) for x in (new, old)))


FINDERS: dict[Any, Callable[[str, Any, Any], Iterator[Difference]]] = {
    (default_types.Literal, default_types.Weakref): _literal,
    (default_types.List, default_types.Tuple): _items,
    TensorArrayTraceType: _object,
    default_types.Dict: _mapping,
    (default_types.NamedTuple, default_types.Attrs): _named_tuple,
    tf.TypeSpec: _spec,
}
