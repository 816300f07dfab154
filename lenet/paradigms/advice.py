"""Which paradigm suits a model: three questions, and a recommendation."""

from dataclasses import dataclass

from lenet.settings import one_of

# Yes asks more of the paradigm than no does.
QUESTIONS = {
    "branches": "Does your model branch, or have several inputs or outputs?",
    "decides": "Does its forward pass depend on values, as in an `if`?",
    "alone": "Must others load its file without your code?",
}
ANSWERS = ("No", "Yes")


@dataclass(frozen=True)
class Advice:
    """A paradigm, the reason for it, and a call that only it can make.

    `example` is a key of `lenet.paradigms.behaviours.BEHAVIOURS`.
    """

    paradigm: str
    reason: str
    example: str


SEQUENTIAL = Advice(
    "Sequential",
    "Your model is a list of layers, so write that list. Keras then knows the "
    "whole model. It can check the shapes, draw the model and save it, and you "
    "can remove its last layer.",
    "swap_the_head",
)
FUNCTIONAL = Advice(
    "Functional",
    "A list cannot branch. A graph of layers can, and Keras knows each node of "
    "it. Keras checks the shapes while you write, and the saved file holds the "
    "graph itself.",
    "reload_without_its_code",
)
SUBCLASSING = Advice(
    "Subclassing",
    "A list and a graph are fixed before the first image arrives. Only Python "
    "code that runs at each call can look at a value and decide.",
    "depends_on_values",
)
NEEDS_ITS_CODE = (
    " A file cannot hold such a decision. Whoever loads the weights needs your "
    "class as well."
)


def recommend(*, branches: str, decides: str, alone: str) -> Advice:
    """Return the paradigm in which Keras knows most about such a model.

    Takes "Yes" or "No" to each of QUESTIONS; raises ValueError for another.
    """
    one_of("branches", branches, ANSWERS)
    one_of("decides", decides, ANSWERS)
    one_of("alone", alone, ANSWERS)
    if decides == "Yes":
        reason = SUBCLASSING.reason + (NEEDS_ITS_CODE if alone == "Yes" else "")
        return Advice(SUBCLASSING.paradigm, reason, SUBCLASSING.example)
    return FUNCTIONAL if branches == "Yes" else SEQUENTIAL
