"""TensorBoard on the app's own port: its pages, streamed from its process.

Many hosts open only one port. Only the headers named here pass, in both directions.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import aclosing

import httpx
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from ui.server.access import admit

PREFIX = "/tensorboard"
REQUEST_HEADERS = {"accept", "accept-encoding", "content-type"}
RESPONSE_HEADERS = {
    *("content-type", "content-length", "content-encoding", "content-range"),
    *("content-security-policy", "x-content-type-options", "content-disposition"),
    *("cache-control", "expires", "etag", "last-modified", "vary", "location"),
}
LONGEST_BODY = 1_000_000  # bytes; TensorBoard's own requests have a few hundred
BODY_SECONDS = 20
TIMEOUT = httpx.Timeout(30, connect=3)

WAITING_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>TensorBoard</title>
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="2"></head>
<body style="font-family: sans-serif; text-align: center; padding-top: 4rem">
<h1 style="font-size: 1.2rem">TensorBoard is starting</h1>
<p>This page tries again every two seconds.</p></body></html>
"""


class TensorBoardProxy:
    """Passes requests below `base`/tensorboard/ on to the TensorBoard process.

    `find_port` returns the port that TensorBoard listens on, or None before it has
    started. It may take a moment, so it is called in a thread, and again only after
    that port has stopped working.
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
            trust_env=False,  # no HTTP_PROXY between processes of this machine
            follow_redirects=False,
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=10),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        request = Request(scope, receive)
        path = request.path_params["path"]
        admit(request, path, self._names)
        body = await read_body(request)
        try:
            upstream = await self._send(request, path, body)
        except httpx.TransportError:
            self._known_port = None
            await waiting(request)(scope, receive, send)
            return
        async with aclosing(upstream):
            response = StreamingResponse(
                upstream.aiter_raw(),
                upstream.status_code,
                chosen(upstream.headers, RESPONSE_HEADERS),
            )
            await response(scope, receive, send)

    async def close(self) -> None:
        """Close the connections to TensorBoard."""
        await self._client.aclose()

    async def _send(self, request: Request, path: str, body: bytes) -> httpx.Response:
        """Send the request to TensorBoard; its response is still to be read."""
        headers = chosen(request.headers, REQUEST_HEADERS)
        # httpx would accept encodings that the browser may not.
        headers.setdefault("accept-encoding", "identity")
        address = httpx.URL(
            scheme="http",
            host="127.0.0.1",
            port=await self._port(),
            path=f"{PREFIX}/{path}",
            query=request.scope["query_string"] or None,
        )
        passed_on = self._client.build_request(
            request.method, address, headers=headers, content=body
        )
        return await self._client.send(passed_on, stream=True)

    async def _port(self) -> int:
        """Return TensorBoard's port; it is looked up once for all who wait."""
        async with self._asking:
            if self._known_port is None:
                self._known_port = await to_thread.run_sync(self._find_port)
        if self._known_port is None:
            raise httpx.ConnectError("TensorBoard has not started yet.")
        return self._known_port


async def read_body(request: Request) -> bytes:
    """Return a request's body; raise HTTPException where it is too long."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LONGEST_BODY:
                    raise HTTPException(413, f"More than {LONGEST_BODY} bytes.\n")
    except (TimeoutError, ClientDisconnect) as error:
        raise HTTPException(408, "The request did not arrive.\n") from error
    return bytes(body)


def chosen(headers: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return the headers that may pass."""
    return {name: value for name, value in headers.items() if name in names}


def waiting(request: Request) -> Response:
    """Return the response before TensorBoard has started: a page that tries again."""
    kind, text = "text/plain", "TensorBoard is starting. Try again in 2 seconds.\n"
    if "text/html" in request.headers.get("accept", ""):
        kind, text = "text/html", WAITING_PAGE
    headers = {"Retry-After": "2", "Cache-Control": "no-store"}
    return Response(text, 503, headers, media_type=kind)
