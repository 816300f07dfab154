"""Where the time of a lane goes: into kernels, or into all else."""

from collections.abc import Iterable

from lenet.graphs.kernels import PLUMBING
from lenet.results.graphs import Kernel

# They call other kernels, or wait for the next batch: they compute nothing.
CALLS = ("Call", "While", "If", "Case", "PyFunc")
INPUT = ("Iterator", "Dataset")


def kernel_share(kernels: Iterable[Kernel], start: int, end: int) -> float:
    """Return the share of a time in which at least one kernel ran, 0 to 1.

    `start` and `end` are in nanoseconds, as those of the kernels. Kernels that
    run at the same time on several cores count once.
    """
    spans = sorted(
        (max(start, kernel.start), min(end, kernel.start + kernel.nanoseconds))
        for kernel in kernels
        if computes(kernel.kind)
    )
    busy, reached = 0, start
    for begins, stops in spans:
        busy += max(0, stops - max(begins, reached))
        reached = max(reached, stops)
    return busy / (end - start)


def computes(kind: str) -> bool:
    """Return whether kernels of this kind compute anything themselves."""
    if kind in PLUMBING or kind.endswith(CALLS):
        return False
    return not any(word in kind for word in INPUT)
