"""What the benchmarks of single pages share: openings, presses, memory."""

import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from itertools import cycle, islice
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.tables import percentile
from tests.browser.conftest import FLAGS
from tests.browser.steps import complete
from tests.server import running_server

MAIN_BUTTON = '[role="tabpanel"] [data-testid="stBaseButton-primary"]:visible'
BETWEEN = 200  # milliseconds from what is measured to the next press

# Runs in the page: the time from a press on Step until the step is complete.
STEP = """
(stepper) => new Promise((resolve, reject) => {
  const label = () => document.querySelector(`.st-key-${stepper}_slider label`)
    .textContent
  const app = document.querySelector('[data-testid="stApp"]')
  const before = label(), started = performance.now()
  setTimeout(() => reject("no other step"), 10000)
  const look = () => label() !== before && app.dataset.testScriptState === "notRunning"
    ? resolve(performance.now() - started) : requestAnimationFrame(look)
  document.querySelector(`.st-key-${stepper}_S button`).click()
  look()
})
"""
# Runs in the page: the time from the next click until the page is complete again. Of a
# short run, the browser may show only the result, and never that it runs.
WATCH = """
() => {
  const app = document.querySelector('[data-testid="stApp"]')
  const words = () => app.textContent
  const before = words()
  window.answered = 0
  addEventListener("click", () => {
    const started = performance.now()
    let ran = false
    const look = () => {
      const ended = app.dataset.testScriptState === "notRunning"
      ran ||= !ended || words() !== before
      if (ran && ended) window.answered = performance.now() - started
      else requestAnimationFrame(look)
    }
    look()
  }, { capture: true, once: true })
}
"""


@contextmanager
def started_app():
    """Start Chromium and the app; yield both when TensorFlow is there."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with running_server(folder) as server:
            server.wait_until_ready()
            yield browser, server
        browser.close()


def new_page(browser):
    """Open a page in a browser with an empty cache."""
    return browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()


def opening(browser, server, title, is_there):
    """Return the milliseconds from a click in the navigation to what a page shows.

    `is_there` is JavaScript that returns whether it does.
    """
    page = new_page(browser)
    page.goto(f"{server.url}/train")
    page.get_by_role("heading", name="Train", exact=True, level=1).wait_for()
    page.wait_for_load_state("networkidle")  # the page before is complete
    page.wait_for_timeout(1500)
    started = time.perf_counter()
    links = page.get_by_test_id("stSidebarNav")
    links.get_by_role("link", name=title).click()
    page.wait_for_function(is_there)
    milliseconds = 1000 * (time.perf_counter() - started)
    page.context.close()
    return milliseconds


def steps(page, stepper, most, rounds):
    """Return the milliseconds from each press on Step to its complete step.

    `stepper` begins the keys of its widgets. A round has at most `most` steps.
    """
    step = page.locator(f".st-key-{stepper}_S button")
    times = []
    for _ in range(rounds):
        for _ in range(most):
            if step.is_disabled():
                break
            times.append(page.evaluate(STEP, stepper))
            page.wait_for_timeout(BETWEEN)
        page.get_by_role("button", name="Reset").click()
        page.wait_for_timeout(500)
    return times


def visit(browser, address):
    """Open a tab as a new visitor and press its main button; return milliseconds."""
    page = new_page(browser)
    page.goto(address)
    button = page.locator(MAIN_BUTTON).first
    button.wait_for()
    complete(page)
    milliseconds = press(page, button)
    page.context.close()
    return milliseconds


def press(page, button, watch=WATCH):
    """Return the milliseconds from a click until the page is complete again."""
    page.evaluate(watch)
    button.click()
    return page.wait_for_function("window.answered").json_value()


def look(browser, address):
    """Open a tab as a new visitor and press nothing."""
    page = new_page(browser)
    page.goto(address)
    page.locator(MAIN_BUTTON).first.wait_for()
    complete(page)
    page.context.close()


def grown(browser, server, addresses, visits, looked_at=()):
    """Return the megabytes that visits leave behind in all processes of the app.

    The tabs at `addresses` are visited in turn. Those `looked_at` too have a main
    button that starts a job: it is not pressed.
    """
    turns = [(visit, address) for address in addresses]
    turns += [(look, address) for address in looked_at]

    def memory():
        return sum(process.memory_info().rss for process in server.family())

    for act, address in turns:
        act(browser, address)
    before = memory()
    for act, address in islice(cycle(turns), visits):
        act(browser, address)
    return (memory() - before) / 1e6


def line(times, most):
    """Return median, 95th percentile and slowest of some milliseconds as text."""
    return (
        f"median {median(times):.0f} ms, 95th percentile "
        f"{percentile(times, 95):.0f} ms (at most {most} ms), "
        f"slowest {max(times):.0f} ms"
    )
