"""The question before each fault, and why each phase is right or wrong there."""

from lenet.graphs.errors import FAULTS
from lenet.results.session_errors import BUILDING, CHECK, KERNEL, NOWHERE, PHASES
from ui.components.questions import Option, Question, exactly
from ui.lessons.sessions_vs_eager import key

TEXT = "Where will this program fail?"
LABELS = {
    BUILDING: "While the graph is built",
    CHECK: "In session.run, before any kernel runs",
    KERNEL: "In session.run, in a kernel",
    NOWHERE: "It does not fail",
}
assert tuple(LABELS) == PHASES
WRONG = {
    BUILDING: "TensorFlow compares the graphs, dtypes and known shapes of a node's "
    "inputs when it makes the node. Nothing is wrong with these here.",
    CHECK: "Before it runs a kernel, `session.run` looks up the fetches, and compares "
    "each feed with its placeholder. Neither finds this fault.",
    KERNEL: "Here no kernel finds the fault.",
    NOWHERE: "TensorFlow does find this fault, and raises an error.",
}
# Why a fault is found where it is found.
RIGHT = {
    "unfed": "A graph without feeds is valid. Only the placeholder's own kernel needs "
    "the value, and it has none.",
    "wrong_shape": "Python code in `session.run` compares each fed value with the "
    "shape of its placeholder. No kernel is needed for that.",
    "wrong_dtype": "`session.run` converts each fed value to the placeholder's dtype. "
    "NumPy cuts off what a whole number cannot hold, and the result is wrong.",
    "uninitialised": "In a graph, a variable's first value is one more node. Until a "
    "session runs that node, the kernel that reads the variable finds nothing.",
    "missing_name": "A fetch by name is looked up in the graph when `session.run` is "
    "called. While the graph is built, nobody knows what will be fetched.",
    "other_graph": "A node and its inputs must be in the same graph. TensorFlow "
    "checks that when it makes the node.",
    "not_fetched": "A session runs only what a fetch needs. Reading the weight does "
    "not need the node that changes it, so the weight stays as it was.",
}
assert RIGHT.keys() == FAULTS.keys()


def question(fault: str, phase: str) -> Question:
    """Return the question of a fault; `phase` is where it failed, "" before that."""
    return Question(
        key=key(f"guess_{fault}"),
        page="sessions_vs_eager",
        before="Before you run it",
        text=TEXT,
        options=tuple(
            Option(
                label,
                RIGHT[fault] if each == phase else WRONG[each],
                exactly(each),
            )
            for each, label in LABELS.items()
        ),
    )
