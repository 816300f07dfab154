"""What a stranger does to a running app, over HTTP and a websocket."""

import asyncio
from dataclasses import dataclass
from typing import Any

from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from tests.visits import (
    Run,
    alerts,
    elements,
    put,
    session_of,
    uploading,
    visiting,
    widget,
)

PHOTO = {"page_name": "draw_a_digit", "query_string": "draw_a_digit_subject=Photo"}


@dataclass
class Told:
    """What the app told a stranger: its sentences and errors, and after how long."""

    seconds: float = 0.0
    sentences: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    disconnected: bool = False
    read: bool = False  # a network's prediction was shown


def told(run: Run) -> Told:
    """Return what a page run told."""
    shown = elements(run.replies, "metric")
    return Told(
        run.seconds,
        tuple(alerts(run.replies)),
        tuple(run.errors),
        read=any(each.body.isdigit() for each in shown),
    )


async def send_picture(url: str, content: bytes) -> Told:
    """Send a picture as a photo, and read what the page says about it."""
    async with visiting(url) as visit, uploading(url) as client:
        first = await visit.run(**PHOTO)
        uploader = widget(
            first.replies, "file_uploader", "A photo or a picture of one digit"
        )
        status, file = await put(client, session_of(first.replies), content)
        assert status == 204
        state = FileUploaderState()
        info = state.uploaded_file_info.add(
            file_id=file, name="photo.png", size=len(content)
        )
        info.file_urls.file_id = file
        touched = WidgetState(id=uploader, file_uploader_state_value=state)
        return told(await visit.run(touched, **PHOTO))


async def send_drawing(url: str, state: str) -> Told:
    """Send a state of the canvas, and read what the page says about it."""
    async with visiting(url) as visit:
        first = await visit.run(page_name="draw_a_digit")
        canvas = widget(first.replies, "bidi_component", "draw_a_digit_canvas")
        touched = WidgetState(id=canvas, json_value=state)
        try:
            return told(await visit.run(touched, page_name="draw_a_digit"))
        except ConnectionClosed:
            return Told(disconnected=True)


async def fill(url: str, size: int, times: int) -> list[int]:
    """Send files of a size at the same time; return the statuses."""
    async with visiting(url) as visit, uploading(url) as client:
        first = await visit.run(page_name="train")  # a page without an uploader
        session = session_of(first.replies)
        sent = (put(client, session, bytes(size)) for _ in range(times))
        return [status for status, _ in await asyncio.gather(*sent)]


async def send_setting(url: str, kind: str, key: str, value: dict) -> list[Any]:
    """Send a setting of the page Train; return what is wrong afterwards.

    A setting that is refused leaves the page as it was.
    """
    async with visiting(url) as visit:
        before = await visit.run(page_name="train")
        touched = state_of(widget(before.replies, kind, key), value)
        return differences(before, await visit.run(touched, page_name="train"))


async def send_address(url: str, query: str) -> list[Any]:
    """Open the page Train at an address with settings; return what is wrong."""
    async with visiting(url) as visit:
        before = await visit.run(page_name="train")
        run = await visit.run(page_name="train", query_string=query)
        return differences(before, run)


def state_of(name: str, value: dict) -> WidgetState:
    """Return the state of a widget with a value of any kind."""
    state = WidgetState(id=name)
    for kind, content in value.items():
        if kind.endswith("array_value"):
            getattr(state, kind).data.extend(content)
        else:
            setattr(state, kind, content)
    return state


def differences(before: Run, after: Run) -> list[Any]:
    """Return the errors of a run, and what it says that the one before did not."""
    known = sentences(before)
    return [*after.errors, *(each for each in sentences(after) if each not in known)]


def sentences(run: Run) -> list[str]:
    """Return all text that a page shows, with its estimate of the training."""
    kinds = ("markdown", "alert")
    return [each.body for kind in kinds for each in elements(run.replies, kind)]
