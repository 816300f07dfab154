"""The question before each run: what will the tape return?"""

from collections.abc import Mapping

from lenet.autodiff.tape_rules import RULES
from lenet.results.tape_rules import RAISED
from ui.components.questions import Option, Question, exactly
from ui.lessons.automatic_differentiation import key

NONE = "None"
LABELS = {NONE: "None", RAISED: "It raises an error"}
# Why what did not happen did not. What happened is explained by the rule itself.
ELSE = {
    NONE: "A recorded path leads from the source to the target.",
    RAISED: "TensorFlow finds nothing wrong with this program.",
    "0.0": "A tape returns zero only if a path with slope zero is on it, or if zeros "
    "were requested.",
}
SQUARE = {
    "6.0": "This is the derivative of the square, if the tape recorded it.",
    "0.0": ELSE["0.0"],
}
CUBE = {
    "27.0": "This is the derivative of the whole product: all three factors count.",
    "9.0": "This is the derivative of the last multiplication alone.",
}
# The results to choose from, each with what it would be the derivative of.
OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "variable": SQUARE,
    "trainable": SQUARE,
    "watch": SQUARE,
    "automatic": SQUARE,
    "stop_recording": {
        "54.0": "Here the scale would count as well. It was not recorded.",
        "36.0": "This is the scale times the derivative of the square.",
    },
    "persistent": {
        "6.0, 27.0": "These are the two derivatives, if the tape allows both requests.",
        "6.0, None": "A tape that has no record left does not return `None`.",
    },
    "inside": {
        "12.0": "This is the derivative of the slope times the weight, if the tape "
        "recorded its own backward pass.",
        "6.0": "This is the slope at the weight. The slope changes with the weight.",
    },
    "nested": {
        "27.0": "This is the first derivative of the cube.",
        "18.0": "This is the second derivative, if the first one was recorded.",
    },
    "jacobian": {
        "[[2.0, 0.0], [2.0, 4.0]]": "This has one number for each output and weight.",
        "[4.0, 4.0]": "This has one number for each weight: a sum over the outputs.",
        "[2.0, 4.0]": "This is the derivative of each square. The outputs are sums of "
        "squares.",
    },
    "stop_gradient": {
        "6.0": "This is the derivative if the target changes with the weight.",
        "-6.0": "This is the derivative if the target is a constant.",
        "0.0": "Target and weight are not equal, so the loss has a slope.",
    },
    "custom_gradient": {
        "30.0": "This is the factor of the loss times the derivative of the square.",
        "6.0": "This is the derivative of the square, without the factor of the loss.",
    },
    "branch": {
        "6.0": "This is the derivative of the branch that squares the weight.",
        "0.0": "The other branch is a constant. For a tape this is no path, and not a "
        "slope of zero.",
    },
    "where": {
        "0.0": "This is the slope of the side that is chosen.",
        "inf": "The side that is not chosen is multiplied by 0.",
        "nan": "This comes from 0 times infinity. Here no slope is infinite.",
    },
    "loop": CUBE,
    "while_loop": CUBE,
    "unconnected": {
        "0.0": "This is returned only if zeros are requested.",
        "6.0": "This is the derivative for the other variable.",
        NONE: "There is no path, but this request asks for zeros.",
    },
}
assert OUTCOMES.keys() == RULES.keys()


def question(rule: str, *, broken: bool, outcome: str) -> Question:
    """Return the question of a rule's run; `outcome` is the run's, "" before it."""
    last = {each: OUTCOMES[rule].get(each, ELSE[each]) for each in LABELS}
    reasons = {**OUTCOMES[rule], **last}
    if outcome == RAISED:
        reasons[NONE] = "This request does not return at all."
    happened = RULES[rule].broken if broken else RULES[rule].why
    return Question(
        key=key(f"tape_rule_{rule}_{'broken' if broken else 'whole'}"),
        page="automatic_differentiation",
        before="Before you run it",
        text="What will this program return?",
        options=tuple(
            Option(
                LABELS.get(each, each),
                happened if each == outcome else reason,
                exactly(each),
            )
            for each, reason in reasons.items()
        ),
    )
