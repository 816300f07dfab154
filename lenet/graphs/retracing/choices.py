"""Sequences of calls to start from, and what can be added. No TensorFlow."""

from dataclasses import dataclass

LONGEST = 20  # calls of one sequence: each may leave a graph in memory


@dataclass(frozen=True)
class Sequence:
    """Calls in a row, by their names in `lenet.graphs.retracing.calls`."""

    title: str
    calls: tuple[str, ...]


SEQUENCES = {
    "counter": Sequence("A loop counter", ("n0", "n1", "n2", "n3", "n4")),
    "sizes": Sequence("Tensors of different sizes", ("pair", "three", "four")),
    "list": Sequence("A list that grows", ("list1", "list2", "list3")),
    "dtypes": Sequence("Two dtypes", ("pair", "integers", "array64")),
    "objects": Sequence(
        "Python objects", ("new_object", "new_object", "new_object")
    ),
    "keyword": Sequence("By keyword", ("pair", "keyword", "n2", "keyword_n2")),
    "lenet": Sequence(
        "LeNet, batch by batch",
        ("batch1", "batch2", "batch3", "batch_last"),
    ),
}
# What can be added to a sequence, in groups; LeNet takes images only.
MENU = {
    "Tensors": ("pair", "other_pair", "three", "matrix", "integers"),
    "Numbers and text": ("n2", "n3", "half", "float1", "true", "text", "none"),
    "Lists, arrays, objects": (
        *("list2", "list3", "list_other", "array32", "array64"),
        *("variable", "new_object"),
    ),
    "By keyword": ("keyword", "keyword_n2"),
}
LENET_MENU = {"Images": ("batch1", "batch2", "batch_last", "single")}
OPTIONS = ("none", "reduce_retracing", "input_signature")


def is_lenet(calls: tuple[str, ...]) -> bool:
    """Return whether these are calls of LeNet, which takes images only."""
    images = {*LENET_MENU["Images"], *SEQUENCES["lenet"].calls}
    return any(name in images for name in calls)
