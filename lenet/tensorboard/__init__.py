"""TensorBoard: its process, the run folders, and the numbers in the logs."""

from lenet.tensorboard.process import TensorBoard
from lenet.tensorboard.runs import (
    Curve,
    LoggedRun,
    Quota,
    enforce_quota,
    new_run,
    runs,
    scalars,
)

__all__ = [
    "Curve",
    "LoggedRun",
    "Quota",
    "TensorBoard",
    "enforce_quota",
    "new_run",
    "runs",
    "scalars",
]
