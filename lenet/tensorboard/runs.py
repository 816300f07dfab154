"""The folders that trainings log to: made, listed, read, kept in a quota."""

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
    """What keeping to a quota took.

    `removed` names the runs that were deleted, oldest first. `exceeded` is
    True where the runs to keep alone take more than the quota: log no more.
    """

    removed: tuple[str, ...]
    exceeded: bool


def new_run(log_root: str | Path = "logs") -> Path:
    """Make the log folder of a training that starts now, and return its path.

    It is named as in TensorFlow's own example, `log_root`/fit/20261123-073108.
    Where that exists already, because two trainings start in the same second,
    it takes the next free second: no two ever share a folder.

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
    """List the runs below `log_root`, oldest first; links do not count."""
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
    """Return the folder of the run called `name`, a name that anyone may send.

    Raises ValueError for a name that no run can have, such as one that leads
    out of `log_root`, and FileNotFoundError where there is no such run.
    """
    if moment_of(name) is None:
        raise ValueError(
            f"{name!r} is no run's name: those look like 20261123-073108."
        )
    path = Path(log_root, "fit", name)
    if path.parent.is_symlink() or path.is_symlink() or not path.is_dir():
        raise FileNotFoundError(
            f"There is no run {name}: older runs are removed to make room."
        )
    return path


def scalars(log_root: str | Path, name: str) -> dict[str, Curve]:
    """Read the curves of the run called `name`, also while it is written.

    They are named by TensorBoard's run and tag, such as "train/epoch_loss"
    and "validation/epoch_loss". Raises what `find_run` raises.
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

    Runs whose names are in `keep`, those still being written, stay. Nothing
    but run folders is deleted, and no link is followed.
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
    """Delete a run's folder, where another process may do the same."""
    while folder.exists():
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)


def moment_of(name: str) -> datetime | None:
    """Read a run's start from its name; None for a name that is no run's."""
    try:
        moment = datetime.strptime(name, NAME_FORMAT)
    except ValueError:
        return None
    return moment if moment.strftime(NAME_FORMAT) == name else None


def size(folder: str) -> int:
    """Add up the bytes of the files below `folder`, links as links."""
    total = 0
    for parent, _, files in os.walk(folder):
        for file in files:
            try:
                total += os.lstat(os.path.join(parent, file)).st_size
            except FileNotFoundError:
                continue  # deleted since os.walk saw it
    return total
