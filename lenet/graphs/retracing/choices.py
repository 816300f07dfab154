"""Sequences of calls to start from, and what can be added. No TensorFlow."""

from dataclasses import dataclass

LONGEST = 20  # calls of one sequence: each may leave a graph in memory


@dataclass(frozen=True)
class Start:
    """A sequence to start from: names in `lenet.graphs.retracing.calls`."""

    title: str
    calls: tuple[str, ...]


SEQUENCES = {
    "counter": Start("A loop counter", ("n0", "n1", "n2", "n3", "n4")),
    "sizes": Start("Tensors of different sizes", ("pair", "three", "four")),
    "list": Start("A list that grows", ("list1", "list2", "list3")),
    "dtypes": Start("Two dtypes", ("pair", "integers", "array64")),
    "objects": Start(
        "Python objects", ("new_object", "new_object", "new_object")
    ),
    "equal": Start("Equal values", ("n1", "float1", "true", "n2")),
    "keyword": Start("By keyword", ("pair", "keyword", "n2", "keyword_n2")),
    "lenet": Start(
        "LeNet, batch by batch",
        ("batch1", "batch2", "batch_last", "single"),
    ),
}
# What can be added to a sequence, in groups; LeNet takes images only.
MENU = {
    "Tensors": ("pair", "other_pair", "three", "matrix", "integers"),
    "Numbers and text": ("n1", "n2", "float1", "half", "true", "text", "none"),
    "Lists and arrays": ("list2", "list3", "list_other", "array32", "array64"),
    "Objects": ("variable", "new_object", "same_object"),
    "By keyword": ("keyword", "keyword_n2"),
}
CALLS_OF_LENET = ("batch1", "batch2", "batch_last", "single")
OPTIONS = ("none", "reduce_retracing", "input_signature")


def is_lenet(calls: tuple[str, ...]) -> bool:
    """Return whether these are calls of LeNet, which takes images only."""
    return any(name in CALLS_OF_LENET for name in calls)
