"""The workers of a training on several machines; no TensorFlow in here."""

import contextlib
import json
import os
import socket
from dataclasses import dataclass
from typing import Any

EXAMPLE = (
    '{"cluster": {"worker": ["10.0.0.1:12345", "10.0.0.2:12345"]}, '
    '"task": {"type": "worker", "index": 0}}'
)
# The port of a worker that is given none. A second worker on the same machine
# takes the next one.
PORT = 8470
SECONDS_TO_CONNECT = 1.0


@dataclass(frozen=True)
class Members:
    """The addresses of all workers, "host:port", and the index of this one.

    Worker 0 is the chief: it alone reads and writes files. Raises ValueError
    for addresses without a port, and for an index that is not among them.
    """

    workers: tuple[str, ...]
    index: int

    def __post_init__(self) -> None:
        for address in self.workers:
            split(address)
        if not 0 <= self.index < len(self.workers):
            raise ValueError(
                f"This worker's index is {self.index}, but there are "
                f"{len(self.workers)} workers. It can be 0 to "
                f"{len(self.workers) - 1}."
            )

    @property
    def own(self) -> str:
        """Return the address at which this worker listens."""
        return self.workers[self.index]

    def described(self) -> str:
        """Return all workers in words, and which of them do not listen."""
        said = []
        for index, address in enumerate(self.workers):
            is_own = index == self.index
            quiet = "" if is_own or is_listening(address) else ", no connection"
            said.append(
                f"{index} at {address}{', this one' if is_own else quiet}"
            )
        return "; ".join(said)


def from_tf_config(environment: dict[str, str] | None = None) -> Members:
    """Read the variable TF_CONFIG, the same on all machines but for "index".

    Raises ValueError that says what is wrong with it.

    https://www.tensorflow.org/guide/distributed_training#TF_CONFIG
    """
    environment = dict(os.environ) if environment is None else environment
    text = environment.get("TF_CONFIG")
    if not text:
        raise ValueError(
            f"The variable TF_CONFIG is not set. It lists the workers: "
            f"{EXAMPLE}."
        )
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"TF_CONFIG is not JSON ({error}). It looks like this: {EXAMPLE}."
        ) from error
    workers = _entry(told, "cluster", "worker", list)
    if set(told["cluster"]) != {"worker"}:
        raise ValueError(
            f"TF_CONFIG has the jobs {', '.join(sorted(told['cluster']))} in "
            '"cluster". Use workers only; the first one is the chief.'
        )
    if _entry(told, "task", "type", str) != "worker":
        raise ValueError(
            f"TF_CONFIG has the task type {told['task']['type']!r}; expected "
            '"worker".'
        )
    index = _entry(told, "task", "index", int)
    try:
        return Members(tuple(map(str, workers)), index)
    except ValueError as error:
        raise ValueError(f"TF_CONFIG cannot be used. {error}") from error


def split(address: str) -> tuple[str, int]:
    """Return host and port of "host:port"; raise ValueError for other text."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise ValueError(
            f"The address {address!r} needs a host and a port, such as "
            "10.0.0.1:12345."
        )
    return host.strip("[]"), int(port)


def check_port(address: str) -> None:
    """Raise ValueError if another program here listens at its port.

    TensorFlow would share the port with that program, and wait forever.
    """
    _, port = split(address)
    with socket.socket() as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            own.bind(("", port))
        except OSError as error:
            raise ValueError(
                f"This worker should listen at {address}, but the port cannot "
                f"be opened: {error.strerror}. End the program that uses it, "
                "or choose another port."
            ) from error


def is_listening(address: str) -> bool:
    """Return whether something listens at an address."""
    with (
        contextlib.suppress(OSError),
        socket.create_connection(split(address), SECONDS_TO_CONNECT),
    ):
        return True
    return False


def _entry(told: Any, outer: str, inner: str, kind: type) -> Any:
    held = told.get(outer) if isinstance(told, dict) else None
    value = held.get(inner) if isinstance(held, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(
            f"TF_CONFIG needs {inner!r} in {outer!r}. It looks like this: "
            f"{EXAMPLE}."
        )
    return value
