"""The environment variables of LeNet Lab, with their defaults and checks."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True)
class Variable(Generic[Value]):
    """One environment variable: what it sets, and how its text is read.

    `sets` and `without_it` are Markdown, as in the README's table. `read`
    converts a text to the value, or raises ValueError. `expected` describes
    the texts that it accepts. `default` is one of them.
    """

    name: str
    sets: str
    without_it: str
    default: str
    expected: str
    read: Callable[[str], Value]

    def value(self) -> Value:
        """Return the value that is set, or the default.

        Raises ValueError, whose message has the value, what is expected and
        how to fix it.
        """
        text = os.environ.get(self.name, self.default)
        try:
            return self.read(text)
        except ValueError as error:
            raise ValueError(
                f"{self.name} is {text!r} ({error}); expected "
                f"{self.expected}. Correct the variable, or unset it to use "
                f"the default: {self.without_it}."
            ) from error


def check() -> None:
    """Raise ValueError unless every variable can be used."""
    for variable in VARIABLES:
        variable.value()


def _between(least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        if not least <= (number := float(text)) <= most:
            raise ValueError(f"not between {least:g} and {most:g}")
        return number

    return read


def _megabytes(text: str) -> int:
    return round(1_000_000 * _between(0, 1_000_000)(text))


def _file(text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).expanduser()
    if not path.is_file():
        raise ValueError("the file does not exist")
    return path


def _folder(text: str) -> Path:
    path = Path(text or LOGS.default).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError("this is not a folder")
    return path


def _hosts(text: str) -> tuple[str, ...]:
    hosts = [host.strip().lower() for host in text.split(",")]
    for host in filter(None, hosts):
        if not re.fullmatch(r"[\w.-]+|\[?[\da-f:.]+\]?", host, re.ASCII):
            raise ValueError(f"{host!r} is not a host name")
    return tuple(filter(None, hosts))


MNIST = Variable(
    "LENET_MNIST",
    sets="the path of MNIST's file, in Keras's format",
    without_it="Keras's cache, or a download",
    default="",
    expected="the path of an existing file, Keras's mnist.npz",
    read=_file,
)
LOGS = Variable(
    "LENET_LOGS",
    sets="the folder for the logs of the app's trainings",
    without_it="`logs`",
    default="logs",
    expected="the path of a folder, which is created if it does not exist",
    read=_folder,
)
# TensorBoard needs about four bytes of memory for each byte of logs. The
# default holds about 200 short runs, which take 50 MB of memory.
LOG_MEGABYTES = Variable(
    "LENET_LOG_MEGABYTES",
    sets="the most disk space for all logs; the oldest runs are removed first",
    without_it="12",
    default="12",
    expected="a number of megabytes from 0 to 1000000",
    read=_megabytes,
)
TRAINING_MINUTES = Variable(
    "LENET_TRAINING_MINUTES",
    sets="the time limit of one training, in minutes",
    without_it="15",
    default="15",
    expected="a number of minutes from 0.01 to 10080",
    read=_between(0.01, 10_080),
)
ABSENCE_SECONDS = Variable(
    "LENET_ABSENCE_SECONDS",
    sets="how many seconds a training continues after its visitor has left",
    without_it="120",
    default="120",
    expected="a number of seconds from 1 to 604800",
    read=_between(1, 604_800),
)
HOSTS = Variable(
    "LENET_HOSTS",
    sets="host names, separated by commas, at which TensorBoard is served",
    without_it="`localhost`, addresses, `*.streamlit.app`",
    default="",
    expected="host names such as lab.example.com, separated by commas, without "
    "http:// or a port",
    read=_hosts,
)
VARIABLES: tuple[Variable[object], ...] = (
    MNIST,
    LOGS,
    LOG_MEGABYTES,
    TRAINING_MINUTES,
    ABSENCE_SECONDS,
    HOSTS,
)
