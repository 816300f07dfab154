"""What a finished training showed, with its own numbers."""

from lenet.results.training import Outcome
from ui.components.closing import show_closing
from ui.components.numbers import counted, percent, whole
from ui.visitor.state import Training, VisitorState


def show(mine: VisitorState, training: Training, outcome: Outcome) -> None:
    """Show what this run and the earlier ones showed."""
    show_closing(
        [
            f"After {counted(outcome.state.step, 'update')} the network predicts "
            f"**{percent(outcome.evaluation.accuracy)}** of the test images correctly. "
            "Guessing gives about 10%.",
            f"{_speeds([training, *mine.earlier])} The loop changes the speed, not the "
            "mathematics: the same seed gives the same images in the same order.",
            "**eager** runs the step as Python, line by line, so you can look into it. "
            "**graph** traces the step once and runs many batches without Python. "
            "**fit** is Keras's own loop around a step like it.",
        ]
    )


def _speeds(runs: list[Training]) -> str:
    """Return a sentence with the highest throughput that each loop reached."""
    best: dict[str, float] = {}
    for run in runs:
        if run.reports:
            speed = max(report.images_per_second for report in run.reports)
            best[run.loop] = max(best.get(run.loop, 0), speed)
    reached = ", ".join(f"**{loop}** {whole(speed)}" for loop, speed in best.items())
    more = " Run the same settings with another loop, or race all three below."
    more = "" if len(best) > 1 else more
    return f"Highest throughput, in images per second: {reached}.{more}"
