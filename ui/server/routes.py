"""The routes of the server beside Streamlit's pages."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from ui.foreman.client import foreman

if TYPE_CHECKING:
    from ui.server.proxy import TensorBoardProxy


class TensorBoardRoute:
    """Passes requests below /tensorboard/ on to the TensorBoard process.

    The proxy's HTTP client is imported at the first request, so that the first page
    of a new server does not wait for it.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        await self._proxy(scope, receive, send)

    async def close(self) -> None:
        """Close the connections to TensorBoard."""
        if "_proxy" in vars(self):
            await self._proxy.close()

    @functools.cached_property
    def _proxy(self) -> "TensorBoardProxy":
        from ui.server.access import host_names
        from ui.server.proxy import TensorBoardProxy

        return TensorBoardProxy(tensorboard_port, host_names())


def tensorboard_port() -> int | None:
    """Return the port that TensorBoard listens on; None before it has started."""
    port: int | None = foreman().state().get("tensorboard", {}).get("port")
    return port


@functools.cache
def _serving() -> threading.Event:
    return threading.Event()


@contextmanager
def serving() -> Iterator[None]:
    """Note, while this context lasts, that the routes are served."""
    _serving().set()
    try:
        yield
    finally:
        _serving().clear()


def routes_served() -> bool:
    """Return whether this process serves /tensorboard/ beside its pages."""
    return _serving().is_set()
