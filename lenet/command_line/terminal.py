"""Print a training's progress for a terminal, a file or a program."""

import json
import math
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lenet.results.training import Report

BAR_WIDTH = 24


class Lines:
    """One line for each epoch, for a file or a terminal without a cursor."""

    def __init__(self, epochs: int, steps: int) -> None:
        self.epochs, self.steps = epochs, steps

    def report(self, report: Report) -> None:
        """Print the result of an epoch."""
        if report.val_loss is not None:
            print(f"{self.epoch(report)}  {report_text(report)}", flush=True)

    def resumes(self, checkpoint: Path, step: int) -> None:
        """Print that the training resumes after `step` steps."""
        epoch = min(step // self.steps + 1, self.epochs)
        print(
            f"Resuming from {checkpoint}, after step {step:,}, in epoch "
            f"{epoch}/{self.epochs}",
            flush=True,
        )

    def epoch(self, report: Report) -> str:
        """Return the number of the epoch as text, such as "Epoch 1/5"."""
        return f"Epoch {report.epoch}/{self.epochs}"

    def end(self) -> None:
        """Leave the cursor at the start of a line."""


class Bar(Lines):
    """A progress bar for each epoch, for a terminal."""

    def report(self, report: Report) -> None:
        """Draw the bar again in its line; start a new line after an epoch."""
        done = (report.step - 1) % self.steps + 1
        filled = BAR_WIDTH * done // self.steps
        bar = "━" * filled + "╌" * (BAR_WIDTH - filled)
        line = f"{self.epoch(report)} {bar} {report_text(report)}"
        width = shutil.get_terminal_size().columns - 1
        ended = "\n" if report.val_loss is not None else ""
        print(f"\r\033[K{line[:width]}", end=ended, flush=True)

    def end(self) -> None:
        """Leave the cursor at the start of a line."""
        print("\r\033[K", end="", flush=True)


class Json(Lines):
    """Each report as one line of JSON, for a program.

    In a cluster, each line has the number of its `worker` (None: no cluster).
    """

    def __init__(self, epochs: int, steps: int, worker: int | None) -> None:
        super().__init__(epochs, steps)
        self.source = {} if worker is None else {"worker": worker}

    def report(self, report: Report) -> None:
        """Print the report."""
        print(to_json({**self.source, **asdict(report)}), flush=True)

    def resumes(self, checkpoint: Path, step: int) -> None:
        """Print nothing; the first report has its step."""


def report_text(report: Report) -> str:
    """Return a report's numbers as one line of text."""
    text = f"loss {report.loss:.4f}  accuracy {report.accuracy:.4f}"
    if report.val_loss is not None:
        text += f"  val_loss {report.val_loss:.4f}"
        text += f"  val_accuracy {report.val_accuracy:.4f}"
    return f"{text}  {report.images_per_second:,.0f} images/s"


def to_json(values: dict[str, Any]) -> str:
    """Return an object as JSON, with "nan" for NaN, which JSON lacks."""
    return json.dumps(finite(values))


def finite(value: Any) -> Any:
    """Return a value, with text for numbers that are not finite."""
    if isinstance(value, dict):
        return {name: finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [finite(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def display(
    *, as_json: bool, epochs: int, steps: int, worker: int | None = None
) -> Lines:
    """Return the display that suits standard output."""
    if as_json:
        return Json(epochs, steps, worker)
    return (Bar if sys.stdout.isatty() else Lines)(epochs, steps)
