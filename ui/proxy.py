"""TensorBoard on the app's own port: its pages, streamed from its process.

Many hosts open one port only. What TensorBoard gets to see of a visitor, and
what of its answers goes back, is named here; all else stays behind.
"""

import asyncio
import functools
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import aclosing, contextmanager

import httpx
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ui.gate import host_names, refusal

PREFIX = "/tensorboard"
REQUEST_HEADERS = ("accept", "content-type", "range")
RESPONSE_HEADERS = {
    *("content-type", "content-length", "content-encoding", "content-range"),
    *("content-security-policy", "x-content-type-options", "content-disposition"),
    *("cache-control", "expires", "etag", "last-modified", "vary", "location"),
}
LONGEST_BODY = 1_000_000  # bytes; TensorBoard's own questions have a few hundred
BODY_SECONDS = 20
TIMEOUT = httpx.Timeout(30, connect=3)

WAITING_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>TensorBoard</title>
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="2"></head>
<body style="font-family: sans-serif; text-align: center; padding-top: 4rem">
<h1 style="font-size: 1.2rem">TensorBoard is starting</h1>
<p>This page looks again every two seconds.</p></body></html>
"""


class TensorBoardProxy:
    """Passes requests below `base`/tensorboard/ on to the TensorBoard process.

    `find_port` gives the port that TensorBoard listens on, or None while it is
    not there. It may take a moment: it is called in a thread, and again only
    after that port stopped answering.
    """

    def __init__(
        self, find_port: Callable[[], int | None], names: Collection[str] = ()
    ) -> None:
        self._find_port = find_port
        self._names = names
        self._known_port: int | None = None
        self._asking = asyncio.Lock()
        self._client = httpx.AsyncClient(
            timeout=TIMEOUT,
            trust_env=False,  # no HTTP_PROXY on the way to this machine
            follow_redirects=False,
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=10),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        request = Request(scope, receive)
        path = request.path_params["path"]
        response = refusal(request, path, self._names)
        if response is None:
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    body = await read_body(request)
            except (TimeoutError, ValueError):
                response = PlainTextResponse("This question is too long.\n", 413)
        if response is None:
            await self._forward(request, path, body, send)
        else:
            await response(scope, receive, send)
