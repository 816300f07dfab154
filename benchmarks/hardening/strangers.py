"""What strangers send: requests, files, drawings, settings, names."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import psutil

from benchmarks.hardening.figures import Figure, at_most, exactly
from benchmarks.hardening.memory import growth
from lenet.weights.file import load
from tests import hostile, strangers
from tests.hostile import status_of
from tests.server import Server, running_server
from tests.visits import Told

LIMIT = 8 * 1024 * 1024  # bytes of a file
TOLD = "without a sentence"


def requests(folder: Path) -> list[Figure]:
    """Send requests for TensorBoard that only a stranger sends."""
    with running_server(folder) as server:
        server.wait_until_ready()
        statuses = {
            name: status_of(server.url, *request)
            for name, request in hostile.REQUESTS.items()
        }
        addresses = listening(server)
    passed = [name for name, status in statuses.items() if not 400 <= status < 500]
    return [
        exactly("requests sent", len(statuses), len(hostile.REQUESTS)),
        exactly("without a 4xx", passed, []),
        exactly("TensorBoard listens on", addresses, ["127.0.0.1"]),
    ]


def listening(server: Server) -> list[str]:
    """Return the addresses that TensorBoard listens on."""
    return [
        connection.laddr.ip
        for process in server.family()
        if "tensorboard" in " ".join(process.cmdline())
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]


def uploads(folder: Path) -> list[Figure]:
    """Send hostile pictures to the page, and read hostile files of weights."""
    refused, slowest, largest = 0, 0.0, 0.0
    with running_server(folder) as server:
        server.wait_until_ready()
        for content in hostile.pictures().values():
            send = strangers.send_picture(server.url, content)
            told, grown = measured(server, lambda: send)
            refused += bool(told.sentences) and not told.read and not told.errors
            slowest, largest = max(slowest, told.seconds), max(largest, grown)
    for name, content in hostile.weights().items():
        path = folder / "weights.npz"
        path.write_bytes(content)
        took, grown, said = refusal(path)
        refused += said
        slowest, largest = max(slowest, took), max(largest, grown)
    return [
        exactly("refused in a sentence, of 12", refused, 12),
        at_most("slowest", slowest, 0.5, "s"),
        at_most("most memory for one", largest, 50, "MB"),
    ]


def measured(
    server: Server, send: Callable[[], Awaitable[Told]]
) -> tuple[Told, float]:
    """Return what was told, and how many megabytes the app took more for it."""
    with growth(server.family()) as grown:
        told = asyncio.run(send())
    return told, grown.megabytes


def refusal(path: Path) -> tuple[float, float, bool]:
    """Return the seconds and megabytes that a refusal took, and whether it is one."""
    said, started = False, time.perf_counter()
    with growth([psutil.Process()]) as grown:
        try:
            load(path)
        except ValueError as error:
            said = bool(str(error))
    return time.perf_counter() - started, grown.megabytes, said
