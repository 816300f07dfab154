"""Calls of the library by name, in a process that has TensorFlow."""

from typing import Any

import streamlit as st

from lenet.source import Source
from ui.foreman.attempts import quoted, sentence
from ui.foreman.client import WorkError, foreman, log_root
from ui.visitor.identity import visitor

__all__ = [
    "WorkError",
    "call",
    "is_ready",
    "log_root",
    "recall",
    "source",
    "state",
    "trouble",
]


def call(
    target: str,
    *args: Any,
    seconds: float = 10.0,
    apart: bool = False,
    **kwargs: Any,
) -> Any:
    """Return what `lenet.module:function` returns, run in a worker.

    It may take `seconds`. A function that sets up the devices of its process runs
    `apart`, in a process of its own, one at a time. Raises ValueError with the
    library's own message for input that the library refuses, and WorkError where the
    work could not be done.
    """
    return foreman().ask(
        "call",
        visitor=visitor(),
        target=target,
        args=args,
        kwargs=kwargs,
        seconds=seconds,
        apart=apart,
    )


def state() -> dict[str, Any]:
    """Return the states of the app's processes, without waiting for them."""
    foreman().start()
    return foreman().state()


def is_ready() -> bool:
    """Return whether TensorFlow has started, so that a call runs at once."""
    foreman().start()
    return foreman().is_warm()


def trouble() -> str:
    """Return why TensorFlow does not start, as a sentence; empty if it may yet."""
    parts = state()
    if parts["foreman"]["state"] == "failed":
        return sentence(parts["foreman"]["reason"])
    template = parts.get("template", {})
    if template.get("state") != "failed":
        return ""
    return (
        f"TensorFlow does not start ({quoted(template['reason'])}); whoever runs the "
        "app finds more in its log, sees with `python -m lenet train` whether it works "
        "in a terminal, and needs no restart: the app tries again every minute."
    )


# A page says itself what it waits for: `ui.components.waiting`.
@st.cache_data(show_spinner=False, max_entries=200)
def recall(
    target: str,
    *args: Any,
    seconds: float = 60.0,
    apart: bool = False,
    **kwargs: Any,
) -> Any:
    """Return the result of a call that depends only on its arguments.

    It runs once for all visitors. Results should have some kilobytes: this process
    keeps them.
    """
    return call(target, *args, seconds=seconds, apart=apart, **kwargs)


def source(name: str) -> Source:
    """Read the source of `lenet.module:name` in the process that runs it."""
    read: Source = recall("lenet.source:source", name)
    return read
