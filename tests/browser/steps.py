"""What visitors do with their hands, for tests and benchmarks."""

import re

from playwright.sync_api import expect

from tests.deadlines import LONG_DEADLINE

# The title is there, and no part of the page waits for the server.
COMPLETE = """
() => document.querySelector("h1")
  && document.querySelector("[data-test-script-state=notRunning]")
  && !document.querySelector("[data-stale=true]")
  && ![...document.querySelectorAll("[data-testid=stSkeleton]")]
    .some((skeleton) => skeleton.checkVisibility())
"""


def complete(page):
    """Wait until the page is complete: what is read once is read after this."""
    page.wait_for_function(COMPLETE)


def canvas(page):
    """Find the canvas that a pen draws on."""
    found = page.locator("canvas.upper-canvas")
    found.wait_for()
    complete(page)
    found.scroll_into_view_if_needed()
    return found


def draw_line(page, box, points):
    """Move the pressed mouse through points of the canvas at `box`."""
    (x, y), *rest = points
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(box["x"] + x, box["y"] + y, steps=8)
    page.mouse.up()


# Strokes as people draw them, in the 280 pixels of the canvas.
SEVEN = [[(70, 60), (210, 60), (120, 230)]]
ONE = [[(140, 40), (140, 240)]]


def draw(page, strokes):
    """Draw strokes with the mouse."""
    box = canvas(page).bounding_box()
    for stroke in strokes:
        draw_line(page, box, stroke)


def predictions(page):
    """Find the predictions on the page, one for each network."""
    return page.get_by_test_id("stMetric")


def train(page, server, **choices):
    """Start a training on its page and wait until it is done."""
    query = "&".join(f"train_{name}={value}" for name, value in choices.items())
    page.goto(f"{server.url}/train?{query}")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("What it learned")).to_be_visible(
        timeout=1000 * LONG_DEADLINE
    )


def train_on_replicas(page, server):
    """Start a training on replicas and wait until it is in mid-epoch."""
    page.goto(f"{server.url}/replicas?replicas_part=Train&replicas_epochs=20")
    page.get_by_role("button", name="Start").click()
    running = page.get_by_text(re.compile(r"^Epoch .* replicas, "))
    expect(running).to_be_visible(timeout=1000 * LONG_DEADLINE)
