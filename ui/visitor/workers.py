"""How a page runs the library: by name, in a process that has TensorFlow."""

from typing import Any

import streamlit as st

from lenet.source import Source
from ui.foreman.client import WorkError, foreman, log_root
from ui.visitor.identity import visitor

__all__ = ["WorkError", "call", "is_ready", "log_root", "recall", "source", "state"]


def call(
    target: str,
    *args: Any,
    seconds: float = 10.0,
    apart: bool = False,
    **kwargs: Any,
) -> Any:
    """Run `lenet.module:function` in a worker, for at most so many seconds.

    What sets up the devices of its process runs `apart`, in one of its own; of
    these there is one at a time. Raises ValueError with the library's own message
    for input that it refuses, and WorkError where the work could not be done.
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
    """Describe the processes behind the app, without waiting for them."""
    foreman().start()
    return foreman().state()


def is_ready() -> bool:
    """Tell whether a call would be answered at once: TensorFlow is there."""
    foreman().start()
    return foreman().is_warm()


@st.cache_data(show_spinner="TensorFlow is at work …", max_entries=200)
def recall(
    target: str,
    *args: Any,
    seconds: float = 60.0,
    apart: bool = False,
    **kwargs: Any,
) -> Any:
    """Run what depends on its arguments alone, once for all visitors.

    For results of some kilobytes: this process keeps them.
    """
    return call(target, *args, seconds=seconds, apart=apart, **kwargs)


def source(name: str) -> Source:
    """Read the source of `lenet.module:name` in the process that runs it."""
    read: Source = recall("lenet.source:source", name)
    return read
