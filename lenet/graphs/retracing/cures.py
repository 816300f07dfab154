"""What ends retracing: other calls, or an option. No TensorFlow."""

from dataclasses import dataclass


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
        "All tensors of one shape and dtype share a graph, whatever their "
        "values.",
        ("value", "type", "kind", "length"),
        calls=(
            *((f"n{n}", f"t{n}") for n in range(5)),
            ("keyword_n2", "keyword_t2"),
            ("half", "t_half"),
            ("float1", "t_float1"),
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
        ("shape", "length"),
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


def cures_of(
    differences: set[str], calls: tuple[str, ...], option: str
) -> dict[str, Cure]:
    """Return the cures for these differences that would change something.

    Whether one helps is known when it has been tried:
    `lenet.graphs.retracing.run.try_cures`.
    """
    return {
        name: cure
        for name, cure in CURES.items()
        if differences & {*cure.against}
        and (cure.cured(calls), cure.option or option) != (calls, option)
    }
