"""What the visitor's logged runs show, in their own numbers."""

from ui.components.closing import show_closing
from ui.components.numbers import counted, percent
from ui.lessons.tensorboard.runs import Logged, logged, row

# What a visitor chooses, by the heads of the table.
CHOICES = ("Loop", "Paradigm", "Optimizer", "Learning rate", "Batch size", "Seed")


def show() -> None:
    """Show what there is to see of the visitor's runs, once there are some."""
    runs = logged()
    show_closing([_best(runs), _differing(runs)] if runs else [])


def _best(runs: list[Logged]) -> str:
    best = max(runs, key=lambda each: each.outcome.evaluation.accuracy)
    return (
        f"You can compare {counted(len(runs), 'run')} of yours here. The best one, "
        f"`{best.run}`, predicts {percent(best.outcome.evaluation.accuracy)} of the "
        "test images correctly. Find it among the curves of `epoch_accuracy`."
    )


def _differing(runs: list[Logged]) -> str:
    """Return in which choices the runs differ, so that curves can be compared."""
    if len(runs) == 1:
        return (
            "A second run with one setting changed shows what this setting does: two "
            "curves in one chart."
        )
    rows = [row(each) for each in reversed(runs)]
    values = {
        name: list(dict.fromkeys(str(one[name]) for one in rows)) for name in CHOICES
    }
    differing = [
        f"{name.lower()} ({', '.join(each)})"
        for name, each in values.items()
        if len(each) > 1
    ]
    if not differing:
        return "All of them have the same settings in the table. Change one of these."
    return f"They differ in {' and '.join(differing)}."
