"""What a training on replicas showed, and the question before it."""

from ui.components.numbers import counted, percent, whole
from ui.components.questions import Option, Question, between
from ui.lessons.replicas import key
from ui.visitor.state import Training

# Answered by the training's throughput as a share of the replicas' sum.
REACHED = Question(
    key=key("prediction"),
    page="replicas",
    before="Before you start",
    text="Each replica computes some images per second. Add these "
    "numbers up. How much of the sum does the whole training reach?",
    options=(
        Option(
            "Nearly all, over 80%",
            "This needs a step that is nearly all computing, as with large models and "
            "large batches.",
            between(0.8),
        ),
        Option(
            "About half, 35 to 80%",
            "Each step also divides the batch, waits for the slowest replica, adds up "
            "the gradients and updates the weights. This is so where that takes about "
            "as long as computing.",
            between(0.35, 0.8),
        ),
        Option(
            "Little, under 35%",
            "This is so where dividing the batch, waiting, the all-reduce and the "
            "update take longer than computing. A network as small as LeNet computes "
            "quickly.",
            between(0.0, 0.35),
        ),
    ),
)


def shares_of_sum(training: Training) -> list[float]:
    """Return, for each report, the training's speed as a share of the replicas'."""
    return [
        report.images_per_second / sum(report.replica_speeds)
        for report in training.reports
        if report.replica_speeds
    ]


def showed(training: Training, share: float) -> list[str]:
    """Return what the training showed, in its own numbers."""
    report = training.reports[-1]
    replicas = counted(len(report.replica_speeds), "replica")
    return [
        f"{replicas} trained one model. The weights were the same on each after every "
        "step, so one copy was tested and saved.",
        f"At the end they trained {whole(report.images_per_second)} images per second. "
        f"In the whole training that was **{percent(share)}** of the sum of their own "
        "speeds.",
        "The same seed and the same global batch make the same steps on any number of "
        "replicas, except for the last digits of sums.",
    ]
