"""The page of the three paradigms in a browser: its opening, a layer's choice.

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
from tests.server import running_server

OPENINGS = 20
CHOICES = 40
LAYERS = ["S2", "C3", "F5", "C1"]

# Runs in the page: are lines lit in three columns?
LIT = """
() => [...document.querySelectorAll(".lit-code")]
  .filter((code) => code.checkVisibility())
  .filter((code) => [...code.querySelectorAll(".line")].some((line) =>
    getComputedStyle(line).backgroundColor !== "rgba(0, 0, 0, 0)"))
  .length >= 3
"""

# Runs in the page: from a click on a layer until other lines are lit than before.
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
  const layers = [...document.querySelectorAll('.st-key-layer [role="radio"]')]
  layers.find((layer) => layer.textContent.trim() === name).click()
  look()
})
"""


def opening(browser, server):
    """Seconds until a new visitor sees lit lines in three columns."""
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    started = time.perf_counter()
    page.goto(f"{server.url}/three_paradigms")
    page.wait_for_function(LIT)
    seconds = time.perf_counter() - started
    page.context.close()
    return seconds


def switch(browser, server):
    """Seconds from a click in the navigation to the same, in a used browser."""
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.goto(f"{server.url}/three_paradigms")
    seconds = []
    links = page.get_by_test_id("stSidebarNav")
    for _ in range(OPENINGS):
        links.get_by_role("link", name="Train", exact=True).click()
        page.get_by_role("heading", name="Train your LeNet").wait_for()
        page.wait_for_timeout(500)
        started = time.perf_counter()
        links.get_by_role("link", name="Three paradigms").click()
        page.wait_for_function(LIT)
        seconds.append(time.perf_counter() - started)
    page.context.close()
    return seconds


def choices(browser, server):
    """Seconds from the click on a layer to its lines being lit."""
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.goto(f"{server.url}/three_paradigms")
    page.get_by_text("The class says how many").wait_for()
    page.wait_for_timeout(2000)
    seconds = []
    for turn in range(CHOICES):
        seconds.append(page.evaluate(CHOOSE, LAYERS[turn % len(LAYERS)]) / 1000)
        page.wait_for_timeout(200)
    page.context.close()
    return seconds


def line(seconds, most):
    """Tell median, 95th percentile and slowest of some times."""
    return (
        f"{1000 * median(seconds):.0f} ms, 95th percentile "
        f"{1000 * percentile(seconds, 95):.0f} ms, slowest "
        f"{1000 * max(seconds):.0f} ms (at most {most} ms)"
    )


def main():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with running_server(folder) as server:
            server.wait_until_ready()
            first = opening(browser, server)
            openings = [opening(browser, server) for _ in range(OPENINGS)]
            switches = switch(browser, server)
            chosen = choices(browser, server)
        browser.close()
    print_table(
        "The page of the three paradigms",
        {
            "opened by the first visitor of a warm server": (
                f"{1000 * first:.0f} ms (at most 1000 ms)"
            ),
            f"opened by {OPENINGS} new visitors": line(openings, 1000),
            f"opened from another page, {OPENINGS} times": line(switches, 1000),
            f"a layer chosen, {CHOICES} times": line(chosen, 300),
        },
    )


if __name__ == "__main__":
    main()
