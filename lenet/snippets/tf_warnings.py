"""TensorFlow's warnings, kept from the log: those of one thread, in a block."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import tensorflow as tf


class _Kept(logging.Filter):
    """Keeps the warnings of the thread that made it, and lets others pass."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []
        self._thread = threading.get_ident()

    def filter(self, record: logging.LogRecord) -> bool:
        is_other = record.thread != self._thread
        if is_other or record.levelno != logging.WARNING:
            return True
        self.messages.append(record.getMessage())
        return False


@contextmanager
def warnings_kept() -> Iterator[list[str]]:
    """Keep TensorFlow's warnings in the list, instead of printing them.

    Only those of this thread. Nothing of the logger is replaced, so blocks of
    several threads may begin and end in any order.

    https://www.tensorflow.org/api_docs/python/tf/get_logger
    """
    logger, kept = tf.get_logger(), _Kept()
    logger.addFilter(kept)
    try:
        yield kept.messages
    finally:
        logger.removeFilter(kept)
