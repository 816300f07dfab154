"""A visitor who comes back: known from the first run on, by cookie or by storage."""

import time

from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.steps import complete
from tests.deadlines import DEADLINE

STORED = "() => localStorage.getItem('lenet-lab-visitor')"


def corrections(page):
    """Collect the names that the browser sends because the page took another."""
    found = []

    def note(frame):
        message = BackMsg.FromString(frame)
        for widget in message.rerun_script.widget_states.widgets:
            if widget.id.endswith("-_browser") and widget.json_value:
                found.append(widget.json_value)

    page.on("websocket", lambda connection: connection.on("framesent", note))
    return found


def test_a_reload_is_known_from_its_first_run_on(new_page, server):
    page = new_page()
    corrected = corrections(page)
    page.goto(f"{server.url}/tensorboard")
    complete(page)
    page.wait_for_function(STORED)
    name = page.evaluate(STORED)
    page.reload()
    complete(page)
    assert corrected == []
    assert page.evaluate(STORED) == name


def test_without_its_cookie_the_browsers_storage_tells_the_name(new_page, server):
    page = new_page()
    corrected = corrections(page)
    page.goto(f"{server.url}/tensorboard")
    page.wait_for_function(STORED)
    name = page.evaluate(STORED)
    page.context.clear_cookies()
    page.reload()
    ends = time.monotonic() + DEADLINE
    while not corrected and time.monotonic() < ends:
        page.wait_for_timeout(50)
    assert corrected == [f'{{"name":"{name}"}}']
    page.wait_for_function("(name) => document.cookie.includes(name)", arg=name)
