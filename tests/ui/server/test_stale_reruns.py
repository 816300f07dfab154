"""A rerun of a page that the visitor has left must not come after the new page."""

import asyncio

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.deadlines import DEADLINE
from tests.server import running_server

APP = """
import time
import streamlit as st
from ui.server.stale_reruns import drop_stale_reruns

def left():
    st.fragment(lambda: st.write("A part with a timer"), run_every=60)()

def opened():
    st.write("A page that takes its time")
    time.sleep(0.5)

if {is_fixed}:
    drop_stale_reruns()
st.navigation([st.Page(left), st.Page(opened)]).run()
"""


@pytest.fixture(scope="module")
def address_of(tmp_path_factory):
    """Start the app with Streamlit as it is, and as this project runs it."""
    folders = {is_fixed: tmp_path_factory.mktemp("app") for is_fixed in (False, True)}
    for is_fixed, folder in folders.items():
        (folder / "app.py").write_text(APP.format(is_fixed=is_fixed))
    with (
        running_server(folders[False], folders[False] / "app.py") as plain,
        running_server(folders[True], folders[True] / "app.py") as fixed,
    ):
        yield {
            is_fixed: server.url.replace("http", "ws") + "/_stcore/stream"
            for is_fixed, server in ((False, plain), (True, fixed))
        }


async def rerun(socket, **choices):
    """Ask for a run as the browser does."""
    message = BackMsg()
    for name, value in choices.items():
        setattr(message.rerun_script, name, value)
    await socket.send(message.SerializeToString())


async def replies(socket):
    """Return the messages up to the end of a whole run."""
    found = []
    while True:
        data = await asyncio.wait_for(socket.recv(), DEADLINE)
        found.append(ForwardMsg.FromString(data))
        is_end = found[-1].WhichOneof("type") == "script_finished"
        if is_end and found[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return found


def of_type(messages, kind):
    return [getattr(each, kind) for each in messages if each.WhichOneof("type") == kind]


async def pages_begun(address, delay):
    """Leave a page, and let its timer ring; return the pages that begin, by address."""
    connected = websockets.connect(address, subprotocols=["streamlit"], max_size=None)
    async with connected as socket:
        await rerun(socket, page_name="left")
        first = await replies(socket)
        pages = of_type(first, "navigation")[-1].app_pages
        by_hash = {page.page_script_hash: page.page_name for page in pages}
        hashes = {name: number for number, name in by_hash.items()}
        [timer] = of_type(first, "auto_rerun")
        await rerun(socket, page_script_hash=hashes["opened"])
        await asyncio.sleep(delay)
        await rerun(
            socket,
            page_script_hash=hashes["left"],
            fragment_id=timer.fragment_id,
            is_auto_rerun=True,
        )
        begun = of_type(await replies(socket), "new_session")
        # What the timer caused comes before the replies to this.
        await rerun(socket, page_script_hash=hashes["opened"])
        begun += of_type(await replies(socket), "new_session")
        return [by_hash[each.page_script_hash] for each in begun]


# While the page that was opened is built, and before its script starts.
@pytest.mark.parametrize("delay", [0.2, 0])
def test_a_timer_does_not_begin_the_page_again_that_was_left(address_of, delay):
    assert asyncio.run(pages_begun(address_of[True], delay)) == ["opened", "opened"]


def test_streamlit_alone_begins_it_again(address_of):
    """When this fails, Streamlit does it itself, and `stale_reruns` can go."""
    assert "left" in asyncio.run(pages_begun(address_of[False], 0.2))


def test_a_timer_of_the_page_that_is_shown_runs(address_of):
    async def finished():
        address = address_of[True]
        connected = websockets.connect(address, subprotocols=["streamlit"])
        async with connected as socket:
            await rerun(socket, page_name="opened")
            pages = of_type(await replies(socket), "navigation")[-1].app_pages
            [left] = [p.page_script_hash for p in pages if p.page_name == "left"]
            await rerun(socket, page_script_hash=left)
            [timer] = of_type(await replies(socket), "auto_rerun")
            await rerun(socket, page_script_hash=left, fragment_id=timer.fragment_id)
            while True:
                data = await asyncio.wait_for(socket.recv(), DEADLINE)
                reply = ForwardMsg.FromString(data)
                if reply.WhichOneof("type") == "script_finished":
                    return reply.script_finished

    ended = asyncio.run(finished())
    assert ended == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
