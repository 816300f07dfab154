"""The most memory that processes took during a piece of work."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil


class Growth:
    """How many megabytes more than before some processes took at most."""

    megabytes = 0.0


@contextmanager
def growth(processes: Sequence[psutil.Process]) -> Iterator[Growth]:
    """Measure, while this context lasts, the most that processes took more, in MB.

    Linux keeps the most that each took ("VmHWM") since it was told to forget it.
    """
    before = {}
    for process in processes:
        with suppress(OSError):
            Path(f"/proc/{process.pid}/clear_refs").write_text("5")
            before[process.pid] = _kilobytes(process.pid, "VmRSS")
    grown = Growth()
    yield grown
    for pid, start in before.items():
        with suppress(OSError):  # it ended
            grown.megabytes += max(0, _kilobytes(pid, "VmHWM") - start) / 1024


def _kilobytes(pid: int, name: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0])
