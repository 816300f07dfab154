"""Many visitors at once: whether pages fail, how long they take, what they leave."""

import asyncio
import statistics
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.hardening.figures import Figure, at_most, exactly
from benchmarks.tables import percentile
from tests.server import Server, empty_server, running_server
from tests.visits import Run, visiting
from ui.lessons import LESSONS, PAGES

LESSON_NAMES = [page.name for page in LESSONS]
# The pages that send the most, and take the server longest.
HEAVIEST = [
    "sessions_vs_eager",
    "microscope",
    "three_paradigms",
    "automatic_differentiation",
    "draw_a_digit",
]
SECONDS_TO_FREE = 150


def heavy_pages(folder: Path) -> list[Figure]:
    """Run the heaviest pages for 8 visitors, 15 times each."""
    with running_server(folder) as server:
        server.wait_until_ready()
        routes = [
            [HEAVIEST[(n + run) % len(HEAVIEST)] for run in range(15)] for n in range(8)
        ]
        runs = asyncio.run(all_at_once(server.url, routes))
    told = ", ".join(sorted({error for run in runs for error in run.errors}))
    bad = sum(bool(run.errors) for run in runs)
    return [
        exactly("page runs", len(runs), 120),
        Figure("with an error", f"{bad} (at most 0){told and ': '}{told}", not bad),
    ]


def every_lesson(folder: Path) -> list[Figure]:
    """Open each lesson for 30 visitors, and run it 5 more times, all at once."""
    with empty_server(folder) as server:
        asyncio.run(reruns(server.url, "", 2))
        empty = seconds(asyncio.run(reruns(server.url, "")))
    with running_server(folder) as server:
        server.wait_until_ready()
        for name in LESSON_NAMES:
            asyncio.run(reruns(server.url, name, 2))  # its imports
        runs = {name: asyncio.run(reruns(server.url, name)) for name in LESSON_NAMES}
    together = [run for each in runs.values() for run in each]
    errors = sum(len(run.errors) for run in together)
    late = percentile(seconds(together), 95)
    of_empty = percentile(empty, 95)
    worst = max(runs, key=lambda name: percentile(seconds(runs[name]), 95))
    return [
        exactly("page runs", len(together), 30 * 5 * len(LESSON_NAMES)),
        exactly("errors", errors, 0),
        Figure("median", f"{statistics.median(seconds(together)):.3f} s", True),
        at_most("95th percentile", late, 0.5, "s"),
        Figure(
            f"the same of the slowest lesson, {worst}",
            f"{percentile(seconds(runs[worst]), 95):.3f} s",
            True,
        ),
        Figure("the same of an empty Streamlit app", f"{of_empty:.3f} s", True),
        at_most("95th percentile beside the empty app's", late / of_empty, 1.5),
    ]


def idle_sessions(folder: Path) -> list[Figure]:
    """Open a page for 100 visitors who do nothing, and then leave."""
    with running_server(folder) as server:
        server.wait_until_ready()
        # Each page once: its imports stay, whoever leaves.
        asyncio.run(all_at_once(server.url, [[page.name for page in PAGES]]))
        start = server.megabytes()
        crowded = asyncio.run(crowd(server, 100))
        left = asyncio.run(after_they_left(server, start + 30))
    return [
        at_most("server with 100 idle visitors", crowded, 200, "MB"),
        Figure("server before they came", f"{start:.0f} MB", True),
        at_most(
            f"more than before, up to {SECONDS_TO_FREE} s after they left",
            left - start,
            30,
            "MB",
        ),
    ]


async def route(url: str, names: Sequence[str]) -> list[Run]:
    """Run pages one after the other for one visitor."""
    async with visiting(url) as visit:
        return [await visit.run(page_name=name) for name in names]


async def all_at_once(url: str, routes: Sequence[Sequence[str]]) -> list[Run]:
    """Run each route for a visitor of its own, all at the same time."""
    visits = await asyncio.gather(*(route(url, names) for names in routes))
    return [run for runs in visits for run in runs]


async def reruns(url: str, name: str, visitors: int = 30, times: int = 5) -> list[Run]:
    """Open a page for visitors; then run it again for all at the same time."""
    async with AsyncExitStack() as stack:
        visits = [
            await stack.enter_async_context(visiting(url)) for _ in range(visitors)
        ]
        await asyncio.gather(*(visit.run(page_name=name) for visit in visits))

        async def again(visit):
            return [await visit.run(page_name=name) for _ in range(times)]

        return [
            run for each in await asyncio.gather(*map(again, visits)) for run in each
        ]


def seconds(runs: Sequence[Run]) -> list[float]:
    """Return what each run took."""
    return [run.seconds for run in runs]


async def crowd(server: Server, visitors: int) -> float:
    """Return the server's memory while visitors are there and do nothing."""
    async with AsyncExitStack() as stack:
        for number in range(visitors):
            visit = await stack.enter_async_context(visiting(server.url))
            await visit.run(page_name=PAGES[number % len(PAGES)].name)
        await asyncio.sleep(5)
        return server.megabytes()


async def after_they_left(server: Server, wanted: float) -> float:
    """Return the least memory in the time after all left, while one comes at times."""
    least = server.megabytes()
    for _ in range(SECONDS_TO_FREE // 10):
        await asyncio.sleep(10)
        await route(server.url, ["welcome"])
        least = min(least, server.megabytes())
        if least <= wanted:
            break
    return least
