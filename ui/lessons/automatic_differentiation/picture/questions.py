"""The two questions of Change the picture: how many steps, and which gradient."""

from lenet.autodiff.picture import MOST_STEPS
from lenet.results.picture_gradient import SCORES, Walk
from ui.components.numbers import counted, number
from ui.components.questions import Option, Question, between, exactly
from ui.lessons.automatic_differentiation import key

NEVER = MOST_STEPS + 1
FEW, SOME = 5, 15
SHORT = (
    "Then a step moves the scores far beside their distance: the step size or the "
    "gradient is large, or the score of another digit is near."
)
LONG = (
    "Then a step moves the scores little beside their distance: the step size or the "
    "gradient is small."
)
# Each with why its gradient is large or small.
WHY = {
    "logit": "A logit is a weighted sum, and nothing limits it. How far it is above "
    "the others does not make its gradient smaller.",
    "log probability": "Its gradient is that of the logit, minus the mean of the "
    "gradients of all ten logits, weighted by their probabilities. For a class with a "
    "probability near 1, the two cancel. For a class with one near 0, the mean is the "
    "gradient of the predicted digit's logit, so both logits count.",
    "probability": "Its gradient is that of the log probability, times the "
    "probability. Near 1, the first of them is nearly 0. Near 0, the second one is.",
}
assert tuple(WHY) == SCORES


def how_many_steps(walk: Walk) -> Question:
    """Return the question after how many steps the prediction changes."""
    return Question(
        key=key("guess_picture_steps"),
        page="automatic_differentiation",
        before="Before you run it",
        text=f"After how many steps is the prediction no longer {walk.prediction(0)}?",
        options=(
            Option(f"1 to {FEW}", SHORT, between(1, FEW + 1)),
            Option(
                f"{FEW + 1} to {SOME}",
                "Many pixels change a little in each step. Together they move the "
                "scores far.",
                between(FEW + 1, SOME + 1),
            ),
            Option(f"{SOME + 1} to {MOST_STEPS}", LONG, between(SOME + 1, NEVER)),
            Option(
                f"Not within {MOST_STEPS}",
                "The gradient is too small for this step size, or it leads to no "
                "other digit.",
                exactly(NEVER),
            ),
        ),
    )


def which_score(walk: Walk) -> Question:
    """Return the question which score has the largest gradient."""
    return Question(
        key=key("guess_picture_score"),
        page="automatic_differentiation",
        before="Before you run it",
        text=f"Which score of the class {walk.digit} has the largest gradient here?",
        options=tuple(
            Option(score.capitalize(), why, exactly(score))
            for score, why in WHY.items()
        ),
    )


def steps_needed(walk: Walk) -> int:
    """Return the first step with another prediction, NEVER without one."""
    return walk.changed_at() or NEVER


def steps_truth(walk: Walk) -> str:
    """Return in a sentence when the prediction changed."""
    first, changed = walk.prediction(0), walk.changed_at()
    if changed is None:
        return f"The prediction stayed **{first}** for all {walk.steps} steps."
    return (
        f"After {counted(changed, 'step')} the prediction changed from **{first}** to "
        f"**{walk.prediction(changed)}**."
    )


def steepest(walk: Walk) -> str:
    """Return the score with the largest gradient."""
    return max(walk.largest, key=walk.largest.__getitem__)


def score_truth(walk: Walk) -> str:
    """Return in a sentence how large the gradient of each score is."""
    found = ", ".join(
        f"{number(largest)} of the {score}" for score, largest in walk.largest.items()
    )
    return f"The largest gradient of a pixel, at the picture itself: {found}."
