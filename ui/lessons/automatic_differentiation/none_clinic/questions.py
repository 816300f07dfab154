"""The question of each patient: why is the gradient None?"""

from lenet.results.none_clinic import (
    CAUSES,
    INTEGER,
    NO_DERIVATIVE,
    NO_PATH,
    NOT_TRAINABLE,
    NOT_WATCHED,
    NUMPY,
    OUTSIDE,
    REPLACED,
    STATE,
    STOPPED,
)
from ui.components.questions import Option, Question, exactly
from ui.lessons.automatic_differentiation import key

TEXT = "Why is this gradient None?"
LABELS = {
    NO_PATH: "Nothing leads from the source to the target",
    OUTSIDE: "A step ran while the tape did not record",
    STOPPED: "An operation stops the gradient on purpose",
    NOT_WATCHED: "The source is a constant, and is not watched",
    NOT_TRAINABLE: "The source is not trainable",
    REPLACED: "A tensor has taken the variable's name",
    NUMPY: "A step ran outside TensorFlow",
    STATE: "A value was put into a variable on the way",
    INTEGER: "A dtype is an integer",
    NO_DERIVATIVE: "An operation has no derivative",
}
assert tuple(LABELS) == CAUSES
RIGHT = {
    NO_PATH: "The tape recorded all that ran. But the target was not computed from the "
    "source, so a change of the source does not change it.",
    OUTSIDE: "A tape records only while its `with` block runs. What runs later is not "
    "on it.",
    STOPPED: "`tf.stop_gradient` returns its input unchanged, and the tape does not "
    "record it. For the tape, its output is a constant.",
    NOT_WATCHED: "A tape watches trainable variables by itself. A tensor is watched "
    "only after `tape.watch`.",
    NOT_TRAINABLE: "A tape watches only trainable variables by itself.",
    REPLACED: "`=` gives a name to another object. The tape watches variables, not a "
    "tensor that was computed from one earlier.",
    NUMPY: "A NumPy array is no tensor: it does not know where its numbers came from. "
    "Back in TensorFlow, it is a constant.",
    STATE: "A variable keeps a value, but not where it came from. For the tape, a "
    "path begins where a variable is read.",
    INTEGER: "A whole number cannot change by a small step. TensorFlow has no "
    "gradients for integer dtypes.",
    NO_DERIVATIVE: "Its output moves in jumps, and is flat between them. TensorFlow's "
    "gradient function for it returns nothing.",
}
WRONG = {
    NO_PATH: "Here values do lead from the source to the target.",
    OUTSIDE: "Here each step between source and target ran inside the `with` block.",
    STOPPED: "No operation here is made to stop a gradient.",
    NOT_WATCHED: "The source is a variable here, or was computed from one.",
    NOT_TRAINABLE: "The source is no variable with `trainable=False`.",
    REPLACED: "No line gives the source's name to something else.",
    NUMPY: "Here TensorFlow computes everything between source and target.",
    STATE: "No value is assigned to another variable here.",
    INTEGER: "Either all dtypes are floats here, or the operation that returns an "
    "integer could return nothing else.",
    NO_DERIVATIVE: "Each computation here has a derivative, for floats.",
}
assert RIGHT.keys() == WRONG.keys() == LABELS.keys()


def question(case: str, found: str) -> Question:
    """Return the question of a case; `found` is the cause in its run."""
    return Question(
        key=key(f"cause_{case}"),
        page="automatic_differentiation",
        before="Before you see the cause",
        text=TEXT,
        options=tuple(
            Option(
                label,
                RIGHT[cause] if cause == found else WRONG[cause],
                exactly(cause),
            )
            for cause, label in LABELS.items()
        ),
    )
