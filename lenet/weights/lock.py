"""A lock on a file, held by one process; it ends with that process."""

import contextlib
import errno
import os
import socket
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

UNKNOWN_TO_THE_SYSTEM = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
FAR = 1 << 30  # Windows lets nobody read a locked byte: one after the text


class InUseError(OSError):
    """A file that another process has locked; `holder` says which."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(f"{path} is in use by {holder}.")
        self.holder = holder


@contextlib.contextmanager
def lock(path: Path, *, waits: bool) -> Iterator[None]:
    """Keep a file for this process, until the block or the process ends.

    The lock is a file beside it, removed at the end of the block. What a killed
    process leaves is locked no more, and the next one takes it.

    Raises InUseError if another process has the lock, unless it `waits`.
    """
    beside = path.with_name(f".{path.name}.lock")
    file = _locked(path, beside, waits)
    try:
        file.truncate(0)
        file.write(holder())
        file.flush()
        yield
    finally:
        _release(file, beside)


def holder() -> str:
    """Describe this process, for those who find its lock."""
    since = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    return f"process {os.getpid()} on {socket.gethostname()}, since {since}"


def _locked(path: Path, beside: Path, waits: bool) -> IO[str]:
    while True:
        with contextlib.ExitStack() as opened:
            file = opened.enter_context(open(beside, "a+", encoding="utf-8"))
            try:
                _take(file.fileno(), waits)
            except BlockingIOError:
                file.seek(0)
                told = file.read() or "another process"
                raise InUseError(path, told) from None
            if _is_there(file, beside):
                opened.pop_all()
                return file
            # Its holder has removed it meanwhile.


def _release(file: IO[str], beside: Path) -> None:
    if sys.platform == "win32":
        file.close()
        with contextlib.suppress(PermissionError):  # another has opened it
            beside.unlink(missing_ok=True)
    else:
        beside.unlink(missing_ok=True)  # while nobody else can have it
        file.close()


def _is_there(file: IO[str], beside: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.stat(beside))
    except FileNotFoundError:
        return False


def _take(descriptor: int, waits: bool) -> None:
    """Take the lock of an open file; raise BlockingIOError if it is taken.

    A file system without locks gives none, and nothing is refused there.
    """
    if sys.platform == "win32":
        os.lseek(descriptor, FAR, os.SEEK_SET)
        mode = msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK
        try:
            msvcrt.locking(descriptor, mode, 1)
        except OSError as error:
            raise BlockingIOError from error
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except OSError as error:
        if error.errno not in UNKNOWN_TO_THE_SYSTEM:
            raise
