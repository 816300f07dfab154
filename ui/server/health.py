"""How the parts of the app stand, for monitors: /healthz."""

from collections.abc import Callable
from typing import Any

import anyio
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

SECONDS = 2.0  # that the parts may take to answer
WELL = {"ready"}
WARMING = {"stopped", "starting", "warming"}  # stopped: a new server's first seconds


def health_route(state: Callable[[], dict[str, Any]], base: str = "") -> Route:
    """Serve what `state` tells of the parts, and a status for all of them.

    It answers 200 for as long as the server serves, also when a part is down:
    "status" is "ok", "warming" while a part starts, or "degraded".
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
    """Leave out the reasons: they are for the log, not for strangers."""
    return {
        name: {key: value for key, value in part.items() if key != "reason"}
        for name, part in parts.items()
    }


def status(parts: dict[str, Any]) -> str:
    """Sum up the states of the parts that have one."""
    states = {part["state"] for part in parts.values() if "state" in part}
    if states <= WELL:
        return "ok"
    return "warming" if states <= WELL | WARMING else "degraded"
