"""Parts of a signature in words: "a tensor", "(2, None)", "a list"."""

import itertools
import re
from typing import Any

import tensorflow as tf
from tensorflow.core.function.trace_type import default_types

LONGEST = 60  # characters of a value
BEFORE = 20  # of them before the first difference of two long ones
MORE = "…"
SPECS = {
    "TensorSpec": "a tensor",
    "VariableSpec": "a variable",
    "RaggedTensorSpec": "a ragged tensor",
    "SparseTensorSpec": "a sparse tensor",
    "TensorArraySpec": "a TensorArray",
    "TensorArrayTraceType": "a TensorArray",
    "IteratorSpec": "an iterator",
    "DatasetSpec": "a dataset",
}
KINDS = {
    default_types.List: "a Python list",
    default_types.Tuple: "a Python tuple",
    default_types.Dict: "a Python dict",
}
VALUE = "a Python value"
# TensorFlow closes such a text with a bracket that it did not open.
OBJECT = re.compile(r"\[<weakref at 0x\w+; to '([\w.]+)' at (0x\w+).*?>\]\)")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
UNUSED = re.compile(r", name=None|, alias_id=0(?=\))")


def kind_of(type_: Any) -> str:
    """Return what an argument is: "a tensor", "a Python list"."""
    if isinstance(type_, default_types.Literal | default_types.Weakref):
        if is_value(type_):
            return VALUE
        return f"a Python object ({type_name(type_)})"
    if isinstance(type_, default_types.NamedTuple):
        return f"a named tuple ({type_.type_name})"
    if isinstance(type_, default_types.Attrs):
        return f"an attrs object ({type_.named_attributes.type_name})"
    name = type(type_).__name__
    return KINDS.get(type(type_)) or SPECS.get(name) or _a(type_)


def _a(spec: Any) -> str:
    """Return the class that a spec is for: "an IndexedSlices"."""
    name: str = getattr(spec, "value_type", type(spec)).__name__
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def described(type_: Any) -> str:
    """Return its kind, and a Python value itself: "2 (a Python int)"."""
    if not is_value(type_) or _value(type_) is None:
        return "None" if is_value(type_) else kind_of(type_)
    return f"{constant(type_)} (a Python {type_name(type_)})"


def is_value(type_: Any) -> bool:
    """Return whether it is a Python value: it is written without an address.

    All else, such as a function, counts as an object.
    """
    if not isinstance(type_, default_types.Literal | default_types.Weakref):
        return False
    value = _value(type_)
    if value is None:  # a weak reference to what is gone has no value
        return isinstance(type_, default_types.Literal)
    return not callable(value) and not ADDRESS.search(repr(value))


def type_name(type_: Any) -> str:
    """Return the name of a Python value's or object's class."""
    return type(_value(type_)).__name__


def constant(type_: Any, start: int = 0) -> str:
    """Return a Python value as it is written, cut off where it is long.

    Of a long one there are LONGEST characters, from `start` on.
    """
    text = repr(_value(type_))
    if len(text) <= LONGEST:
        return text
    end = start + LONGEST
    return MORE * (start > 0) + text[start:end] + MORE * (end < len(text))


def two_constants(type_: Any, other: Any) -> tuple[str, str]:
    """Return two Python values; of long ones the part in which they differ."""
    texts = repr(_value(type_)), repr(_value(other))
    differ = (a != b for a, b in zip(*texts, strict=False))
    same = next(itertools.compress(itertools.count(), differ), 0)
    start = same - BEFORE if same >= LONGEST - BEFORE else 0
    return constant(type_, start), constant(other, start)


def named(type_: Any) -> str:
    """Return an object's class, and its own name if it has one."""
    name = getattr(_value(type_), "__name__", "")
    return f"{type_name(type_)} {name}".strip()


def _value(type_: Any) -> Any:
    return type_.placeholder_value(None)


def shape_of(spec: Any) -> str:
    """Return a shape: "(2, None)", or "any shape" where nothing is known."""
    shape = tf.TensorShape(spec.shape)
    return "any shape" if shape.rank is None else str(tuple(shape.as_list()))


def several(count: int) -> str:
    """Return a length in words: "1 item", "3 items"."""
    return f"{count} item" + ("" if count == 1 else "s")


def signature_text(signature: Any, numbers: dict[int, int]) -> str:
    """Return a signature as TensorFlow writes it, an argument a line.

    In the place of memory addresses, objects have numbers: `numbers` keeps them
    by address, so that one object has the same number in all signatures.
    """
    return "\n".join(
        f"{name}: {_numbered(str(type_), numbers)}"
        for name, type_ in signature.items()
    )


def _numbered(text: str, numbers: dict[int, int]) -> str:
    def number(found: re.Match[str]) -> str:
        address = int(found[0], 16)
        return f"#{numbers.setdefault(address, len(numbers) + 1)}"

    text = UNUSED.sub("", text).replace(repr(default_types.NanMarker), "nan")
    text = OBJECT.sub(r"[\1 at \2]", text)
    return ADDRESS.sub(number, text)
