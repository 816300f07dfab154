"""The environment variables of LeNet Lab, with their defaults and checks."""

import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)
# Docker and Windows have names with an underscore.
LABEL = re.compile(r"(?!-)[a-z\d_-]{1,63}(?<!-)", re.ASCII)


@dataclass(frozen=True)
class Variable(Generic[Value]):
    """One environment variable: what it sets, and how its text is read.

    `sets` and `without_it` are Markdown, as in the README's table. `read`
    converts a text to the value, or raises ValueError. `expected` describes
    the texts that it accepts. `default` is one of them; an empty text means
    the default. `try_out` reads like `read`, and also uses the value once.
    """

    name: str
    sets: str
    without_it: str
    default: str
    expected: str
    read: Callable[[str], Value]
    try_out: Callable[[str], Value] | None = None

    def value(self) -> Value:
        """Return the value that is set, or the default.

        Raises ValueError, whose message has the value, what is expected and
        how to fix it.
        """
        return self._read_with(self.read)

    def check(self) -> None:
        """Raise ValueError, as `value` does, unless the value can be used."""
        self._read_with(self.try_out or self.read)

    def _read_with(self, read: Callable[[str], Value]) -> Value:
        text = os.environ.get(self.name) or self.default
        try:
            return read(text)
        except (ValueError, OSError, RuntimeError) as error:
            # An OSError's own text repeats the path.
            reason = getattr(error, "strerror", None) or str(error).rstrip(".")
            raise ValueError(
                f"{self.name} is {text!r} ({reason}); expected "
                f"{self.expected}. Correct the variable, or unset it to use "
                f"the default: {self.without_it}."
            ) from None


def check() -> None:
    """Raise ValueError unless every variable can be used."""
    for variable in VARIABLES:
        variable.check()


def _between(least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        if not least <= (number := float(text)) <= most:
            raise ValueError(f"not between {least} and {most}")
        return number

    return read


def _megabytes(text: str) -> int:
    return round(1_000_000 * _between(0, 1_000_000)(text))


def _file(text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).expanduser()
    if path.is_dir():
        raise ValueError("this is a folder")
    if not path.is_file():
        raise ValueError("the file does not exist")
    return path


def _folder(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError("this is not a folder")
    return path


def _writable_folder(text: str) -> Path:
    path = _folder(text)
    nearest = next(each for each in (path, *path.parents) if each.exists())
    try:
        # Root's permissions allow /proc too, so only writing shows that it
        # fails. The folder itself is made by the first training.
        with tempfile.TemporaryDirectory(dir=nearest):
            return path
    except OSError as error:
        raise ValueError("it cannot be created or written") from error


def _hosts(text: str) -> tuple[str, ...]:
    hosts = (host.strip().lower() for host in text.split(","))
    return tuple(_host(host) for host in hosts if host)


def _host(text: str) -> str:
    """Return a host's name as browsers send it, or its address.

    A scheme, a port and a path are left out, as is the dot at the end, and a
    name in other letters gets its form in ASCII. Addresses have no brackets.
    `*.` before a name of two parts or more stands for all names below it.
    """
    scheme, mark, rest = text.rpartition("://")
    host = re.split(r"[/?#]", rest)[0]
    parts = re.fullmatch(
        r"\[(?P<v6>[^]]*)\](:\d+)?|(?P<name>[^:]*)(:\d+)?", host
    )
    try:
        if mark and scheme not in ("http", "https"):
            raise ValueError(scheme)
        # Without brackets, more than one colon is an address without a port.
        v6 = parts["v6"] if parts else host
        name = "" if v6 is not None else parts["name"] if parts else ""
        if v6 is not None:
            return str(IPv6Address(v6))
        if re.fullmatch(r"[\d.]+", name):
            return str(ip_address(name))
        star, below = ("*.", name[2:]) if name.startswith("*.") else ("", name)
        return star + _name(below, least=2 if star else 1)
    except ValueError:
        raise ValueError(f"{text!r} is not a host") from None


def _name(text: str, least: int) -> str:
    """Return a host's name in ASCII; raise ValueError if it is none.

    `least` is the number of its parts: `*.com` would allow strangers' names.
    """
    name = text.removesuffix(".").encode("idna").decode("ascii").lower()
    labels = name.split(".")
    if len(labels) < least or not all(map(LABEL.fullmatch, labels)):
        raise ValueError(text)
    return name


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
    sets="the folder for the logs of trainings, in the app and the terminal",
    without_it="`logs`",
    default="logs",
    expected="the path of a folder, which can be created and written",
    read=_folder,
    try_out=_writable_folder,
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
    sets="host names, separated by commas, at which TensorBoard is served; "
    "`*.example.com` for all names below it",
    without_it="`localhost`, addresses, `*.streamlit.app`",
    default="",
    expected="host names such as lab.example.com, or *.example.com for all "
    "names below it, separated by commas",
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
