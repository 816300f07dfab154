"""What strangers send: requests, files, drawings, settings, names."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from benchmarks.hardening.figures import Figure, at_most, exactly
from benchmarks.hardening.memory import growth
from lenet.weights.file import load
from tests import hostile, strangers
from tests.hostile import status_of
from tests.server import ROOT, Server, running_server
from tests.strangers import Told

LIMIT = 8 * 1024 * 1024  # bytes of a file
EXAMPLE = (ROOT / "ui" / "components" / "example.png").read_bytes()


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
        asyncio.run(read_digits(server))
        for content in hostile.pictures().values():
            told, grown = measured(server, strangers.send_picture, content)
            refused += bool(told.sentences) and not told.read and not told.errors
            slowest, largest = max(slowest, told.seconds), max(largest, grown)
    for content in hostile.weights().values():
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


async def read_digits(server: Server) -> None:
    """Read some digits with both workers: the first one takes them longer."""
    server.wait_until_ready()
    sent = [strangers.send_picture(server.url, EXAMPLE) for _ in range(8)]
    assert all(told.read for told in await asyncio.gather(*sent))


def measured(
    server: Server, send: Callable[..., Awaitable[Told]], content: object
) -> tuple[Told, float]:
    """Return what was told, and how many megabytes the app took more for it."""
    with growth(server.family()) as grown:
        told = asyncio.run(send(server.url, content))
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


def files(folder: Path) -> list[Figure]:
    """Send 50 files at the size limit at the same time, and one that is larger."""
    with running_server(folder) as server:
        server.wait_until_ready()
        asyncio.run(strangers.fill(server.url, LIMIT - 2_000, 1))
        before = server.megabytes()
        with growth(server.family()[:1]) as grown:
            statuses = asyncio.run(strangers.fill(server.url, LIMIT - 2_000, 50))
        kept = server.megabytes() - before
        [larger] = asyncio.run(strangers.fill(server.url, LIMIT + 1, 1))
    return [
        exactly("answers to 50 files", sorted(set(statuses)), [204]),
        at_most("the server's memory afterwards", kept, 120, "MB"),
        at_most("the same at most meanwhile", grown.megabytes, 120, "MB"),
        exactly("answer to a larger file", larger, 413),
    ]


def drawings(folder: Path) -> list[Figure]:
    """Send states of the canvas that no browser sends."""
    found = {}
    with running_server(folder) as server:
        asyncio.run(read_digits(server))
        for name, state in hostile.drawings().items():
            found[name] = measured(server, strangers.send_drawing, state)
        has_traceback = "Traceback" in server.output.read_text()
    slowest = max(found, key=lambda name: found[name][0].seconds)
    largest = max(found, key=lambda name: found[name][1])
    return [
        exactly("drawings sent", len(found), len(hostile.drawings())),
        at_most(f"slowest, {slowest}", found[slowest][0].seconds, 0.3, "s"),
        at_most(f"most memory, {largest}", found[largest][1], 30, "MB"),
        exactly(
            "errors", [name for name, (told, _) in found.items() if told.errors], []
        ),
        exactly("a traceback in the log", has_traceback, False),
    ]


def settings(folder: Path) -> list[Figure]:
    """Send settings that no page offers, and train with a loss that is no number."""
    with running_server(folder) as server:
        server.wait_until_ready()
        taken = [
            name
            for name, setting in hostile.SETTINGS.items()
            if asyncio.run(strangers.send_setting(server.url, *setting))
        ] + [
            query
            for query in hostile.ADDRESSES
            if asyncio.run(strangers.send_address(server.url, query))
        ]
        running = server.health()["jobs"]["running"]
    sent = len(hostile.SETTINGS) + len(hostile.ADDRESSES)
    return [
        exactly("settings sent", sent, 21),
        exactly("settings taken", taken, []),
        exactly("trainings begun", running, 0),
        *(
            at_most(f"batches after Stop, loss nan, {loop}", batches, 1)
            for loop, batches in batches_after_stop().items()
        ),
    ]


def batches_after_stop() -> dict[str, int]:
    """Return how many batches each loop trains on after a stop, its loss not a number.

    TensorFlow is imported here: the other cases need none in this process.
    """
    import numpy as np

    from lenet import digits
    from lenet.models import PARADIGMS
    from lenet.training import LOOPS, train

    after = {}
    for loop in LOOPS:
        model = PARADIGMS["Subclassing"]()
        model.set_weights([np.full_like(each, np.nan) for each in model.get_weights()])
        reports: list[int] = []
        state = train(
            model,
            digits.load("sample", limit=640),
            loop=loop,
            epochs=1_000,
            on_report=lambda report: reports.append(report.step),  # noqa: B023
            should_stop=lambda: bool(reports),  # noqa: B023
        )
        after[loop] = state.step - reports[0]
    return after
