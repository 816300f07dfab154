"""The side effects to choose from. No TensorFlow."""

import re
from dataclasses import dataclass

CALLS = 3  # of each effect; its code says so
HERE = "lenet.graphs.retracing.effects"
COUNTED = re.compile(r"(?:counted|items): (\d+)")


@dataclass(frozen=True)
class Effect:
    """A side effect in a traced function, and how to fix it.

    `call` and `fixed` name the functions that run, as "module:name". `printed`
    is what each run of the effect prints, "" if the function counts itself.
    """

    title: str
    call: str
    fixed: str
    fix: str
    printed: str = ""

    def times(self, output: str) -> int | None:
        """Return how often it happened, by its output; None if unknown."""
        if self.printed:
            return output.count(self.printed)
        found = COUNTED.search(output)
        return int(found[1]) if found else None


EFFECTS = {
    "print": Effect(
        "print",
        f"{HERE}:print_in_body",
        f"{HERE}:print_in_graph",
        "`tf.print` is an operation, so each run of the graph prints.",
        printed="double of",
    ),
    "counter": Effect(
        "A counter",
        f"{HERE}:count_in_python",
        f"{HERE}:count_in_graph",
        "Count in a `tf.Variable`. `assign_add` is an operation.",
    ),
    "list": Effect(
        "A list that grows",
        f"{HERE}:append_in_python",
        f"{HERE}:return_from_graph",
        "Return the tensor, and append it outside of the function.",
    ),
    "variable": Effect(
        "A new variable",
        f"{HERE}:variable_in_body",
        f"{HERE}:variable_outside",
        "Create the variable once, outside of the function. The graph uses it.",
    ),
}
