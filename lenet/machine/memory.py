"""The memory that replicas need, and the memory that is free here."""

from collections.abc import Iterator
from pathlib import Path

from lenet.results.numbers import gigabytes

# Bytes for a training on the sample, and for one more replica on the CPU: its
# weights, the optimizer's variables, its threads, its own graph.
# Measured as resident memory beyond TensorFlow's own, at 1, 2, 4, 8 and 16
# replicas of 64 images together: 90 MB and 17 MB, rounded up.
TRAINING = 150_000_000
REPLICA = 20_000_000

SYSTEM = Path("/")
# Control groups limit the memory of a container or a job. For each version: the
# folder, the file with the limit, the file with the use, and the entry of
# memory.stat with the part of it that the system can reclaim.
# https://docs.kernel.org/admin-guide/cgroup-v2.html#memory
# https://docs.kernel.org/admin-guide/cgroup-v1/memory.html
GROUPS = {
    "": ("", "memory.max", "memory.current", "inactive_file"),
    "memory": (
        "memory",
        "memory.limit_in_bytes",
        "memory.usage_in_bytes",
        "total_inactive_file",
    ),
}


def check_room(replicas: int, room: int | None) -> None:
    """Raise ValueError unless this many CPU replicas fit into `room` bytes.

    None means that the room is unknown; then nothing is refused.
    """
    if room is None or needed(replicas) <= room:
        return
    fitting = (room - TRAINING) // REPLICA
    raise ValueError(
        f"{replicas} replicas need about {gigabytes(needed(replicas))}, this "
        f"machine has {gigabytes(room)} free: "
        + (f"take {fitting} or fewer." if fitting > 0 else "too few for one.")
    )


def needed(replicas: int) -> int:
    """Estimate the bytes that a training on this many CPU replicas takes."""
    return TRAINING + replicas * REPLICA


def free(system: Path = SYSTEM) -> int | None:
    """Return the bytes that a process can still use; None where unknown.

    This is the smallest of the machine's free memory and of what each control
    group of this process has left. `system` is the root of Linux's files.
    """
    known = [limit - used for limit, used in limits(system)]
    available = of_machine(system, "MemAvailable")
    if available is not None:
        known.append(available)
    return max(0, min(known)) if known else None


def own(system: Path = SYSTEM) -> int | None:
    """Return the bytes that this process shares with no other; None if unknown.

    A process that was forked shares most of TensorFlow with its parent.
    """
    path = system / "proc" / "self" / "smaps_rollup"
    if not path.is_file():
        return None
    lines = [line.split() for line in path.read_text().splitlines()]
    private = [line for line in lines if line[0].startswith("Private_")]
    return 1024 * sum(int(kilobytes) for _, kilobytes, _ in private)


def total(system: Path = SYSTEM) -> int | None:
    """Return all bytes that a process may use; None where unknown."""
    known = [limit for limit, _ in limits(system)]
    whole = of_machine(system, "MemTotal")
    if whole is not None:
        known.append(whole)
    return min(known) if known else None


def of_machine(system: Path, name: str) -> int | None:
    """Read a number of bytes from /proc/meminfo."""
    path = system / "proc" / "meminfo"
    found = numbers(path).get(f"{name}:")
    return None if found is None else found * 1024


def limits(system: Path) -> Iterator[tuple[int, int]]:
    """Yield limit and use, in bytes, of each control group with a limit."""
    membership = system / "proc" / "self" / "cgroup"
    if not membership.is_file():
        return
    for line in membership.read_text().splitlines():
        _, controllers, group = line.split(":", 2)
        for version in controllers.split(","):
            if version not in GROUPS:
                continue
            mount, limit, used, reclaimable = GROUPS[version]
            top = system / "sys" / "fs" / "cgroup" / mount
            # A container may not see its group's parents, or the group itself
            # under this name, so this takes the folders that exist.
            for parent in [top, *ancestors(top, group)]:
                yield from limit_of(parent, limit, used, reclaimable)


def ancestors(top: Path, group: str) -> Iterator[Path]:
    """Yield the folders of a group and of its parents, below `top`."""
    folder = top
    for part in Path(group).parts[1:]:
        folder /= part
        yield folder


def limit_of(
    group: Path, limit: str, used: str, reclaimable: str
) -> Iterator[tuple[int, int]]:
    """Yield a group's limit and use, if it has a limit."""
    path = group / limit
    if not path.is_file() or (most := path.read_text().strip()) == "max":
        return
    in_use = int((group / used).read_text())
    in_use -= numbers(group / "memory.stat").get(reclaimable, 0)
    yield int(most), in_use


def numbers(path: Path) -> dict[str, int]:
    """Read a file of lines such as "name 12 kB"; empty where there is none."""
    if not path.is_file():
        return {}
    rows = (line.split() for line in path.read_text().splitlines())
    return {row[0]: int(row[1]) for row in rows}
