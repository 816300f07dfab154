"""Print a training's progress for a terminal, a file or a program."""

import json
import math
import os
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lenet.results.training import Report

BAR_WIDTH, LEAST_BAR = 24, 6
CLEAR = "\r\033[K"  # to the start of the line, and erase it
FANCY, PLAIN = ("━", "╌"), ("#", "-")  # a bar: what is done, what is left
DUMB = ("dumb", "unknown")  # terminals without a cursor
# What an epoch's line leaves out first where the terminal is narrow.
LESS_IMPORTANT = ("accuracy", "loss", "val_loss")


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

    def __init__(self, epochs: int, steps: int) -> None:
        super().__init__(epochs, steps)
        self.filled, self.empty = FANCY if is_fancy() else PLAIN

    def report(self, report: Report) -> None:
        """Draw the bar again in its line; start a new line after an epoch."""
        width = shutil.get_terminal_size().columns - 1
        head = f"{self.epoch(report)} "
        text = text_within(width - len(head), report)
        bar = self.bar(report, width - len(head) - len(text) - 1)
        ended = "\n" if report.val_loss is not None else ""
        self.draw(f"{head}{bar}{text}"[:width], ended)

    def bar(self, report: Report, width: int) -> str:
        """Return the bar and a space; nothing where it would be too short."""
        if width < LEAST_BAR:
            return ""
        width = min(width, BAR_WIDTH)
        filled = width * ((report.step - 1) % self.steps + 1) // self.steps
        return self.filled * filled + self.empty * (width - filled) + " "

    def draw(self, line: str, ended: str = "") -> None:
        """Put a line in the place of the one before."""
        print(f"{CLEAR}{line}", end=ended, flush=True)

    def end(self) -> None:
        """Leave the cursor at the start of an empty line."""
        self.draw("")


class PlainBar(Bar):
    """A progress bar for a terminal that cannot erase a line."""

    def draw(self, line: str, ended: str = "") -> None:
        """Write a line over the one before, and spaces over its rest."""
        width = shutil.get_terminal_size().columns - 1
        again = "" if ended else "\r"
        print(f"\r{line:<{width}}{again}", end=ended, flush=True)


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
    return "  ".join(numbers(report).values())


def text_within(width: int, report: Report) -> str:
    """Return as many of a report's numbers as fit; an epoch ends with all."""
    texts = numbers(report)
    for name in LESS_IMPORTANT:
        text = "  ".join(texts.values())
        if len(text) <= width or report.val_loss is None:
            return text
        del texts[name]
    return "  ".join(texts.values())


def numbers(report: Report) -> dict[str, str]:
    """Return a report's numbers as texts, by name."""
    shown = {
        "loss": report.loss,
        "accuracy": report.accuracy,
        "val_loss": report.val_loss,
        "val_accuracy": report.val_accuracy,
    }
    texts = {
        name: f"{name} {value:.4f}"
        for name, value in shown.items()
        if value is not None
    }
    return {**texts, "speed": f"{report.images_per_second:,.0f} images/s"}


def is_fancy() -> bool:
    """Return whether standard output takes the characters of a fancy bar."""
    try:
        "".join(FANCY).encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return has_cursor()


def has_cursor() -> bool:
    """Return whether standard output is a terminal that can erase a line."""
    return sys.stdout.isatty() and os.environ.get("TERM") not in DUMB


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
    if not sys.stdout.isatty():
        return Lines(epochs, steps)
    return (Bar if has_cursor() else PlainBar)(epochs, steps)
