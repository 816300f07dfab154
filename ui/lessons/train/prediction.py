"""The question of the page Train: how far does the first epoch get?"""

from ui.components.numbers import percent
from ui.components.questions import Option, Question, ask, between
from ui.visitor.state import Training, visitor_state

FIRST_EPOCH = Question(
    key="train_first_epoch",
    page="train",
    before="Before you start",
    text="What is the accuracy on the test images after one epoch?",
    options=(
        Option(
            "About 10%",
            "One in ten is what guessing gives. An epoch ends there only with very few "
            "updates, or with a learning rate that is far too small or too large.",
            between(0, 0.3),
        ),
        Option(
            "About 50%",
            "An epoch ends there only if it has few updates, because of few images or "
            "a large batch, or if each update changes the weights little.",
            between(0.3, 0.75),
        ),
        Option(
            "Over 75%",
            "One epoch is many updates, one for each batch. With a suitable learning "
            "rate the network learns the most in its first epoch.",
            between(0.75),
        ),
    ),
)


def predict_then_run() -> bool:
    """Ask before the first epoch ends; return whether its result is there."""
    training = visitor_state().training
    accuracy = first_epoch(training)
    # A training that was stopped in epoch 1 has its curves on the page.
    running = training is not None and bool(training.active or training.reports)
    asked = ask(FIRST_EPOCH, run=run_of(training), running=running)
    if training and accuracy is not None:
        updates = training.settings.steps_per_epoch
        asked.reveal(
            accuracy,
            f"After the first epoch ({updates} updates), the accuracy on the test "
            f"images was **{percent(accuracy)}**.",
        )
    return accuracy is not None


def first_epoch(training: Training | None) -> float | None:
    """Return the accuracy on the test images after epoch 1, once there is one."""
    reports = training.reports if training else []
    ends = [r.val_accuracy for r in reports if r.epoch == 1]
    return next((end for end in ends if end is not None), None)


def run_of(training: Training | None) -> int | None:
    """Return which training the question is about; None for one past epoch 1."""
    if not training:
        return 0  # of no training: after Reset the next one can be predicted
    is_past = training.first_step >= training.settings.steps_per_epoch
    return None if is_past else training.number
