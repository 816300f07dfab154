"""What images and labels have to be, and a sentence for all that they are not.

A sentence has what came, what was expected, and how to fix it.
"""

from typing import Any

import numpy as np

from lenet.settings import IMAGE_SHAPE

DIMENSIONS = ", ".join(map(str, IMAGE_SHAPE))
IMAGES = f"expected (n, {DIMENSIONS}) float32 in [0, 1]"
LABELS = "expected (n,) integers, 0 to 9"
ROUNDING = 1e-3  # how far a value may be below 0 or above 1
# How to make LeNet's input from images of another shape.
FIXES: dict[tuple[int | str, ...], str] = {
    (32, 32): "take {name}[np.newaxis, ..., np.newaxis]",
    (32, 32, 1): "take {name}[np.newaxis]",
    ("n", 32, 32): "take {name}[..., np.newaxis]",
    ("n", 1, 32, 32): "take np.moveaxis({name}, 1, -1)",
    ("n", 28, 28): "lenet.digits.as_input makes them from MNIST's uint8 images",
    ("n", 28, 28, 1): "lenet.digits.as_input makes them from {name}[..., 0], "
    "if these are MNIST's uint8 images",
}
RESIZE = "resize them, and keep one channel"


def labelled(
    images: Any, labels: Any, prefix: str = "", *, finite: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Return images as float32 and their labels as int64, if they are valid.

    Both are arrays or tensors: (n, 32, 32, 1) floats in [0, 1], and (n,)
    integers, 0 to 9. Without `finite`, the images may have NaN and infinity.
    `prefix` is of their names in the messages, "train_" or "test_". Raises
    TypeError for what is no array, and ValueError for any other array.
    """
    pictures = images_of(images, f"{prefix}images", finite=finite)
    return pictures, _labels_of(labels, f"{prefix}labels", len(pictures))


def images_of(images: Any, name: str, *, finite: bool = True) -> np.ndarray:
    """Return images as float32, if they are valid; see `labelled`."""
    images = _array(images, name, IMAGES, "float32")
    shape = images.shape
    if shape[:1] == (0,):
        raise ValueError(f"There are no {name}: at least one image is needed.")
    if shape[1:] != IMAGE_SHAPE:
        fix = FIXES.get(shape) or FIXES.get(("n", *shape[1:]), RESIZE)
        raise ValueError(
            f"{name} has the shape {shape}; {IMAGES}: {fix.format(name=name)}."
        )
    if images.dtype.kind != "f":
        fix = _to_floats(images, name)
        raise ValueError(f"{name} holds {images.dtype}; {IMAGES}: {fix}.")
    _check_range(images, name, finite)
    return images.astype(np.float32, copy=False)


def _labels_of(labels: Any, name: str, count: int) -> np.ndarray:
    labels = _array(labels, name, LABELS, "int64")
    if labels.shape == (count, 10):
        raise ValueError(
            f"{name} has the shape {labels.shape}, as one-hot labels have; "
            f"{LABELS}: take {name}.argmax(axis=1)."
        )
    if labels.ndim != 1:
        raise ValueError(
            f"{name} has the shape {labels.shape}; {LABELS}: take "
            f"{name}.reshape(-1), if each is the label of one image."
        )
    if len(labels) != count:
        raise ValueError(
            f"{name} has the shape {labels.shape}, for images of the shape "
            f"({count}, {DIMENSIONS}); expected one label for each image: "
            "take as many of both."
        )
    if labels.dtype.kind not in "iu":
        raise ValueError(
            f"{name} holds {labels.dtype}; {LABELS}: take "
            f"{name}.astype(np.int64)."
        )
    least, most = labels.min(), labels.max()
    if least < 0 or most > 9:
        raise ValueError(
            f"{name} has {least} to {most}; {LABELS}: leave out the images of "
            "other classes, or number the classes from 0."
        )
    return labels.astype(np.int64, copy=False)


def _array(values: Any, name: str, expected: str, dtype: str) -> np.ndarray:
    """Return an array, or what has one, such as a tensor, as an array."""
    if not hasattr(values, "__array__"):
        raise TypeError(
            f"{name} is a {type(values).__name__}; {expected}, as a NumPy "
            f"array: take np.asarray({name}, np.{dtype})."
        )
    return np.asarray(values)


def _to_floats(images: np.ndarray, name: str) -> str:
    """Return how to make floats in [0, 1] from images of another dtype."""
    is_grey_level = images.dtype.kind in "iu" and images.max() > 1
    scale = " / 255" if is_grey_level else ""
    return f"take {name}.astype(np.float32){scale}"


def _check_range(images: np.ndarray, name: str, finite: bool) -> None:
    least, most = images.min(), images.max()  # NaN if one value is NaN
    if not np.isfinite([least, most]).all():
        if finite:
            raise ValueError(
                f"{name} has values that are not finite: their loss is NaN, "
                f"and so is every weight after one step; {IMAGES}: leave out "
                f"these images, or take np.nan_to_num({name}, posinf=1)."
            )
        images = images[np.isfinite(images)]
        least, most = images.min(initial=1), images.max(initial=0)
    if least < -ROUNDING or most > 1 + ROUNDING:
        scales = least >= 0 and 2 < most <= 255
        fix = f"take {name} / 255" if scales else "scale or clip them"
        raise ValueError(f"{name} has {least:g} to {most:g}; {IMAGES}: {fix}.")
