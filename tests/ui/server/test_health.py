"""/healthz: it answers whatever the parts do."""

import asyncio
import threading

import httpx
import pytest
from starlette.applications import Starlette

from tests.deadlines import DEADLINE
from ui.server import health
from ui.server.health import health_route, status

READY, STARTING = {"state": "ready"}, {"state": "starting"}


def ask(state, path="/healthz", base=""):
    app = Starlette(routes=[health_route(state, base)])

    async def answer():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.get(f"http://app{path}")

    return asyncio.run(answer())


def test_it_gives_the_state_of_the_parts():
    parts = {"foreman": READY, "template": READY, "jobs": {"running": 1}}
    answer = ask(lambda: parts)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "server": "ok", **parts}


def test_reasons_are_not_for_strangers():
    parts = {"tensorboard": {"state": "failed", "reason": "Traceback …"}}
    assert ask(lambda: parts).json()["tensorboard"] == {"state": "failed"}


def test_it_is_found_below_a_base_path():
    assert ask(dict, "/lab/healthz", "/lab").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("summed_up", "states"),
    [
        ("ok", ["ready", "ready"]),
        ("warming", ["ready", "starting"]),
        ("warming", ["starting", "warming"]),
        ("warming", ["stopped"]),
        ("degraded", ["ready", "restarting"]),
        ("degraded", ["failed", "starting"]),
    ],
)
def test_a_status_sums_them_up(summed_up, states):
    parts = {str(number): {"state": state} for number, state in enumerate(states)}
    assert status(parts) == summed_up


def test_a_foreman_that_does_not_answer_does_not_hold_it_up(monkeypatch):
    monkeypatch.setattr(health, "SECONDS", 0.05)
    answered = threading.Event()
    try:
        answer = ask(lambda: answered.wait(DEADLINE) and {})
        assert answer.status_code == 200
        assert answer.json()["status"] == "degraded"
        assert answer.json()["server"] == "ok"
    finally:
        answered.set()
