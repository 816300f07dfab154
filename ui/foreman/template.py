"""The start of each worker and each training: TensorFlow, imported once.

The fork server imports this module and is forked from then on, so a new process
has TensorFlow and SymPy within milliseconds and shares their memory. It must not run
an operation of TensorFlow, because TensorFlow's threads would not survive the fork.
"""

import lenet.experiment
import lenet.source  # noqa: F401
from lenet.autodiff.expression import by_sympy
from lenet.drawing import inference
from lenet.paradigms import anatomy

by_sympy.preload()


def warm() -> None:
    """Trace the models and dissect LeNet, so that the first visitor does not wait.

    Each worker calls this after the fork.
    """
    inference.warm()
    anatomy.dissect()
