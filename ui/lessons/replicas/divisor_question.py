"""The question of the tab "One batch, split": what is a replica's loss divided by?"""

from lenet.results.replicas import SplitStep
from ui.components.questions import Asked, Option, Question, ask, exactly
from ui.lessons.replicas import key
from ui.lessons.replicas.panels.gradients import divisor


def ask_divisor(replicas: int, images: int) -> Asked | None:
    """Ask before the step; None where the options would be equal, or no step."""
    if replicas == 1 or images % replicas:
        return None
    return ask(question(replicas, images), run=(replicas, images))


def question(replicas: int, images: int) -> Question:
    """Return the question, with the numbers of this step in its options."""
    own = images // replicas
    return Question(
        key=key("split_divisor"),
        page="replicas",
        before="Before you step",
        text="Each replica sums the losses of its own images. By "
        "what does it divide the sum?",
        options=(
            Option(
                f"{own}, its own images",
                "Then each share would be a mean. The all-reduce adds them up, so the "
                "loss and its gradient would be as many times too large as there are "
                "replicas.",
                exactly("own"),
            ),
            Option(
                f"{images}, the images of all replicas",
                "The shares then add up to the mean loss of the global batch, and "
                "their gradients to the gradient of that mean.",
                exactly("all"),
            ),
            Option(
                f"{replicas}, the replicas",
                "Then the shares would add up to the mean loss times the images of "
                "one replica: the more images, the larger the loss.",
                exactly("replicas"),
            ),
        ),
    )


def reveal(asked: Asked, split: SplitStep) -> None:
    """Show what the first replica divided by, worked out from its own numbers."""
    by, images = divisor(split), len(split.images)
    first = split.replicas[0]
    meanings = {
        len(split.replicas): "replicas",
        first.stop - first.first: "own",
        images: "all",
    }
    asked.reveal(
        meanings.get(by),
        f"Replica 0 divided by **{by}**. The shares add up to the mean loss of all "
        f"{images} images.",
    )
