"""Chromium, and the app as its users start it."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect, sync_playwright

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
CONTEXTS = pytest.StashKey[list]()
expect.set_options(timeout=MILLISECONDS)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Add what the pages show to the report of a test that failed."""
    report = yield
    if report.when == "call" and report.failed:
        for context in item.stash.get(CONTEXTS, []):
            for page in context.pages:
                report.sections.append((f"Page {page.url}", shown(page)))
    return report


def shown(page):
    """Return the page's text, or why there is none: it may be what is broken."""
    try:
        return page.locator("body").inner_text(timeout=MILLISECONDS)[:5000]
    except Error as error:
        return f"No text: {error}"


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
def new_page(browser, request):
    """Make an empty page of a new visitor; forget the visitor after."""
    contexts = request.node.stash.setdefault(CONTEXTS, [])

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
