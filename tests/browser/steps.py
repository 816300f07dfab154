"""What visitors do with their hands, for tests and benchmarks."""

from playwright.sync_api import expect


def canvas(page):
    """Find the canvas that a pen draws on."""
    found = page.locator("canvas.upper-canvas")
    found.wait_for()
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


def answers(page):
    """Find the answers on the page, one for each network."""
    return page.get_by_test_id("stMetric")


def train(page, server, **choices):
    """Start a training on its page and wait until it is done."""
    query = "&".join(f"train_{name}={value}" for name, value in choices.items())
    page.goto(f"{server.url}/train?{query}")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("What it learned")).to_be_visible(timeout=120_000)
