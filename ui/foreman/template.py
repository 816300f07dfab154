"""What each worker and each training starts with: TensorFlow, imported once.

The fork server imports this module and is forked from then on, so a new process
has TensorFlow after milliseconds and shares its memory. It must not run an
operation: TensorFlow's threads would not survive the fork.
"""

import lenet.experiment
import lenet.source  # noqa: F401
from lenet.drawing import inference
from lenet.paradigms import anatomy


def warm() -> None:
    """Trace the models and take LeNet apart: a worker's first visitor need not wait.

    Each worker calls this after it was forked.
    """
    inference.warm()
    anatomy.dissect()
