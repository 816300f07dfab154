"""Measure the page Three paradigms in a browser: opening it, choosing a layer.

python -m benchmarks.three_paradigms    starts the app itself and prints a table
"""

import os
import shutil
import tempfile
import time
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.tables import percentile, print_table
from tests.browser.conftest import FLAGS
from tests.server import empty_server, running_server

OPENINGS = 20
CHOICES = 40
LAYERS = ["S2 average_pool", "C3 conv2d_2", "F5 fc_1", "C1 conv2d_1"]

# Runs in the page: whether lines are lit in three columns.
LIT = """
() => [...document.querySelectorAll(".lit-code")]
  .filter((code) => code.checkVisibility())
  .filter((code) => [...code.querySelectorAll(".line")].some((line) =>
    getComputedStyle(line).backgroundColor !== "rgba(0, 0, 0, 0)"))
  .length >= 3
"""

TITLE = "() => document.querySelector('h1')?.checkVisibility()"

# Runs in the page: the time from a click on a layer until other lines are lit.
CHOOSE = """
(name) => new Promise((resolve, reject) => {
  const lines = [...document.querySelectorAll(".lit-code .line")]
  const lit = () => lines
    .filter((line) => getComputedStyle(line).backgroundColor !== "rgba(0, 0, 0, 0)")
    .map((line) => line.textContent).join("")
  const before = lit(), started = performance.now()
  setTimeout(() => reject("no other line was lit"), 10000)
  const look = () => lit() && lit() !== before
    ? resolve(performance.now() - started) : requestAnimationFrame(look)
  const radios = document.querySelectorAll('[class*=paradigms_layer] [role="radio"]')
  Array.from(radios).find((layer) => layer.textContent.trim().startsWith(name)).click()
  look()
})
"""


def new_page(browser):
    """Open a page in a browser with an empty cache."""
    return browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()


def opening(browser, address, is_there):
    """Return the seconds until `is_there` holds in a new browser."""
    page = new_page(browser)
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_function(is_there)
    seconds = time.perf_counter() - started
    page.context.close()
    return seconds


def switches(browser, server, times):
    """Return the seconds from a click in the navigation to lit lines."""
    page = new_page(browser)
    page.goto(f"{server.url}/train")
    seconds = []
    links = page.get_by_test_id("stSidebarNav")
    for _ in range(times):
        page.get_by_role("heading", name="Train", exact=True, level=1).wait_for()
        page.wait_for_timeout(500)
        started = time.perf_counter()
        links.get_by_role("link", name="Three paradigms").click()
        page.wait_for_function(LIT)
        seconds.append(time.perf_counter() - started)
        links.get_by_role("link", name="Train", exact=True).click()
    page.context.close()
    return seconds


def choices(browser, server):
    """Return the seconds from the click on a layer to its lit lines."""
    page = new_page(browser)
    page.goto(f"{server.url}/three_paradigms")
    page.wait_for_function(LIT)
    page.wait_for_timeout(1000)
    seconds = []
    for turn in range(CHOICES):
        seconds.append(page.evaluate(CHOOSE, LAYERS[turn % len(LAYERS)]) / 1000)
        page.wait_for_timeout(200)
    page.context.close()
    return seconds


def line(seconds, most=None):
    """Return median, 95th percentile and slowest of some times as text."""
    figures = {
        "median": median(seconds),
        "95th percentile": percentile(seconds, 95),
        "slowest": max(seconds),
    }
    told = ", ".join(f"{name} {1000 * x:.0f} ms" for name, x in figures.items())
    return f"{told} (at most {most} ms)" if most else told


def main():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with running_server(folder) as server:
            server.wait_until_ready()
            first = switches(browser, server, 1)
            again = switches(browser, server, OPENINGS)
            address = f"{server.url}/three_paradigms"
            openings = [opening(browser, address, LIT) for _ in range(OPENINGS)]
            chosen = choices(browser, server)
        with empty_server(folder) as server:
            floor = [opening(browser, server.url, TITLE) for _ in range(OPENINGS)]
        browser.close()
    print_table(
        "The page of the three paradigms",
        {
            "opened from another page, first visitor": line(first, 1000),
            f"opened from another page, {OPENINGS} times": line(again, 1000),
            f"opened by {OPENINGS} browsers that load the app too": line(openings),
            "the same of an empty Streamlit app": line(floor),
            f"a layer chosen, {CHOICES} times": line(chosen, 300),
        },
    )


if __name__ == "__main__":
    main()
