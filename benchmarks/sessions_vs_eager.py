"""Measure the page Sessions vs eager in a browser: openings, presses, memory.

python -m benchmarks.sessions_vs_eager    starts the app itself and prints a table
"""

import os
import shutil
import tempfile
import time
from itertools import cycle
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from benchmarks.tables import percentile, print_table
from lenet.results.lanes import PROGRAM_NAMES
from tests.browser.conftest import FLAGS
from tests.browser.steps import complete
from tests.server import running_server

OPENINGS = 20
VISITS = 200
STEPS = 19  # of a program: the position goes back to the first after each
ROUNDS = 5
PRESSES = 20  # of each button that is measured
PART = "sessions_vs_eager_part"
CALLS = {"sessions_vs_eager_calls": "pair.three.four"}
# The tabs whose main button a visit presses in turn; The race is a job of minutes.
PRESSED = {
    "Three lanes": {},
    "What ran": {},
    "Session errors": {},
    "Debugging": {},
    "Retracing": CALLS,
    "AutoGraph": {},
}
MAIN_BUTTON = '[role="tabpanel"] [data-testid="stBaseButton-primary"]:visible'
LINES = '[role="radiogroup"][aria-label*="Choose a line"] [role="radio"]'
TAB = {PART: "Three lanes"}

# What a visitor waits for: a line of each lane with what it made.
THERE = """
() => [...document.querySelectorAll(".lane-now")]
  .filter((lane) => lane.checkVisibility()).length >= 3
"""
# Runs in the page: the time from a press on Step until the step is complete.
STEP = """
(program) => new Promise((resolve, reject) => {
  const bar = `.st-key-sessions_vs_eager_stepper_${program}`
  const label = () => document.querySelector(`${bar}_slider label`).textContent
  const app = document.querySelector('[data-testid="stApp"]')
  const before = label(), started = performance.now()
  setTimeout(() => reject("no other step"), 10000)
  const look = () => label() !== before && app.dataset.testScriptState === "notRunning"
    ? resolve(performance.now() - started) : requestAnimationFrame(look)
  document.querySelector(`${bar}_S button`).click()
  look()
})
"""
# Runs in the page: the time from the next click until the page is complete again.
WATCH = """
() => {
  const app = document.querySelector('[data-testid="stApp"]')
  let started = 0, ran = false
  window.answered = 0
  addEventListener("click", () => { started = performance.now() },
    { capture: true, once: true })
  const observer = new MutationObserver(() => {
    const ended = app.dataset.testScriptState === "notRunning"
    ran ||= !ended
    if (started && ran && ended) {
      observer.disconnect()
      window.answered = performance.now() - started
    }
  })
  observer.observe(app, { attributeFilter: ["data-test-script-state"] })
}
"""


def address(server, **query):
    """Return the address of the tab with these choices."""
    return f"{server.url}/sessions_vs_eager?{urlencode(TAB | query)}"


def new_page(browser):
    """Open a page in a browser with an empty cache."""
    return browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()


def opening(browser, server):
    """Return the milliseconds from a click in the navigation to the first tab."""
    page = new_page(browser)
    page.goto(f"{server.url}/train")
    page.get_by_role("heading", name="Train", exact=True, level=1).wait_for()
    page.wait_for_load_state("networkidle")  # the page before is complete
    page.wait_for_timeout(1500)
    started = time.perf_counter()
    links = page.get_by_test_id("stSidebarNav")
    links.get_by_role("link", name="Sessions vs eager").click()
    page.wait_for_function(THERE)
    milliseconds = 1000 * (time.perf_counter() - started)
    page.context.close()
    return milliseconds


def steps(browser, server, program):
    """Return the milliseconds from each press on Step to its complete step."""
    page = new_page(browser)
    name = PROGRAM_NAMES[program]
    page.goto(address(server, sessions_vs_eager_program=name))
    page.wait_for_function(THERE)
    page.wait_for_timeout(1500)
    step = page.locator(f".st-key-sessions_vs_eager_stepper_{program}_S button")
    times = []
    for _ in range(ROUNDS):
        for _ in range(STEPS):
            if step.is_disabled():
                break
            times.append(page.evaluate(STEP, str(program)))
            page.wait_for_timeout(200)
        page.get_by_role("button", name="Reset").click()
        page.wait_for_timeout(500)
    page.context.close()
    return times


def grown(browser, server):
    """Return the megabytes that visits leave behind in all processes of the app."""

    def memory():
        return sum(process.memory_info().rss for process in server.family())

    for tab in PRESSED:
        visit(browser, server, tab)
    before = memory()
    for _, tab in zip(range(VISITS), cycle(PRESSED), strict=False):
        visit(browser, server, tab)
    return (memory() - before) / 1e6


def visit(browser, server, tab="Three lanes", **query):
    """Open a tab as a new visitor and press its main button; return milliseconds."""
    page = new_page(browser)
    page.goto(address(server, **{PART: tab}, **PRESSED[tab], **query))
    button = page.locator(MAIN_BUTTON).first
    button.wait_for()
    complete(page)
    milliseconds = press(page, button)
    page.context.close()
    return milliseconds


def press(page, button):
    """Return the milliseconds from a click until the page is complete again."""
    page.evaluate(WATCH)
    button.click()
    return page.wait_for_function("window.answered").json_value()


def presses(browser, server, tab):
    """Return the milliseconds of a tab's main button, each time with another seed."""
    return [visit(browser, server, tab, seed=seed + 1) for seed in range(PRESSES)]


def lines(browser, server):
    """Return the milliseconds from the choice of a line to its code in AutoGraph."""
    page = new_page(browser)
    page.goto(address(server, **{PART: "AutoGraph"}))
    chosen = page.locator(LINES)
    chosen.first.wait_for()
    complete(page)
    count = chosen.count()
    times = []
    for index in range(PRESSES):
        times.append(press(page, chosen.nth((index + 1) % count)))
        page.wait_for_timeout(200)
    page.context.close()
    return times


def line(times, most):
    """Return median, 95th percentile and slowest of some milliseconds as text."""
    return (
        f"median {median(times):.0f} ms, 95th percentile "
        f"{percentile(times, 95):.0f} ms (at most {most} ms), "
        f"slowest {max(times):.0f} ms"
    )


def main():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with running_server(folder) as server:
            server.wait_until_ready()
            visit(browser, server)
            openings = [opening(browser, server) for _ in range(OPENINGS)]
            times = [steps(browser, server, each) for each in range(len(PROGRAM_NAMES))]
            fetches = presses(browser, server, "What ran")
            calls = presses(browser, server, "Retracing")
            chosen = lines(browser, server)
            megabytes = grown(browser, server)
        browser.close()
    rows = {f"opened from another page, {OPENINGS} times": line(openings, 1000)}
    for name, each in zip(PROGRAM_NAMES, times, strict=True):
        rows[f"a step, {name}"] = line(each, 250)
    rows["a fetch of a new node"] = line(fetches, 250)
    rows["the calls that retrace"] = line(calls, 250)
    rows["a line of AutoGraph's"] = line(chosen, 250)
    rows[f"memory of the app, {VISITS} visits"] = f"+{megabytes:.0f} MB (at most 50 MB)"
    print_table("The page Sessions vs eager", rows)


if __name__ == "__main__":
    main()
