"""Write a file completely or not at all, and only where a file can be."""

import glob
import os
import stat
from collections.abc import Callable
from pathlib import Path

KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def place(path: str | os.PathLike[str]) -> Path:
    """Return where a file is, or will be; a link stays, and is followed.

    Raises OSError if something else is there, such as a device.
    """
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        pass
    else:
        if not stat.S_ISREG(mode):
            kind = KINDS.get(stat.S_IFMT(mode), "something else")
            raise OSError(f"{os.fspath(path)} is {kind}, not a file")
    return Path(os.path.realpath(path))


def write(
    path: Path,
    fill: Callable[[Path], object],
    former: Callable[[Path], Path] | None = None,
) -> None:
    """Write a file completely or not at all, even if the power fails.

    `fill` writes a file of another name beside it, which is on the disk before
    it takes the place of `path`. A file that was there is renamed to what
    `former` returns for it (None: it is replaced). Whoever calls this has the
    lock of `path`, and `path` is a result of `place`.

    Raises OSError if that fails; the file that was there stays.
    """
    for left in path.parent.glob(f".part-*-{glob.escape(path.name)}"):
        left.unlink(missing_ok=True)  # of a process that was killed
    beside = path.with_name(f".part-{os.getpid()}-{path.name}")
    try:
        fill(beside)
        with open(beside, "rb+") as file:
            os.fsync(file.fileno())
        if former and path.exists():
            path.rename(former(path))
        os.replace(beside, path)
        _sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Write a folder's new file names to the disk, on systems that can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
