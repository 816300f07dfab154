"""Find MNIST's file, and check what it holds."""

import hashlib
import os
import socket
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import numpy as np

from lenet import environment
from lenet.start import keras_choice

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
UNREADABLE = (EOFError, ValueError, zipfile.BadZipFile, zlib.error)
NO_NPZ = "this is not an .npz file, or not a complete one"
PATIENCE = 30  # seconds without a byte before a download is given up
WHAT_TO_DO = (
    "Choose the sample, which comes with LeNet Lab, or set LENET_MNIST to the "
    "path of a complete mnist.npz in Keras's format."
)


class DigitsError(RuntimeError):
    """The digits cannot be loaded; the message has the reason and the fix."""


def find() -> Path:
    """Return MNIST's path: LENET_MNIST, else Keras's cache or a download.

    A download is checked before it is moved into the cache, so a failed one
    leaves nothing there. Raises DigitsError if there is no file.
    """
    try:
        return environment.MNIST.value() or _in_keras_cache()
    except ValueError as error:
        raise DigitsError(
            f"{error} The sample, which comes with LeNet Lab, needs no file."
        ) from error


def read(path: Path, train: int, test: int) -> dict[str, np.ndarray]:
    """Read x_train, y_train, x_test and y_test from a file in Keras's format.

    Images are (n, 28, 28) uint8, labels (n,) integers 0 to 9; n is `train` or
    `test`. Raises DigitsError for any other file.
    """
    counts = {
        "x_train": train,
        "y_train": train,
        "x_test": test,
        "y_test": test,
    }
    try:
        with open(path, "rb") as opened:
            opened.read(1)  # is_zipfile is False where reading fails
            if not zipfile.is_zipfile(opened):
                raise ValueError(NO_NPZ)
            opened.seek(0)
            with np.load(opened, allow_pickle=False) as file:
                arrays = {name: file[name] for name in counts}
    except KeyError as error:
        raise _not_mnist(path, f"an array is missing: {error}") from error
    except OSError as error:
        raise DigitsError(
            f"{path} cannot be read ({error.strerror or error}). {WHAT_TO_DO}"
        ) from error
    except UNREADABLE as error:
        raise _not_mnist(path, f"it cannot be read ({error})") from error
    for name, count in counts.items():
        _check(path, name, arrays[name], count)
    return arrays


def _check(path: Path, name: str, array: np.ndarray, count: int) -> None:
    pictures = name.startswith("x")
    shape = (count, 28, 28) if pictures else (count,)
    if array.shape != shape:
        raise _not_mnist(path, f"{name} is {array.shape}, not {shape}")
    if pictures and array.dtype != np.uint8:
        raise _not_mnist(path, f"{name} holds {array.dtype}, not uint8")
    if not pictures and array.dtype.kind not in "iu":
        raise _not_mnist(path, f"{name} holds {array.dtype}, not integers")
    if not pictures and not 0 <= array.min() <= array.max() <= 9:
        labels = f"labels {array.min()} to {array.max()}"
        raise _not_mnist(path, f"{name} has {labels}, not 0 to 9")


def _not_mnist(path: Path, reason: str) -> DigitsError:
    return DigitsError(
        f"{path} does not hold MNIST's digits in Keras's format: {reason}. "
        f"{WHAT_TO_DO}"
    )


def _in_keras_cache() -> Path:
    cached = keras_choice.home() / "datasets" / "mnist.npz"
    try:
        if cached.is_file() and _sha256(cached) == SHA256:
            return cached
        cached.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cached.parent) as folder:
            os.replace(_download(folder), cached)
    except Exception as error:  # Keras raises a plain Exception
        raise DigitsError(
            f"MNIST could not be downloaded from {URL} to {cached} ({error}). "
            f"{WHAT_TO_DO}"
        ) from error
    return cached


def _download(folder: str) -> str:
    from keras.utils import get_file  # late: Keras imports TensorFlow

    # Keras prints progress to standard output, which is for results.
    with redirect_stdout(sys.stderr), _socket_timeout(PATIENCE):
        return get_file(
            "mnist.npz",
            origin=URL,
            file_hash=SHA256,
            cache_dir=folder,
            cache_subdir=".",
        )


@contextmanager
def _socket_timeout(seconds: float) -> Iterator[None]:
    # urlretrieve, which Keras downloads with, takes no timeout of its own.
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
