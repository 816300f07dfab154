"""Watching processes end."""

import time

import psutil

from tests.deadlines import DEADLINE


def survivors(processes):
    """Return the command lines of those that never end; a zombie has ended."""
    limit = time.monotonic() + DEADLINE
    while alive := [process for process in processes if is_alive(process)]:
        if time.monotonic() > limit:
            return [process.cmdline() for process in alive]
        time.sleep(0.05)
    return []


def is_alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def words(process):
    """Return a process's command line; an ended one has none."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""
