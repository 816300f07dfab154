"""A training's state in a file, from which the training can resume."""

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from lenet.settings import Settings
from lenet.state import TrainState
from lenet.weights import whole
from lenet.weights.file import SHAPES
from lenet.weights.lock import InUseError, lock
from lenet.weights.whole import place

# These may change: the final weights are still those of one uninterrupted
# training of this many epochs. The number of workers may change too: the same
# gradients are then added in another order.
FREE = frozenset({"epochs", "cluster"})
LARGEST_FILE = 64_000_000


class CheckpointError(ValueError):
    """A checkpoint from which the training cannot resume."""


class Checkpoint:
    """The file from which a training with these settings resumes."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path, self.settings = path, settings
        self.is_held = False

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep the file for this training until the end of the block.

        Raises CheckpointError, which says who has it, if it is taken.
        """
        try:
            with lock(place(self.path), waits=False):
                self.is_held = True
                yield
        except InUseError as error:
            raise CheckpointError(
                f"The checkpoint {self.path} is in use by {error.holder}. Wait "
                "until that training has ended, or choose another --checkpoint."
            ) from error
        finally:
            self.is_held = False

    def read(self) -> TrainState | None:
        """Read the state; return None if there is no file.

        Raises CheckpointError for a damaged file, or one with other settings.
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
                f"The checkpoint {self.path} {error} To start from the "
                "beginning, remove the file or choose another one."
            ) from error

    def write(self, state: TrainState) -> None:
        """Write the state completely or not at all, even if the power fails.

        If that fails, the previous file stays. Raises OSError then.
        """
        data = to_bytes(state, self.settings)
        try:
            path = place(self.path)
            with nullcontext() if self.is_held else lock(path, waits=True):
                whole.write(path, lambda beside: beside.write_bytes(data))
        except OSError as error:
            raise OSError(
                f"The checkpoint {self.path} cannot be written ({error}). "
                "The previous checkpoint, if there was one, is still there: "
                "run the same command again to resume from it."
            ) from error

    def remove(self) -> None:
        """Remove the file: the training is done, its weights are saved."""
        place(self.path).unlink(missing_ok=True)


def to_bytes(state: TrainState | None, settings: Settings) -> bytes:
    """Pack a state and its training's settings as .npz.

    `np.load` opens it: "weights/0" and so on, "optimizer/0" and so on, "step"
    and "settings", as JSON. Without a state, it has only the settings.
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

    The settings named in `free` may differ.

    Raises CheckpointError for damaged data, and for a state of a training with
    other settings. The caller's message begins "The checkpoint ...".
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
            f"is from a training with other settings: {', '.join(different)}."
        )


def _flat(settings: Any) -> dict[str, Any]:
    if not isinstance(settings, dict):
        raise CheckpointError("is damaged (its settings are no JSON object).")
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
            f"is at step {step:,}, after the last of the {most:,} steps of "
            f"{settings.epochs} epochs."
        )
