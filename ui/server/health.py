"""The state of the app's parts, for monitors: /healthz."""

from collections.abc import Callable
from typing import Any

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

SECONDS = 2.0  # the limit for asking the parts
WELL = {"ready"}
WARMING = {"stopped", "starting", "warming"}  # stopped: a new server's first seconds


def health_route(state: Callable[[], dict[str, Any]], base: str = "") -> Route:
    """Return the route that serves the states of the parts, and one status for all.

    Its code is 200 as long as the server works, also when a part is down: "status" is
    "ok", "warming" while a part starts, or "degraded".
    """
    one_at_a_time = anyio.CapacityLimiter(1)

    async def healthz(request: Request) -> JSONResponse:
        parts: dict[str, Any] = {"foreman": {"state": "silent"}}
        with anyio.move_on_after(SECONDS):
            parts = await to_thread.run_sync(
                state, abandon_on_cancel=True, limiter=one_at_a_time
            )
        return JSONResponse(
            {"status": status(parts), "server": "ok", **public(parts)},
            headers={"Cache-Control": "no-store"},
        )

    return Route(f"{base}/healthz", healthz)


def public(parts: dict[str, Any]) -> dict[str, Any]:
    """Return the parts without the reasons, which are for the log only."""
    return {
        name: {key: value for key, value in part.items() if key != "reason"}
        for name, part in parts.items()
    }


def status(parts: dict[str, Any]) -> str:
    """Return one status for the states of all parts that have one."""
    states = {part["state"] for part in parts.values() if "state" in part}
    if states <= WELL:
        return "ok"
    return "warming" if states <= WELL | WARMING else "degraded"
