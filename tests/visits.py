"""Visitors without a browser: what they send over a websocket, and what they get."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.deadlines import DEADLINE

Replies = list[ForwardMsg]


@dataclass
class Visit:
    """One visitor: a websocket, and the state of the widgets they have touched."""

    socket: websockets.ClientConnection

    async def send(self, *touched: WidgetState, **choices: str | bool) -> None:
        """Ask for a page run as the browser does; `touched` are changed widgets."""
        message = BackMsg()
        message.rerun_script.SetInParent()
        message.rerun_script.widget_states.widgets.extend(touched)
        for name, value in choices.items():
            setattr(message.rerun_script, name, value)
        await self.socket.send(message.SerializeToString())

    async def replies(self) -> Replies:
        """Return the messages up to the end of a whole run, or of a part's."""
        found: Replies = []
        async with asyncio.timeout(DEADLINE):
            async for data in self.socket:
                assert isinstance(data, bytes)
                found.append(ForwardMsg.FromString(data))
                if is_end(found[-1]):
                    break
        assert found, "the server ended the connection"
        return found

    async def run(self, *touched: WidgetState, **choices: str | bool) -> "Run":
        """Ask for a page run, and wait for its end."""
        started = time.perf_counter()
        await self.send(*touched, **choices)
        replies = await self.replies()
        return Run(time.perf_counter() - started, replies)


@dataclass
class Run:
    """A page run: its seconds, and all that was shown."""

    seconds: float
    replies: Replies

    @property
    def errors(self) -> list[str]:
        """Return the exceptions that the page shows."""
        return [
            each.delta.new_element.exception.message
            for each in self.replies
            if each.delta.new_element.WhichOneof("type") == "exception"
        ]


def is_end(reply: ForwardMsg) -> bool:
    """Return whether a run has ended that no other one interrupted."""
    return (
        reply.WhichOneof("type") == "script_finished"
        and reply.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    )


def stream_of(url: str) -> str:
    """Return the address of the websocket of an app."""
    return url.replace("http", "ws", 1) + "/_stcore/stream"


@asynccontextmanager
async def visiting(url: str) -> AsyncIterator[Visit]:
    """Connect as a browser does."""
    async with websockets.connect(
        stream_of(url), subprotocols=["streamlit"], max_size=None, compression=None
    ) as socket:
        yield Visit(socket)


def session_of(replies: Replies) -> str:
    """Return the name of the session, which the address of an upload holds."""
    [new] = [each for each in replies if each.WhichOneof("type") == "new_session"][:1]
    return new.new_session.initialize.session_id


def elements(replies: Replies, kind: str) -> list[Any]:
    """Return what was shown of one kind: "button", "alert", "slider"."""
    found = [each.delta.new_element for each in replies]
    return [getattr(each, kind) for each in found if each.WhichOneof("type") == kind]


def widget(replies: Replies, kind: str, name: str) -> str:
    """Return the id of the widget of a kind with this key or label."""
    return next(
        each.id
        for each in elements(replies, kind)
        if each.id.endswith(f"-{name}") or getattr(each, "label", None) == name
    )


def alerts(replies: Replies) -> list[str]:
    """Return the sentences of all notes, warnings and errors that were shown."""
    return [each.body for each in elements(replies, "alert")]


@asynccontextmanager
async def uploading(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Connect as an uploader does, which may send files."""
    async with httpx.AsyncClient(base_url=url, timeout=DEADLINE) as client:
        await client.get("/_stcore/health")
        client.headers["X-Xsrftoken"] = client.cookies["_streamlit_xsrf"]
        yield client


async def put(
    client: httpx.AsyncClient, session: str, content: bytes
) -> tuple[int, str]:
    """Send a file as an uploader does; return the status and the file's name there."""
    file = str(uuid.uuid4())
    answer = await client.put(
        f"/_stcore/upload_file/{session}/{file}", files={"file": ("a.png", content)}
    )
    return answer.status_code, file
