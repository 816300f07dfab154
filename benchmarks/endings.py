"""Measure how soon all processes end after a signal, a kill or a stop.

    python -m benchmarks.endings [--times 5]

Each row has the seconds until the last process has ended: of the app alone, of the
app while it trains on replicas, of a foreman, of TensorBoard and of a cluster.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

import psutil
from playwright.sync_api import sync_playwright

from benchmarks.replica_processes import line, seconds_until
from benchmarks.tables import print_table
from lenet.tensorboard import TensorBoard
from tests.browser.conftest import FLAGS
from tests.browser.steps import train_on_replicas
from tests.processes import is_alive
from tests.server import ROOT, running_server
from ui.foreman.client import ForemanClient

CLUSTER = [sys.executable, "-m", "lenet", "cluster", "--local", "2"]
ENDLESS = ["--epochs", "1000", "--json", "--no-logs"]


def seconds_to_end(processes: list[psutil.Process], end: Callable[[], object]) -> float:
    """Call `end`; return the seconds until all processes have ended."""
    return seconds_until(end) + seconds_until(
        lambda: not any(is_alive(process) for process in processes)
    )


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all processes that it started."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def server(number: int, folder: str) -> float:
    """Send a signal to the server of an app that nobody uses."""
    with running_server(folder) as app:
        app.wait_until_ready()
        return seconds_to_end(app.family(), partial(ends, app.process, number))


def server_in_training(number: int, folder: str) -> float:
    """Send a signal to the server of an app that trains on replicas."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with running_server(folder) as app, sync_playwright() as playwright:
        app.wait_until_ready()
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        train_on_replicas(browser.new_page(), app)
        return seconds_to_end(app.family(), partial(ends, app.process, number))


def ends(process: subprocess.Popen[str], number: int) -> bool:
    """Send a signal and wait until the process itself has ended."""
    process.send_signal(number)
    return process.wait() is not None


@contextmanager
def started_foreman(folder: str) -> Iterator[ForemanClient]:
    """Start a new foreman, and wait until it has imported TensorFlow."""
    with patch.dict("os.environ", LENET_LOGS=folder):
        client = ForemanClient()
        client.start()
        seconds_until(client.is_warm)
        yield client
        client.stop()


def foreman(folder: str) -> float:
    """Stop a foreman as the server does when it ends."""
    with started_foreman(folder) as client:
        assert client._process
        everyone = family(client._process.pid)
        return seconds_to_end(everyone, lambda: client.stop() is None)


def board(folder: str) -> float:
    """Stop TensorBoard."""
    board = TensorBoard(folder)
    board.start()
    seconds_until(lambda: board.state == "ready")
    assert board.pid
    return seconds_to_end([psutil.Process(board.pid)], lambda: board.stop() is None)


def cluster(folder: str) -> float:
    """Kill the command of a cluster of two workers during a training."""
    with subprocess.Popen(
        [*CLUSTER, *ENDLESS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as command:
        assert command.stdout
        command.stdout.readline()
        return seconds_to_end(
            family(command.pid), partial(ends, command, signal.SIGKILL)
        )


CASES: dict[str, tuple[Callable[[str], float], float]] = {
    "the server, asked to end (SIGTERM)": (partial(server, signal.SIGTERM), 5),
    "the server, killed (SIGKILL)": (partial(server, signal.SIGKILL), 5),
    "the same while it trains on replicas, SIGTERM": (
        partial(server_in_training, signal.SIGTERM),
        5,
    ),
    "the same while it trains on replicas, SIGKILL": (
        partial(server_in_training, signal.SIGKILL),
        5,
    ),
    "a foreman, stopped": (foreman, 5),
    "TensorBoard, stopped": (board, 3),
    "a cluster in mid-training, killed": (cluster, 5),
}


def measured(case: Callable[[str], float], times: int) -> list[float]:
    """Return the seconds of each repetition, each in its own folder."""
    seconds = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            seconds.append(case(folder))
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    print_table(
        f"Until no process is left, {times} times each",
        {
            name: line(measured(case, times), most)
            for name, (case, most) in CASES.items()
        },
    )


if __name__ == "__main__":
    main()
