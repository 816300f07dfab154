"""What each worker and each training starts with: TensorFlow, imported once.

The fork server imports this module and is forked from then on, so a new process
has TensorFlow after milliseconds and shares its memory. It must not run an
operation: TensorFlow's threads would not survive the fork.
"""

import lenet.drawing.inference
import lenet.experiment
import lenet.source  # noqa: F401
