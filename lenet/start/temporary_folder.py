"""The folder for temporary files: one in which a file can be written.

AutoGraph writes each function that it traces to a file. Where it cannot, it
gives up without a word, and the trace fails with "Iterating over a symbolic
tf.Tensor is not allowed".
"""

import os
import sys
import tempfile

# As `tempfile` has them, which tries only whether a few bytes can be written.
VARIABLES = ("TMPDIR", "TEMP", "TMP")
USUAL = (
    ("~\\AppData\\Local\\Temp", "%SYSTEMROOT%\\Temp", "c:\\temp")
    if sys.platform == "win32"
    else ("/tmp", "/var/tmp", "/usr/tmp")
)
ENOUGH = 16 * 1024  # bytes: more than the file of one function


def usable() -> str:
    """Return the first folder that takes files, in the order of `tempfile`.

    Raises OSError, with the reason for each, if there is none.

    https://docs.python.org/3/library/tempfile.html#tempfile.gettempdir
    """
    reasons = []
    for folder in candidates():
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(ENOUGH))
            return folder
        except OSError as error:
            reasons.append(f"{folder}: {error.strerror}")
    raise OSError(
        f"No temporary file can be written ({'; '.join(reasons)}). Free space "
        "there, or set TMPDIR to a folder that can be written."
    )


def candidates() -> list[str]:
    """Return the folders to try, each once: first the one in use."""
    named = (tempfile.tempdir, *map(os.environ.get, VARIABLES))
    usual = (os.path.expandvars(os.path.expanduser(each)) for each in USUAL)
    found = [*filter(None, named), *usual, os.getcwd()]
    return list(dict.fromkeys(map(os.path.abspath, found)))


def settle() -> None:
    """Use such a folder from now on in this process; raise as `usable` does."""
    tempfile.tempdir = usable()
