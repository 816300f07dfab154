"""Measure 30 visitors at once, 5 page runs each, over websockets.

python -m benchmarks.visitors    starts the app itself and prints a table
"""

import asyncio
import statistics
import tempfile
import time

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.tables import percentile, print_table
from tests.server import running_server

VISITORS = 30
RUNS = 5
ROUNDS = 5  # each with all visitors at once
PAGES = ("", "draw_a_digit", "train", "tensorboard")


async def page_run(socket, page):
    """Request one page; return the seconds until its script has finished."""
    message = BackMsg()
    message.rerun_script.page_name = page
    started = time.perf_counter()
    await socket.send(message.SerializeToString())
    errors = 0
    while True:
        reply = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(), 30))
        element = reply.delta.new_element.WhichOneof("type")
        errors += element == "exception"
        if reply.WhichOneof("type") == "script_finished":
            if reply.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                continue  # the previous run, which this one interrupted
            return time.perf_counter() - started, errors


async def visitor(number, address):
    """Visit one page after the other; return each run's seconds and errors."""
    async with websockets.connect(
        address, subprotocols=["streamlit"], max_size=None
    ) as socket:
        return [
            await page_run(socket, PAGES[(number + run) % len(PAGES)])
            for run in range(RUNS)
        ]


async def all_at_once(address):
    """Start all visitors at the same moment."""
    visits = await asyncio.gather(*(visitor(n, address) for n in range(VISITORS)))
    return [run for runs in visits for run in runs]


def main():
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(folder) as server,
    ):
        server.wait_until_ready()
        address = server.url.replace("http", "ws") + "/_stcore/stream"
        asyncio.run(visitor(0, address))  # each page once: its imports
        rounds = [asyncio.run(all_at_once(address)) for _ in range(ROUNDS)]
    runs = [run for one_round in rounds for run in one_round]
    seconds = [run[0] for run in runs]
    print_table(
        f"{VISITORS} visitors at once, {RUNS} page runs each, {ROUNDS} times",
        {
            "page runs": f"{len(runs)}",
            "errors": f"{sum(run[1] for run in runs)} (at most 0)",
            "median": f"{statistics.median(seconds):.3f} s",
            "95th percentile": f"{percentile(seconds, 95):.3f} s (at most 0.5 s)",
        },
    )


if __name__ == "__main__":
    main()
