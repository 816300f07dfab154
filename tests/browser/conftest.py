"""Chromium, and the app as its users start it."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.deadlines import DEADLINE
from tests.server import running_server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MILLISECONDS = 1000 * DEADLINE
expect.set_options(timeout=MILLISECONDS)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "no Chromium: scripts/test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("server")) as server:
        server.wait_until_ready()
        yield server


@pytest.fixture
def new_page(browser):
    """Make an empty page of a new visitor; forget the visitor after."""
    contexts = []

    def new_page(**options):
        context = browser.new_context(
            **{"viewport": {"width": 1400, "height": 1000}, **options}
        )
        contexts.append(context)
        context.set_default_timeout(MILLISECONDS)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(new_page, server):
    """Open a page as a new visitor."""

    def visit(path="/", **options):
        page = new_page(**options)
        page.goto(server.url + path)
        return page

    return visit
