"""The question before each mistake, and why each option is right or wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from lenet.replicas.lesson.mistakes import MISTAKES
from lenet.results.mistake_curves import WRONG, MistakeCurves
from ui.components.numbers import number
from ui.components.questions import Option, Question
from ui.lessons.replicas import key
from ui.lessons.replicas.mistake_effects import (
    CLOSE,
    batch_means,
    end_ratio,
    first_step_ratio,
    learned_from,
    mean_effect,
    normalisation_effect,
    rate_effect,
    unsharded_effect,
)


@dataclass(frozen=True)
class MistakeQuestion:
    """A question before the trainings, and how to describe their numbers.

    `truth` returns what was so, as a sentence, and `effect` what followed from it.
    """

    text: str
    options: tuple[Option, ...]
    truth: Callable[[MistakeCurves], str]
    effect: Callable[[MistakeCurves], str]

    def named(self, name: str) -> Question:
        """Return it as the question of the mistake with this name."""
        return Question(key(f"guess_{name}"), "replicas", self.text, self.options)


QUESTIONS: dict[str, MistakeQuestion] = {
    "mean": MistakeQuestion(
        text="How large is the first step with the mistake, compared with the correct "
        "one?",
        options=(
            Option(
                "Smaller",
                "Nothing here makes the step smaller. The gradients of several means "
                "are added up, so their sum is larger.",
                lambda lesson: first_step_ratio(lesson) < 1 - CLOSE,
            ),
            Option(
                "As large",
                "This is so for Adam, which divides each gradient by its own size. "
                "SGD does not.",
                lambda lesson: abs(first_step_ratio(lesson) - 1) <= CLOSE,
            ),
            Option(
                "Larger",
                "This is so for SGD, whose step is the learning rate times the "
                "gradient. The gradient is too large, so the step is too large as "
                "well. Adam divides that out.",
                lambda lesson: first_step_ratio(lesson) > 1 + CLOSE,
            ),
        ),
        truth=lambda lesson: (
            f"It is **{number(first_step_ratio(lesson))}** times as large."
        ),
        effect=mean_effect,
    ),
    "learning_rate": MistakeQuestion(
        text="With the mistake, where does the loss end, compared with one device?",
        options=(
            Option(
                "Lower",
                "This takes better steps than one device's. An epoch on replicas has "
                "fewer steps, which are no larger.",
                lambda lesson: end_ratio(lesson) < 1 - CLOSE,
            ),
            Option(
                "About the same",
                "This is so only where fewer steps of the same size are enough.",
                lambda lesson: abs(end_ratio(lesson) - 1) <= CLOSE,
            ),
            Option(
                "Higher",
                "An epoch has fewer steps, and none of them is larger. So the weights "
                "change less in the same number of images.",
                # What is no number is not lower either.
                lambda lesson: not end_ratio(lesson) <= 1 + CLOSE,
            ),
        ),
        truth=lambda lesson: f"It is **{end_ratio(lesson):.2f}** times one device's.",
        effect=rate_effect,
    ),
    "normalisation": MistakeQuestion(
        text="In one step, how many different means is a unit normalised by?",
        options=(
            Option(
                "One",
                "This needs `synchronized=True`. Only then do the replicas add up "
                "their statistics.",
                lambda lesson: batch_means(lesson) == 1,
            ),
            Option(
                "One for each replica",
                "Each replica normalises by the images of its own share, and other "
                "images have another mean.",
                lambda lesson: batch_means(lesson) == lesson.replicas,
            ),
            Option(
                "One for each image",
                "Batch normalisation takes the mean over the images of a batch, not "
                "over one image.",
                lambda lesson: batch_means(lesson) == lesson.curves[WRONG].batch_size,
            ),
        ),
        truth=lambda lesson: (
            f"There were **{batch_means(lesson)}** different means on "
            f"{lesson.replicas} replicas."
        ),
        effect=normalisation_effect,
    ),
    "unsharded": MistakeQuestion(
        text="How many different images of a batch does the model learn from?",
        options=(
            Option(
                "All of them",
                "The replicas together get as many images as the batch has, but each "
                "gets the same ones.",
                lambda lesson: (
                    learned_from(lesson.curves[WRONG])
                    == lesson.curves[WRONG].batch_size
                ),
            ),
            Option(
                "One share of them",
                "Every replica gets the first share. Their gradients are equal, so "
                "adding them up brings nothing new.",
                lambda lesson: (
                    learned_from(lesson.curves[WRONG])
                    == lesson.curves[WRONG].batch_size // lesson.replicas
                ),
            ),
            Option(
                "None",
                "The replicas do get images and learn from them, although all get the "
                "same ones.",
                lambda lesson: learned_from(lesson.curves[WRONG]) == 0,
            ),
        ),
        truth=lambda lesson: (
            f"It learned from **{learned_from(lesson.curves[WRONG])}** of "
            f"{lesson.curves[WRONG].batch_size} images."
        ),
        effect=unsharded_effect,
    ),
}
assert QUESTIONS.keys() == MISTAKES.keys()
