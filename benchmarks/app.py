"""Measure the app in a browser: first page, page switch, drawing, memory.

python -m benchmarks.app    starts the app itself and prints a table
"""

import os
import re
import shutil
import tempfile
import time
from statistics import median

import psutil
from playwright.sync_api import expect, sync_playwright

from benchmarks.tables import percentile, print_table
from tests.browser.conftest import FLAGS
from tests.browser.steps import ONE, SEVEN, draw, train
from tests.server import empty_server, megabytes, running_server

SWITCHES = 22
DRAWINGS = 30
HOVERS = 200
CANCELS = 5
STARTS = 5


def first_paint(browser, server, started):
    """Return the seconds from `started` until a new browser shows the title."""
    page = browser.new_context().new_page()
    page.goto(server.url)
    page.get_by_role("heading", name="LeNet Lab").wait_for()
    painted = time.perf_counter() - started
    page.context.close()
    return painted


def starts(browser, folder):
    """Return the seconds from a server's start to its first page and TensorFlow.

    The third figure is the first page of an empty app, for comparison.
    """
    started = time.perf_counter()
    with running_server(folder) as server:
        painted = first_paint(browser, server, started)
        server.wait_until_ready("template")
        ready = time.perf_counter() - started
    started = time.perf_counter()
    with empty_server(folder) as server:
        return painted, ready, first_paint(browser, server, started)


def page_switches(page):
    """Return the seconds from a click in the navigation to the page's title.

    In the first two, the browser also loads the code of the pages.
    """
    seconds = []
    for turn in range(SWITCHES):
        name = ("Train", "Draw a digit")[turn % 2]
        started = time.perf_counter()
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
        seconds.append(time.perf_counter() - started)
    return seconds[:2], seconds[2:]


# Runs in the page: the time from pen up to the prediction, on an empty canvas.
# Before the first stroke and after Clear, the page shows the example's prediction.
EXAMPLE = "3"
WATCH = """
(example) => {
  window.waited = new Promise((resolve, reject) => {
    setTimeout(() => reject("no prediction"), 10000)
    const up = () => {
      const started = performance.now()
      const value = () =>
        document.querySelector('[data-testid="stMetricValue"]')?.textContent.trim()
      const look = () => value() && value() !== example
        ? resolve(performance.now() - started) : requestAnimationFrame(look)
      look()
    }
    for (const event of ["pointerup", "mouseup"])
      window.addEventListener(event, up, { once: true, capture: true })
  })
}
"""


def pen_to_prediction(page):
    """Return the seconds from pen up to the prediction of each digit."""
    seconds = []
    for number in range(DRAWINGS):
        expect(page.get_by_test_id("stMetricValue")).to_have_text(EXAMPLE)
        page.evaluate(WATCH, EXAMPLE)
        draw(page, [ONE, SEVEN][number % 2])
        seconds.append(page.evaluate("() => window.waited") / 1000)
        page.get_by_role("button", name="Clear", exact=True).click()
    return seconds


# Runs in the page: the time from pen up until the picture has the layers of another
# digit, painted. The name of the picture is set in the same step as its first frame.
WATCH_PICTURE = """
(picture) => {
  const name = picture.getAttribute("aria-label")
  window.waited = new Promise((resolve, reject) => {
    setTimeout(() => reject("no picture"), 10000)
    const up = () => {
      const started = performance.now()
      const look = () => picture.getAttribute("aria-label") !== name
        ? resolve(performance.now() - started) : requestAnimationFrame(look)
      look()
    }
    for (const event of ["pointerup", "mouseup"])
      window.addEventListener(event, up, { once: true, capture: true })
  })
}
"""

# Runs in the page: the times from a move of the pointer to the next frame, in which
# its sum is written and its cells are lit. Each move is to another cell.
HOVER = """
async (picture, moves) => {
  const panel = picture.getRootNode().querySelector(".panel")
  const { left, top, width, height } = picture.getBoundingClientRect()
  const times = []
  for (let move = 0; move < moves; move++) {
    const before = panel.innerText
    await new Promise(requestAnimationFrame)
    const started = performance.now()
    picture.dispatchEvent(new PointerEvent("pointermove", {
      clientX: left + width * ((move * 0.618) % 1),
      clientY: top + height * (0.12 + 0.86 * ((move * 0.382) % 1)),
    }))
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    if (panel.innerText !== before) times.push(performance.now() - started)
  }
  return times
}
"""


