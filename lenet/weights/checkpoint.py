"""A training's state on the disk, to go on from after whatever ended it."""

import io
import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from lenet.settings import Settings
from lenet.state import TrainState
from lenet.weights.file import SHAPES

# What may change: the result is that of a training never interrupted, with as
# many epochs. Another number of workers adds up the same in another order.
FREE = frozenset({"epochs", "cluster"})
LARGEST_FILE = 64_000_000


class CheckpointError(ValueError):
    """A checkpoint that a training cannot go on from."""


class Checkpoint:
    """The one file that a training with these settings goes on from."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path, self.settings = path, settings

    def read(self) -> TrainState | None:
        """Read the state; None where there is no file.

        Raises CheckpointError for a damaged file, or one of other settings.
        """
        try:
            with open(self.path, "rb") as file:
                data = file.read(LARGEST_FILE)
        except FileNotFoundError:
            return None
        try:
            return from_bytes(data, self.settings)
        except CheckpointError as error:
            raise CheckpointError(
                f"The checkpoint {self.path} {error} To start anew, remove it "
                "or name another."
            ) from error

    def write(self, state: TrainState) -> None:
        """Write the state: whole or not at all, even if the power fails.

        It is on the disk before it takes the place of the one before, which
        is kept where this fails. Raises OSError then.
        """
        beside = self.path.with_name(f".{self.path.name}.part")
        try:
            with open(beside, "wb") as file:
                file.write(to_bytes(state, self.settings))
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            raise OSError(
                f"The checkpoint {self.path} cannot be written ({error}); the "
                "one before, if any, is kept. The same command started again "
                "goes on from it."
            ) from error
        finally:
            beside.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove it: the training is done, its weights are kept elsewhere."""
        self.path.unlink(missing_ok=True)


def to_bytes(state: TrainState | None, settings: Settings) -> bytes:
    """Pack a state, and the settings that it belongs to, as .npz.

    `np.load` opens it: "weights/0" and so on, "optimizer/0" and so on, "step"
    and "settings", as JSON. Without a state there are the settings alone.
    """
    packed = {"settings": np.array(json.dumps(asdict(settings)))}
    if state:
        packed["step"] = np.array(state.step, np.int64)
        packed |= _named("weights", state.weights)
        packed |= _named("optimizer", state.optimizer_state)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **packed)
    return file.getvalue()


def from_bytes(
    data: bytes, settings: Settings, *, free: frozenset[str] = FREE
) -> TrainState | None:
    """Unpack what `to_bytes` packed, for a training with these settings.

    Those in `free` may be others.

    Raises CheckpointError, whose text goes on after "The checkpoint ...", for
    anything damaged, and for a state of a training with other settings.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            arrays = {
                member.removesuffix(".npy"): np.lib.format.read_array(
                    io.BytesIO(archive.read(member)), allow_pickle=False
                )
                for member in archive.namelist()
            }
        theirs = json.loads(str(arrays.pop("settings")))
        step = int(arrays.pop("step")) if arrays else None
        weights = _unnamed("weights", arrays)
        optimizer_state = _unnamed("optimizer", arrays)
    except Exception as error:  # zlib's, zipfile's, NumPy's, json's own ...
        raise CheckpointError(f"is damaged ({error}).") from error
    _check_settings(theirs, asdict(settings), free)
    if step is None:
        return None
    _check_state(weights, step, settings)
    return TrainState(
        paradigm=settings.paradigm,
        optimizer=settings.optimizer,
        weights=weights,
        optimizer_state=optimizer_state,
        step=step,
        seed=settings.seed,
    )


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder outlive a power failure, where that works."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _named(kind: str, arrays: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{kind}/{index}": array for index, array in enumerate(arrays)}


def _unnamed(
    kind: str, arrays: dict[str, np.ndarray]
) -> tuple[np.ndarray, ...]:
    count = sum(name.startswith(f"{kind}/") for name in arrays)
    return tuple(arrays[f"{kind}/{index}"] for index in range(count))


def _check_settings(
    theirs: Any, ours: dict[str, Any], free: frozenset[str]
) -> None:
    theirs, ours = _flat(theirs), _flat(ours)
    different = [
        f"{name} {theirs.get(name)!r} (here {ours.get(name)!r})"
        for name in sorted({*theirs, *ours} - free)
        if theirs.get(name) != ours.get(name)
    ]
    if different:
        raise CheckpointError(
            f"is of a training with other settings: {', '.join(different)}."
        )


def _flat(settings: Any) -> dict[str, Any]:
    if not isinstance(settings, dict):
        raise CheckpointError("is damaged (its settings are no object).")
    settings = json.loads(json.dumps(settings))  # tuples to lists
    placement = settings.pop("placement", {})
    return {**settings, **(placement if isinstance(placement, dict) else {})}


def _check_state(
    weights: tuple[np.ndarray, ...], step: int, settings: Settings
) -> None:
    if [weight.shape for weight in weights] != list(SHAPES.values()):
        raise CheckpointError("is damaged (its weights are not LeNet's).")
    most = settings.epochs * settings.steps_per_epoch
    if not 0 <= step <= most:
        raise CheckpointError(
            f"stands at step {step:,}, beyond the {most:,} steps of "
            f"{settings.epochs} epochs."
        )
