"""LeNet's weights in a file, each as a named NumPy array."""

import io
import os
import zipfile
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np

from lenet.weights import whole
from lenet.weights.lock import lock
from lenet.weights.whole import place

# In the order of Keras's `model.get_weights()`.
SHAPES = {
    "conv2d_1/kernel": (3, 3, 1, 6),
    "conv2d_1/bias": (6,),
    "conv2d_2/kernel": (3, 3, 6, 16),
    "conv2d_2/bias": (16,),
    "fc_1/kernel": (576, 120),
    "fc_1/bias": (120,),
    "fc_2/kernel": (120, 84),
    "fc_2/bias": (84,),
    "out/kernel": (84, 10),
    "out/bias": (10,),
}
KERAS_ENDING = ".weights.h5"
ENDINGS = (".npz", KERAS_ENDING)
# The file may be anybody's: no larger one is read, and nothing is unpickled.
LARGEST_FILE = 8_000_000
LARGEST_HEADER = 1_000


def to_bytes(weights: Sequence[np.ndarray]) -> bytes:
    """Pack weights, in Keras's order, as a compressed .npz.

    `np.load` opens it; the names are those of `SHAPES`. Weights that are not
    finite are packed too, so that a diverged training can be inspected.
    Raises ValueError for arrays of other shapes.
    """
    if [weight.shape for weight in weights] != list(SHAPES.values()):
        raise ValueError(
            f"LeNet has {len(SHAPES)} arrays of weights, of the shapes "
            f"{list(SHAPES.values())}; these are "
            f"{[weight.shape for weight in weights]}."
        )
    arrays = dict(zip(SHAPES, map(np.ascontiguousarray, weights), strict=True))
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def from_bytes(data: bytes) -> tuple[np.ndarray, ...]:
    """Unpack what `to_bytes` packed, and check everything in it.

    Returns float32 arrays in Keras's order. Raises ValueError unless they are
    exactly LeNet's arrays and all finite.
    """
    if len(data) > LARGEST_FILE:
        raise ValueError(
            f"LeNet's weights take at most {LARGEST_FILE:,} bytes and this "
            "file is larger: it holds something else."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = sorted(archive.namelist())
            if names != sorted(f"{name}.npy" for name in SHAPES):
                raise ValueError(
                    f"the arrays must be {', '.join(SHAPES)}; this file has "
                    f"{', '.join(names)[:200] or 'none'}."
                )
            return tuple(_read(archive, name) for name in SHAPES)
    except ValueError:
        raise
    except Exception as error:  # zlib's, lzma's, tokenize's, zipfile's own ...
        raise ValueError(
            f"this is not a .npz file of weights ({error}); "
            "`python -m lenet train` writes one."
        ) from error


def save(
    path: str | os.PathLike[str],
    weights: Sequence[np.ndarray],
    *,
    keeps_former: bool = False,
) -> None:
    """Write the weights to a file, completely or not at all.

    A file that ends in .weights.h5 is Keras's: `load_weights` of a LeNet in any
    paradigm reads it. Any other is .npz. A file that is already there is
    replaced, or renamed to the first free number if `keeps_former`.

    Raises OSError if that fails, and for a path that is not a file's.
    """
    path = place(path)
    write = _write_keras if path.name.endswith(KERAS_ENDING) else _write_npz
    with lock(path, waits=True):
        whole.write(
            path,
            partial(write, weights=weights),
            former=free_name if keeps_former else None,
        )


def check_name(path: Path) -> None:
    """Raise ValueError for a name that promises another kind of file."""
    if not path.name.endswith(ENDINGS):
        raise ValueError(
            f"{path} must end in .npz, for NumPy and LeNet Lab, or in "
            f"{KERAS_ENDING}, for Keras's load_weights."
        )


def free_name(path: Path) -> Path:
    """Return the first of weights-1.npz, weights-2.npz ... that is free."""
    ending = next(filter(path.name.endswith, ENDINGS), path.suffix)
    stem = path.name.removesuffix(ending)
    names = (path.with_name(f"{stem}-{n}{ending}") for n in count(1))
    return next(name for name in names if not os.path.lexists(name))


def _write_npz(path: Path, weights: Sequence[np.ndarray]) -> None:
    path.write_bytes(to_bytes(weights))


def _write_keras(path: Path, weights: Sequence[np.ndarray]) -> None:
    from lenet.models import PARADIGMS  # late: imports TensorFlow

    # Keras finds the layers of a functional model in every paradigm.
    model = PARADIGMS["Functional"]()
    model.set_weights(weights)
    model.save_weights(path)


def load(path: str | os.PathLike[str]) -> tuple[np.ndarray, ...]:
    """Read a file that `save` wrote; raise as `from_bytes` does, or OSError."""
    with open(path, "rb") as file:
        return from_bytes(file.read(LARGEST_FILE + 1))


def _read(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    shape = SHAPES[name]
    size = 4 * int(np.prod(shape))
    with archive.open(f"{name}.npy") as member:
        content = io.BytesIO(member.read(size + LARGEST_HEADER))
    if np.lib.format.read_magic(content) != (1, 0):
        raise ValueError(f"{name} is not an array in NumPy's format 1.0.")
    found, fortran, dtype = np.lib.format.read_array_header_1_0(content)
    if found != shape or dtype != np.float32 or fortran:
        raise ValueError(
            f"{name} must be float32 of shape {shape} in C order; it is "
            f"{dtype} of shape {found}."
        )
    array = np.frombuffer(content.read(), np.float32)
    if array.nbytes != size or not np.isfinite(array).all():
        raise ValueError(f"{name} must hold {size // 4:,} finite numbers.")
    return array.reshape(shape).copy()
