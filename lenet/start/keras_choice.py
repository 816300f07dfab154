"""Choose TensorFlow and Keras 3, before either is imported.

https://keras.io/getting_started/#configuring-your-backend
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

REQUIRED = {"KERAS_BACKEND": "tensorflow"}
# The first replaces Keras 3 by Keras 2; the others shorten `fit`.
UNWANTED = (
    "TF_USE_LEGACY_KERAS",
    "KERAS_MAX_EPOCHS",
    "KERAS_MAX_STEPS_PER_EPOCH",
)
ACCEPTED = {
    "floatx": ("float16", "float32", "float64"),
    "image_data_format": ("channels_last", "channels_first"),
}


def choose() -> None:
    """Set what LeNet needs in this process and in those that it starts."""
    os.environ.update(REQUIRED)
    for name in UNWANTED:
        os.environ.pop(name, None)


def home() -> Path:
    """Return Keras's folder: KERAS_HOME, or ~/.keras.

    It is in the folder for temporary files where there is no home.
    """
    if named := os.environ.get("KERAS_HOME"):
        return Path(os.path.expanduser(named))
    own = os.path.expanduser("~")
    return Path(own if os.path.isdir(own) else tempfile.gettempdir(), ".keras")


def check() -> None:
    """Raise ValueError for a keras.json that stops Keras and TensorFlow."""
    path = home() / "keras.json"
    try:
        reason = _refused(json.loads(path.read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return  # Keras takes no JSON for no file
    except OSError as error:
        reason = f"it cannot be read: {error.strerror}"
    if reason:
        raise ValueError(
            f"Keras and TensorFlow do not start with the settings in {path} "
            f"({reason}). Correct or remove that file."
        )


def _refused(settings: Any) -> str:
    """Return why Keras refuses these settings; "" if it takes them."""
    if not isinstance(settings, dict):
        return "it holds no JSON object"
    for name, values in ACCEPTED.items():
        if (value := settings.get(name, values[0])) not in values:
            return f"{name} is {value!r}; it can be {' or '.join(values)}"
    if not isinstance(epsilon := settings.get("epsilon", 0.0), float):
        return f"epsilon is {epsilon!r}; it must be a number with a point"
    return ""
