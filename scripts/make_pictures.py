"""Make the README's pictures in docs/, from the app itself.

Needs the requirements of the browser tests:

    .venv/bin/python -m scripts.make_pictures [picture ...]
"""

import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

from scripts.make_thumbnails import THREE
from tests.browser.conftest import FLAGS
from tests.browser.steps import complete, draw, predictions, train
from tests.deadlines import LONG_DEADLINE
from tests.server import Server, running_server

FOLDER = Path(__file__).parents[1] / "docs"
WINDOW = {"width": 1400, "height": 1100}
SIDEBAR = 300  # pixels
COLOURS = 256
LANE_STEPS = 4
BACKWARD_STEPS = 4
# From the first frame: to the backward pass, and there to conv2d_1.
BACKWARD_PHASES, STEPS_TO_CONVOLUTION = 3, 7


def draw_a_digit(page: Page, server: Server) -> bytes:
    """Train a network, and draw a three for it."""
    train(page, server, epochs=3)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Draw").click()
    draw(page, THREE)
    # The example, which is read before, is a three too.
    expect(page.get_by_text("Your digit.")).to_be_visible()
    expect(predictions(page)).to_have_count(2)
    expect(page.locator(".js-plotly-plot .point").first).to_be_attached()
    page.set_viewport_size({"width": 1400, "height": 1500})
    complete(page)
    page.wait_for_timeout(3000)  # the layers light up one after the other
    return page.screenshot(clip={"x": 0, "y": 0, "width": 1400, "height": 1400})


def sessions_vs_eager(page: Page, server: Server) -> bytes:
    """Step through the three lanes until the Session has built its graph."""
    page.goto(f"{server.url}/sessions_vs_eager")
    complete(page)
    for _ in range(LANE_STEPS):
        press(page, page.get_by_role("button", name=re.compile("^Step")).first)
    return from_top(page, page.locator("[class*=st-key-columns_wide_]").first, 900)


def automatic_differentiation(page: Page, server: Server) -> bytes:
    """Step into the backward pass of a formula."""
    page.goto(f"{server.url}/automatic_differentiation")
    complete(page)
    for _ in range(BACKWARD_STEPS):
        press(page, page.get_by_role("button", name=re.compile("^Step")).first)
    return from_top(page, page.locator("[class*=tape_0_S]").first, 785, above=10)


def three_paradigms(page: Page, server: Server) -> bytes:
    """Show the code of three paradigms, with the lines of one layer lit."""
    page.goto(f"{server.url}/three_paradigms")
    complete(page)
    return from_top(page, page.get_by_role("radiogroup").nth(1), 900)


def microscope(page: Page, server: Server) -> bytes:
    """Step to the gradient of the first convolution."""
    page.goto(f"{server.url}/microscope")
    complete(page)
    for _ in range(BACKWARD_PHASES):
        press(page, page.get_by_role("button", name="Next phase"))
    for _ in range(STEPS_TO_CONVOLUTION):
        press(page, page.get_by_role("button", name=re.compile("^Step")).first)
    return from_top(page, page.locator("[class*=microscope_stepper_S]").first, 1000)


def replicas(page: Page, server: Server) -> bytes:
    """Step to the gradients of four replicas."""
    page.goto(f"{server.url}/replicas")
    complete(page)
    step = page.get_by_role("button", name=re.compile("^Step")).first
    for _ in range(3):
        press(page, step)
    return from_top(
        page, page.locator("[class*=stepper], [class*=stages_S]").first, 590
    )


def press(page: Page, button: Locator) -> None:
    """Press a button, and wait until the page is complete."""
    button.click()
    page.wait_for_timeout(700)
    complete(page)


def from_top(page: Page, element: Locator, height: int, above: int = 45) -> bytes:
    """Return a picture of the page without its sidebar, from an element down.

    It begins `above` pixels higher.
    """
    element.evaluate("element => element.scrollIntoView()")
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollBy(0, -70)")
    page.wait_for_timeout(1000)
    top = max(0, (element.bounding_box() or {})["y"] - above)
    width = WINDOW["width"] - SIDEBAR
    clip = {"x": SIDEBAR, "y": top, "width": width, "height": height}
    return page.screenshot(clip=clip, animations="disabled")


PICTURES: dict[str, Callable[[Page, Server], bytes]] = {
    "draw-a-digit": draw_a_digit,
    "sessions-vs-eager": sessions_vs_eager,
    "automatic-differentiation": automatic_differentiation,
    "three-paradigms": three_paradigms,
    "microscope": microscope,
    "replicas": replicas,
}


def save(name: str, screenshot: bytes) -> None:
    """Save a screenshot with few colours, so that the file is small."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    file = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size:,} bytes")


def main(names: list[str]) -> None:
    """Make the pictures named, or all."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(folder) as server,
        sync_playwright() as playwright,
    ):
        server.wait_until_ready()
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name in names or PICTURES:
            page = browser.new_page(viewport=WINDOW, color_scheme="light")
            page.set_default_timeout(1000 * LONG_DEADLINE)
            save(name, PICTURES[name](page, server))
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
