"""Sequences of calls to start from, and cures. No TensorFlow."""

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


@dataclass(frozen=True)
class Cure:
    """What ends some retracing: other calls, or an option of `tf.function`.

    `calls` maps a call to the one in its place. `against` names the differences
    that it is good for, as in `lenet.results.tracing.Difference`.
    """

    word: str
    why: str
    against: tuple[str, ...]
    calls: tuple[tuple[str, str], ...] = ()
    option: str = ""

    def cured(self, calls: tuple[str, ...]) -> tuple[str, ...]:
        """Return a sequence with the cured calls in their places."""
        return tuple(dict(self.calls).get(name, name) for name in calls)


CURES = {
    "constant": Cure(
        "tf.constant",
        "All tensors of one shape and dtype share a graph, whatever their values.",
        ("value", "type", "kind", "length"),
        calls=(
            *((f"n{n}", f"t{n}") for n in range(5)),
            ("keyword_n2", "keyword_t2"),
            ("half", "t_half"),
            ("float1", "t1"),
            ("true", "t_true"),
            ("text", "t_text"),
            ("list1", "one"),
            ("list2", "pair"),
            ("list3", "three"),
            ("list_other", "other_pair"),
        ),
    ),
    "reduce": Cure(
        "reduce_retracing",
        "TensorFlow traces once more, with None for each size that changed.",
        ("shape",),
        option="reduce_retracing",
    ),
    "signature": Cure(
        "input_signature with None in the shape",
        "There is one graph from the start. A call that does not fit it fails.",
        ("shape",),
        option="input_signature",
    ),
    "cast": Cure(
        "tf.cast",
        "One dtype needs one graph.",
        ("dtype",),
        calls=(("integers", "cast"), ("array64", "array32")),
    ),
    "object": Cure(
        "one object",
        "Make the object once, before the calls, and pass the same one.",
        ("object",),
        calls=(("new_object", "same_object"),),
    ),
    "read": Cure(
        "tf.convert_to_tensor",
        "A variable and a tensor have two signatures. Its value is a tensor.",
        ("kind",),
        calls=(("variable", "read"),),
    ),
}


def is_lenet(calls: tuple[str, ...]) -> bool:
    """Return whether these are calls of LeNet, which takes images only."""
    images = {*LENET_MENU["Images"], *SEQUENCES["lenet"].calls}
    return any(name in images for name in calls)
