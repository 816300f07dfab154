"""Watching processes end."""

import time

import psutil


def survivors(processes, seconds=5):
    """Give those that still run after so many seconds; a zombie does not."""
    limit = time.monotonic() + seconds
    while alive := [process for process in processes if is_alive(process)]:
        if time.monotonic() > limit:
            return [process.cmdline() for process in alive]
        time.sleep(0.05)
    return []


def is_alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