def pen_to_picture(page):
    """Return the seconds from pen up to the layers of each digit in the picture."""
    seconds = []
    for number in range(DRAWINGS):
        expect(page.get_by_test_id("stMetricValue")).to_have_text(EXAMPLE)
        page.get_by_role("application").evaluate(WATCH_PICTURE)
        draw(page, [ONE, SEVEN][number % 2])
        seconds.append(page.evaluate("() => window.waited") / 1000)
        page.get_by_role("button", name="Clear", exact=True).click()
    return seconds


def hovers(page):
    """Return the seconds from moves of the pointer to the sums below the picture."""
    picture = page.get_by_role("application")
    expect(picture).to_have_class(re.compile(r"\blit\b"))
    return [each / 1000 for each in picture.evaluate(HOVER, HOVERS)]


def cancels(page, server):
    """Return the seconds from Cancel until the page says so and its process is gone."""
    page.goto(f"{server.url}/train?train_epochs=20&train_learning_rate=1.0")
    seconds = []
    for _ in range(CANCELS):
        before = {process.pid for process in server.family()}
        page.get_by_role("button", name="Race the three loops").click()
        page.get_by_text(re.compile(r"^1 of 3: graph, ")).wait_for()
        begun = [each for each in server.family() if each.pid not in before]
        assert begun, "the race has no process of its own"
        started = time.perf_counter()
        page.get_by_role("button", name="Cancel").click()
        page.get_by_text("Cancelled.").wait_for()
        psutil.wait_procs(begun)
        seconds.append(time.perf_counter() - started)
    return seconds


def memory(server):
    """Return the memory of the server, of TensorBoard, and of all processes."""
    family = server.family()
    boards = [p for p in family if "tensorboard" in " ".join(p.cmdline())]
    return megabytes(family[:1]), megabytes(boards), megabytes(family)


def main():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        times = [starts(browser, folder) for _ in range(STARTS)]
        with running_server(folder) as server:
            server.wait_until_ready()
            page = browser.new_context(
                viewport={"width": 1400, "height": 1000}
            ).new_page()
            page.goto(f"{server.url}/draw_a_digit")
            delays = pen_to_prediction(page)
            layers, moves = pen_to_picture(page), hovers(page)
            first_switches, switches = page_switches(page)
            for _ in range(2):
                train(page, server)
            page.goto(f"{server.url}/tensorboard")
            page.frame_locator("iframe").get_by_text("epoch_loss").first.wait_for()
            server_mb, board_mb, all_mb = memory(server)
            cancelled = cancels(page, server)
        browser.close()
    paints, templates, empty_paints = map(sorted, zip(*times, strict=True))
    print_table(
        "The app in a browser",
        {
            f"server start to first page, median of {STARTS}": (
                f"{median(paints):.2f} s, slowest {paints[-1]:.2f} s (at most 3 s)"
            ),
            "the same of an empty Streamlit app": (
                f"{median(empty_paints):.2f} s, slowest {empty_paints[-1]:.2f} s"
            ),
            f"template ready, median of {STARTS}": (
                f"{median(templates):.2f} s, slowest {templates[-1]:.2f} s "
                "(at most 8 s)"
            ),
            f"page switch, slowest of {len(switches)}": (
                f"{1000 * max(switches):.0f} ms (at most 500 ms)"
            ),
            "first visits to two pages in a new browser, slower": (
                f"{1000 * max(first_switches):.0f} ms"
            ),
            f"pen up to prediction, 95th percentile of {DRAWINGS}": (
                f"{1000 * percentile(delays, 95):.0f} ms (at most 400 ms)"
            ),
            f"pen up to the layers in the picture, 95th percentile of {DRAWINGS}": (
                f"{1000 * percentile(layers, 95):.0f} ms (at most 400 ms)"
            ),
            f"hover to its sum, 95th percentile of {len(moves)}": (
                f"{1000 * percentile(moves, 95):.0f} ms (at most 50 ms)"
            ),
            f"Cancel of a race until its process is gone, slowest of {CANCELS}": (
                f"{max(cancelled):.2f} s (at most 2 s)"
            ),
            "memory of the server": f"{server_mb:.0f} MB (at most 200 MB)",
            "memory of TensorBoard": f"{board_mb:.0f} MB (at most 150 MB)",
            "everything after two trainings": f"{all_mb:.0f} MB (at most 1,536 MB)",
        },
    )


if __name__ == "__main__":
    main()
