"""The foreman's process: `python -m ui.foreman`, started by the server.

It reads a key from its standard input, prints the address where it listens, and ends
when its standard input closes. This happens when the server ends for any reason.
"""

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from typing import Any

from lenet import environment
from lenet.start import keras_choice, temporary_folder
from ui.foreman.child import Failure, lower_priority
from ui.foreman.foreman import Foreman
from ui.foreman.jobs import Limits


def limits() -> Limits:
    """Return the limits for the trainings on this machine."""
    cores = os.cpu_count() or 1
    return Limits(
        at_once=cores,
        waiting=4 * cores,
        seconds=60 * environment.TRAINING_MINUTES.value(),
        absence=environment.ABSENCE_SECONDS.value(),
    )


@contextmanager
def scratch_folder() -> Iterator[None]:
    """Keep the temporary files of this process and its children in one folder.

    AutoGraph writes a file for each function that it traces, and removes it when the
    interpreter ends. A forked or a killed process never gets there.
    """
    with tempfile.TemporaryDirectory(
        prefix="lenet-", ignore_cleanup_errors=True
    ) as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        yield


def serve(connection: "Connection[Any, Any]", foreman: Foreman) -> None:
    """Serve one request: (verb, arguments) in, a value or a Failure out."""
    with connection:
        try:
            verb, arguments = connection.recv()
            connection.send(_attempt(foreman, verb, arguments))
        except (EOFError, OSError):
            return  # the client is gone


def _attempt(foreman: Foreman, verb: str, arguments: dict[str, Any]) -> Any:
    try:
        return foreman.verbs()[verb](**arguments)
    except Exception as error:
        return Failure.of(error)


def listen(listener: Listener, foreman: Foreman) -> None:
    """Serve each connection in its own thread."""
    while True:
        try:
            connection = listener.accept()
        except (AuthenticationError, ConnectionError, EOFError):
            continue  # a stranger, or a client that left
        threading.Thread(target=serve, args=(connection, foreman), daemon=True).start()


def main() -> None:
    """Serve until standard input ends."""
    lower_priority(5)  # below the server, which all visitors wait for
    try:
        keras_choice.check()
        temporary_folder.settle()
    except (ValueError, OSError) as error:
        sys.exit(str(error))
    key = bytes.fromhex(sys.stdin.readline().strip())
    # multiprocessing makes a folder for the listener, and removes it at the end.
    with Listener(backlog=64, authkey=key) as listener, scratch_folder():
        print(listener.address, flush=True)
        # The server reads only this line; a full pipe would block children.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        log_quota = environment.LOG_MEGABYTES.value()
        foreman = Foreman(environment.LOGS.value(), log_quota, limits())
        threading.Thread(target=listen, args=(listener, foreman), daemon=True).start()
        sys.stdin.read()
        foreman.close()


if __name__ == "__main__":
    main()
