"""Which paradigm suits a model: three questions, one answer, its reason."""

from dataclasses import dataclass

from lenet.settings import one_of

# Yes asks more of the paradigm than no does.
QUESTIONS = {
    "branches": "Does it branch, or have several inputs or outputs?",
    "decides": "Does the forward pass decide by the values that it meets?",
    "alone": "Must others load its file without having your code?",
}
ANSWERS = ("No", "Yes")


@dataclass(frozen=True)
class Advice:
    """A paradigm, the reason for it, and a behaviour that no other one shows.

    `example` is a key of `lenet.paradigms.behaviours.BEHAVIOURS`.
    """

    paradigm: str
    reason: str
    example: str


SEQUENTIAL = Advice(
    "Sequential",
    "A list of layers is all that your model is, so write that list. Keras "
    "then knows the whole model: it can check the shapes, draw it, save it, "
    "and you can take a layer off its end.",
    "swap_the_head",
)
FUNCTIONAL = Advice(
    "Functional",
    "A list cannot branch; a graph of layers can, and Keras knows every node "
    "of it. The shapes are checked as you write, and the file that you save "
    "holds the graph itself.",
    "reload_without_its_code",
)
SUBCLASSING = Advice(
    "Subclassing",
    "A list and a graph are fixed before the first image comes. Only Python "
    "that runs at each call can look at a value and choose.",
    "depends_on_values",
)
NEEDS_ITS_CODE = (
    " No file holds such a choice: whoever loads the weights needs your class "
    "as well."
)


def recommend(*, branches: str, decides: str, alone: str) -> Advice:
    """Recommend the paradigm in which Keras knows most of such a model.

    Takes "Yes" or "No" to each of QUESTIONS; raises ValueError for another.
    """
    one_of("branches", branches, ANSWERS)
    one_of("decides", decides, ANSWERS)
    one_of("alone", alone, ANSWERS)
    if decides == "Yes":
        reason = SUBCLASSING.reason + (NEEDS_ITS_CODE if alone == "Yes" else "")
        return Advice(SUBCLASSING.paradigm, reason, SUBCLASSING.example)
    return FUNCTIONAL if branches == "Yes" else SEQUENTIAL
