"""Results of a call as text for people to read."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pydot

from lenet.results.numbers import number

LONGEST = 1_500  # characters of a message; Keras's may hold a whole config
COLOUR = re.compile(r"\x1b\[[\d;]*m")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
NUMBER = re.compile(r"\bid=\d{6,}")  # an address too, as a graph's `id`
# TensorFlow begins a long path with "...".
INSTALLED = re.compile(r"(?:\.{3}[^\s\"'/]*)?/[^\s\"']*site-packages/")
PROJECT = str(Path(__file__).parents[2]) + "/"


def readable(result: Any) -> str:
    """Return a call's result as lines of text: one for each item or key."""
    match result:
        case None:
            return ""
        case str():
            return result
        case dict() if not result:
            return "nothing"
        case dict():
            return "\n".join(
                f"{key}: {_value(value)}" for key, value in result.items()
            )
        case list():
            return "\n".join(map(str, result)) or "nothing"
    return _value(result)


def _value(value: Any) -> str:
    if isinstance(value, tuple):  # a shape, of TensorFlow's kind too
        return str(tuple(value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float | np.floating):
        return number(float(value))
    return str(value)


def drawing(dot: pydot.Dot) -> str:
    """Return a drawing in Graphviz's language, its boxes numbered from 1.

    pydot names each box by the memory address of its layer.

    https://graphviz.org/doc/info/lang.html
    """
    text = dot.to_string()
    nodes = [node.get_name() for node in dot.get_nodes()]
    addresses = [name for name in nodes if name.isdigit()]
    for count, address in enumerate(addresses, start=1):
        text = text.replace(address, f"box_{count}")
    return text


def cleaned(text: str, folder: Path | None = None) -> str:
    """Remove what belongs to this machine: colours, addresses, paths.

    `folder` is a temporary folder; it becomes "…".
    """
    if folder is not None:
        text = text.replace(str(folder), "…")
    text = INSTALLED.sub("…/", COLOUR.sub("", text)).replace(PROJECT, "")
    return NUMBER.sub("id=…", ADDRESS.sub("0x…", text)).strip("\n")


def error_text(error: BaseException, folder: Path | None = None) -> str:
    """Return an error as "Type: message", without this machine's names."""
    return shortened(cleaned(f"{type(error).__name__}: {error}", folder))


def shortened(message: str) -> str:
    """Return a message without its middle if it is too long to read."""
    if len(message) <= LONGEST:
        return message
    half = LONGEST // 2
    return f"{message[:half]}\n[…]\n{message[-half:]}"
