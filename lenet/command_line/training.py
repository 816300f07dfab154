"""One training of the command line: run it, show it and save it."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

from lenet.command_line.options import checkpoint_from
from lenet.command_line.signals import Stopper
from lenet.command_line.terminal import display, to_json
from lenet.environment import LOGS
from lenet.results.training import Outcome, Report
from lenet.settings import Settings
from lenet.start import keras_choice, temporary_folder
from lenet.weights.checkpoint import Checkpoint
from lenet.weights.checksum import checksum
from lenet.weights.file import check_name, save
from lenet.weights.whole import place

if TYPE_CHECKING:
    import tensorflow as tf

BROKEN_PIPE = 13  # SIGPIPE, which Windows has no name for


class Training:
    """A training in this process: all of it, or the part of one worker.

    In a cluster, only worker 0 reads and writes files. Raises ValueError for a
    path that cannot be used, before anything else is done. Its checkpoint is
    its own until the end of a `with` block.
    """

    def __init__(
        self,
        options: argparse.Namespace,
        settings: Settings,
        *,
        worker: int | None = None,
        on_report: Callable[[Report], object] | None = None,
    ) -> None:
        self.options, self.settings, self.worker = options, settings, worker
        self.on_report = on_report
        self.writes = not worker
        self.checkpoint, self.begun = None, None
        path = checkpoint_from(options)
        if self.writes:
            check_files(options.output, path)
        if self.log_root() and options.logs is None:
            LOGS.check()
        self.held = contextlib.ExitStack()
        if self.writes and path:
            self.checkpoint = Checkpoint(path, settings)
            with contextlib.ExitStack() as held:
                held.enter_context(self.checkpoint.held())
                self.begun = self.checkpoint.read()
                self.held = held.pop_all()
        self.stopper = Stopper(is_watched=worker is not None)
        self.shown = display(
            as_json=options.json,
            epochs=settings.epochs,
            steps=settings.steps_per_epoch,
            worker=worker,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.held.close()

    def run(self, strategy: tf.distribute.Strategy | None = None) -> int:
        """Train until the end or a signal; return the exit code."""
        with quiet_import():
            from lenet.experiment import run

        if self.checkpoint and self.begun:
            self.shown.resumes(self.checkpoint.path, self.begun.step)
        outcome = run(
            self.settings,
            self.begun,
            resume=True,
            strategy=strategy,
            on_report=self.report,
            should_stop=self.stopper.is_set,
            on_state=self.checkpoint.write if self.checkpoint else None,
            log_root=self.log_root(),
        )
        if self.writes:
            self.keep(outcome)
        if self.stopper.signal != BROKEN_PIPE:
            self.print_result(outcome)
        if self.stopper.signal or not outcome.finished:
            return 128 + (self.stopper.signal or signal.SIGTERM)
        return 0

    def log_root(self) -> str | None:
        """Return the folder for the log; None if this process writes none."""
        wanted = self.writes and not self.options.no_logs
        return (self.options.logs or str(LOGS.value())) if wanted else None

    def report(self, report: Report) -> None:
        """Show a report; stop if nobody reads the output any more."""
        if self.on_report:
            self.on_report(report)
        try:
            self.shown.report(report)
        except BrokenPipeError:
            self.stopper.signal = self.stopper.signal or BROKEN_PIPE

    def keep(self, outcome: Outcome) -> None:
        """Save the weights; then remove the checkpoint, or update it."""
        save(self.options.output, outcome.state.weights, keeps_former=True)
        if self.checkpoint and outcome.finished:
            self.checkpoint.remove()
        elif self.checkpoint:
            self.checkpoint.write(outcome.state)

    def print_result(self, outcome: Outcome) -> None:
        """Print the result as the last line."""
        accuracy = outcome.evaluation.accuracy
        if self.options.json:
            values = {
                "worker": self.worker,
                "finished": outcome.finished,
                "step": outcome.state.step,
                "loss": outcome.evaluation.loss,
                "accuracy": accuracy,
                "checksum": checksum(outcome.state.weights),
                "weights": str(self.options.output) if self.writes else None,
                "run": outcome.run,
            }
            print(to_json(values), flush=True)
            return
        self.shown.end()
        state = "Done" if outcome.finished else "Stopped"
        saved = self.options.output if self.writes else "by worker 0"
        again = (
            ". Run the same command again to resume from "
            f"{self.checkpoint.path}"
            if self.checkpoint and not outcome.finished
            else ""
        )
        print(
            f"{state} after {outcome.state.step:,} steps. Test accuracy: "
            f"{accuracy:.2%}. Weights saved: {saved}{again}",
            flush=True,
        )


def check_files(output: Path, checkpoint: Path | None) -> None:
    """Raise ValueError for paths to which a training cannot write."""
    there = place_of("--output", output)
    try:
        check_name(output)
    except ValueError as error:
        raise ValueError(f"--output {error}") from error
    if checkpoint and place_of("--checkpoint", checkpoint) == there:
        raise ValueError(
            f"--output and --checkpoint are both {there}; choose two files."
        )


def place_of(option: str, path: Path) -> Path:
    """Return where a file is; raise ValueError if it cannot be written."""
    try:
        there = place(path)
    except OSError as error:
        raise ValueError(f"{option}: {error}.") from error
    if not (there.parent.is_dir() and os.access(there.parent, os.W_OK)):
        raise ValueError(f"{option} {path} cannot be written as a file.")
    return there


@contextlib.contextmanager
def quiet_import() -> Iterator[None]:
    """Discard what TensorFlow's C++ code prints on import.

    Raises ValueError where Keras's settings stop the import, and OSError where
    no temporary file can be written.
    """
    keras_choice.check()
    temporary_folder.settle()
    sys.stderr.flush()
    kept = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
