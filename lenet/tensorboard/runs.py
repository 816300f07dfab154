"""The log folders of trainings: make, list and read them, enforce a quota."""

import os
import shutil
from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lenet.tensorboard.events import read_scalars

NAME_FORMAT = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class LoggedRun:
    """One training's log: its folder's name, its start, its size in bytes."""

    name: str
    started: datetime
    bytes: int


class Curve(NamedTuple):
    """One scalar over a training: (n,) int64 steps, (n,) float64 values."""

    steps: np.ndarray
    values: np.ndarray


@dataclass(frozen=True)
class Quota:
    """The result of enforcing a quota.

    `removed` are the names of the deleted runs, oldest first. `exceeded` is
    True if the remaining runs still take more than the quota.
    """

    removed: tuple[str, ...]
    exceeded: bool


def new_run(log_root: str | Path = "logs") -> Path:
    """Make the log folder of a training that starts now, and return its path.

    Its name follows TensorFlow's example: `log_root`/fit/20261123-073108. If
    two trainings start in the same second, the later one gets the next free
    second, so no two share a folder.

    https://www.tensorflow.org/tensorboard/get_started
    """
    moment = datetime.now()
    while True:
        run = Path(log_root, "fit", moment.strftime(NAME_FORMAT))
        try:
            run.mkdir(parents=True)
        except FileExistsError:
            moment += timedelta(seconds=1)
        else:
            return run


def runs(log_root: str | Path = "logs") -> list[LoggedRun]:
    """Return the runs below `log_root`, oldest first, without links."""
    fit = Path(log_root, "fit")
    if fit.is_symlink() or not fit.is_dir():
        return []
    return [
        LoggedRun(entry.name, started, size(entry.path))
        for entry in sorted(os.scandir(fit), key=lambda entry: entry.name)
        if entry.is_dir(follow_symlinks=False)
        and (started := moment_of(entry.name))
    ]


def find_run(log_root: str | Path, name: str) -> Path:
    """Return the folder of the run called `name`; the name may be anybody's.

    Raises ValueError for a name that no run can have, such as a path out of
    `log_root`, and FileNotFoundError if there is no such run.
    """
    if moment_of(name) is None:
        raise ValueError(
            f"{name!r} is not the name of a run, such as 20261123-073108."
        )
    path = Path(log_root, "fit", name)
    if path.parent.is_symlink() or path.is_symlink() or not path.is_dir():
        raise FileNotFoundError(
            f"There is no run {name}. Old runs are removed to free disk space."
        )
    return path


def scalars(log_root: str | Path, name: str) -> dict[str, Curve]:
    """Read the curves of the run called `name`, even while it is written.

    They are named after TensorBoard's run and tag, such as "train/epoch_loss"
    and "validation/epoch_loss". Raises as `find_run` does.
    """
    folder = find_run(log_root, name)
    points: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for file in sorted(folder.rglob("events.out.tfevents.*")):
        writer = file.parent.relative_to(folder)
        for tag, step, value in read_scalars(file):
            points[(writer / tag).as_posix()].append((step, value))
    return {
        curve: Curve(*map(np.array, zip(*pairs, strict=True)))
        for curve, pairs in points.items()
    }


def enforce_quota(
    log_root: str | Path, limit_bytes: int, keep: Collection[str] = ()
) -> Quota:
    """Delete the oldest runs until all of them take at most `limit_bytes`.

    Runs named in `keep`, those still being written, are not deleted. Only run
    folders are deleted, and no link is followed.
    """
    known = runs(log_root)
    total = sum(run.bytes for run in known)
    removed = []
    for run in known:
        if total <= limit_bytes:
            break
        if run.name not in keep:
            remove(Path(log_root, "fit", run.name))
            removed.append(run.name)
            total -= run.bytes
    return Quota(tuple(removed), exceeded=total > limit_bytes)


def remove(folder: Path) -> None:
    """Delete a run's folder, even if another process is doing the same."""
    while folder.exists():
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)


def moment_of(name: str) -> datetime | None:
    """Return a run's start, read from its name; None for any other name."""
    try:
        moment = datetime.strptime(name, NAME_FORMAT)
    except ValueError:
        return None
    return moment if moment.strftime(NAME_FORMAT) == name else None


def size(folder: str) -> int:
    """Return the bytes of all files below `folder`; links are not followed."""
    total = 0
    for parent, _, files in os.walk(folder):
        for file in files:
            try:
                total += os.lstat(os.path.join(parent, file)).st_size
            except FileNotFoundError:
                continue  # deleted since os.walk listed it
    return total
