"""The questions before a comparison: how far apart, and what a bug does."""

from typing import Any

from lenet.results.fit_and_loop import (
    ACCURACY,
    BUGS,
    EAGER_FIT,
    GRAPHS,
    LOOP,
    LOSS,
    MESSAGE,
    ROUNDING,
    Comparison,
)
from ui.components.numbers import number, percent
from ui.components.questions import Option, Question, between, exactly
from ui.lessons.automatic_differentiation import key

SOME = 1e-2  # of a weight's size: LeNet's kernels are about 0.1
# Answered by the largest difference of fit(run_eagerly=True) to the tape loop.
APART = Question(
    key=key("guess_apart"),
    page="automatic_differentiation",
    before="Before you compare",
    text="How far are the weights of `fit(run_eagerly=True)` from those of your own "
    "loop, after the last step?",
    options=(
        Option(
            "0.0, bit for bit",
            "Both run the same operations in the same order: forward pass, loss, "
            "`tape.gradient`, `optimizer.apply`. Nothing else is in `fit`'s step.",
            exactly(0.0),
        ),
        Option(
            "Apart by rounding",
            "That is what the ways with a graph may show. Without a graph, the same "
            "kernels run in the same order, so they round in the same way.",
            lambda apart: 0 < apart < ROUNDING,
        ),
        Option(
            "A little, as both are random",
            "Nothing is random here: the first weights, the order of the batches, "
            "and the operations are the same.",
            between(ROUNDING, SOME),
        ),
        Option(
            "Clearly: `fit` does more",
            "`fit` adds a progress bar, metrics, callbacks and validation. None of "
            "them changes a weight.",
            between(SOME),
        ),
    ),
)
EFFECTS = {
    LOSS: (
        "The weights part, and the losses",
        "Such a bug changes a gradient, an update or the order of the batches.",
    ),
    ACCURACY: (
        "Only the accuracy that is shown",
        "Such a bug is only in what is reported: no weight depends on it.",
    ),
    MESSAGE: (
        "An error ends it",
        "Such a bug makes shapes that do not fit, and TensorFlow or Keras notices it.",
    ),
    "": (
        "No difference at all",
        "Then all five ways would have the same weights, losses and accuracies.",
    ),
}


def question(bug: str | None) -> Question:
    """Return the question of a bug, or of the comparison without one."""
    if bug is None:
        return APART
    return Question(
        key=key(f"guess_bug_{list(BUGS).index(bug)}"),
        page="automatic_differentiation",
        before="Before you compare",
        text=f"What will “{BUGS[bug].title}” show?",
        options=tuple(
            Option(label, why, exactly(effect))
            for effect, (label, why) in EFFECTS.items()
        ),
    )


def result(found: Comparison) -> Any:
    """Return what answers the question of a comparison."""
    if found.settings.bug is None:
        return found.weight_difference[EAGER_FIT]
    return found.effect


def truth(found: Comparison) -> str:
    """Return what a comparison measured, in a sentence."""
    apart = found.weight_difference
    if found.settings.bug is None:
        graphs = max(apart[name] for name in GRAPHS)
        return (
            f"After {found.settings.steps} steps, the largest difference of a weight "
            f"is {exact(apart[EAGER_FIT])} for eager `fit`, and {exact(graphs)} for "
            "the ways with a graph."
        )
    return effect(found)


def effect(found: Comparison) -> str:
    """Return what a bug did, with the numbers of its run."""
    bug = BUGS[found.settings.bug or ""]
    if found.effect == MESSAGE:
        (name,) = found.messages
        step = len(found.losses[name]) + 1
        return f"**{name}** raised an error in step {step}."
    if found.effect == ACCURACY:
        step = found.most_inaccurate
        shown, right = (
            percent(float(found.accuracies[name][step - 1]))
            for name in (LOOP, EAGER_FIT)
        )
        return (
            f"In step {step}, the accuracy is {shown} instead of {right}. Between the "
            "loop and eager `fit`, the largest weight difference is "
            f"{exact(found.weight_difference[EAGER_FIT])}: the training was right."
        )
    if not found.effect:
        return "In this comparison, no way differs from another one."
    name = EAGER_FIT if bug.way == LOOP else bug.way
    return (
        f"The weights of **{bug.way}** part from the others' at step "
        f"{found.parted(name)}. "
        f"The largest difference is {number(found.weight_difference[name])}."
    )


def exact(apart: float) -> str:
    """Return a difference; 0.0 is exact."""
    return number(apart) if apart else "0.0"
