"""The visitor's own runs, with the choices that tell them apart."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from lenet.results.training import Outcome
from lenet.tensorboard.runs import moment_of
from ui.components.links import link_to
from ui.components.numbers import decimal
from ui.visitor.state import Training, visitor_state


class Logged(NamedTuple):
    """A training of the visitor that has a log, and the name of its run."""

    training: Training
    outcome: Outcome
    run: str


def show_table() -> None:
    """Show the visitor's runs, newest first, or the way to a first one."""
    rows = [row(each) for each in logged()]
    if not rows:
        link_to(
            "train", "Train a model: its run appears here afterwards", "play_circle"
        )
        return
    percent = st.column_config.NumberColumn(format="percent")
    st.dataframe(rows, hide_index=True, column_config={"Test accuracy": percent})
    st.caption(
        "TensorBoard names a run after the time of its start. `train` is the curve of "
        "the training images, `validation` the curve of the test images."
    )


def any_logged(log_root: Path) -> bool:
    """Return whether there is a run of any visitor, for TensorBoard to show."""
    folder = log_root / "fit"
    return folder.is_dir() and any(moment_of(run.name) for run in folder.iterdir())


def started(run: str) -> str:
    """Return when a run started, by its name: "2026-11-26, 02:22:19"."""
    return f"{moment_of(run):%Y-%m-%d, %H:%M:%S}"


def logged() -> list[Logged]:
    """Return the visitor's trainings that have a log, newest first."""
    mine = visitor_state()
    return [
        Logged(training, training.outcome, training.outcome.run)
        for training in (mine.training, *mine.earlier)
        if training and training.outcome and training.outcome.run
    ]


def row(logged: Logged) -> dict[str, str | float]:
    """Return a run as a row of the table: its name, its accuracy, its settings."""
    settings = logged.training.settings
    return {
        "Run": logged.run,
        "Started": started(logged.run),
        "Test accuracy": logged.outcome.evaluation.accuracy,
        "Loop": logged.training.loop,
        "Paradigm": settings.paradigm,
        "Optimizer": settings.optimizer,
        "Learning rate": decimal(settings.learning_rate),
        "Batch size": settings.batch_size,
        "Seed": settings.seed,
    }
