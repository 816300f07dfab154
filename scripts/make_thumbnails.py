"""Make the pictures on Welcome from the lessons themselves, in both themes.

Starts the app, acts on each page as a visitor does, and saves pictures of it in
ui/lessons/welcome/. Needs the requirements of the browser tests:

    .venv/bin/python -m scripts.make_thumbnails [page ...]
"""

import base64
import io
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.steps import SEVEN, canvas, complete, draw, predictions
from tests.server import running_server
from ui.lessons import LESSONS

UI = Path(__file__).parents[1] / "ui"
FOLDER = UI / "lessons" / "welcome"
EXAMPLE = UI / "components" / "example.png"
WINDOW = {"width": 1280, "height": 1000}
NARROW = 1024  # the canvas takes more of a narrow page
SIZE = (400, 250)
MARGIN = 12
SETTLE = 1500  # ms, after a press: the server answers, the browser draws
GREY = 0.55  # of white, so that the example differs from a drawing
EPOCHS = 3

Box = dict[str, float]


def arc(x: float, y: float, radius: float, start: float, end: float) -> list:
    """Return points on a circle, between two angles in degrees."""
    angles = [math.radians(start + (end - start) * i / 12) for i in range(13)]
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]


THREE = [arc(132, 88, 50, 200, 440) + arc(132, 192, 58, -90, 155)]


def make_example(page: Page) -> None:
    """Draw a three on the app's own canvas, and save its picture."""
    draw(page, THREE)
    expect(predictions(page).first).to_contain_text("3")
    url = page.locator("canvas.lower-canvas.dc-canvas").evaluate("c => c.toDataURL()")
    drawn = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))
    ink = drawn.convert("RGBA").getchannel("A")
    grey = ink.point(lambda value: round(GREY * value))
    grey.save(EXAMPLE, optimize=True)


def draw_a_digit(page: Page) -> Box:
    """Draw a seven; return the box of the canvas and the chart beside it."""
    page.set_viewport_size({**WINDOW, "width": NARROW})
    draw(page, SEVEN)
    expect(predictions(page).first).to_contain_text("7")
    expect(page.locator(".js-plotly-plot .point").first).to_be_attached()
    left, right = canvas(page).bounding_box(), page.locator(".js-plotly-plot")
    return beside(left, right.bounding_box(), top=-104)


def sessions_vs_eager(page: Page) -> Box:
    """Step into the function; return the box of the three lanes."""
    step(page, 4)
    return below(page.locator("[class*=st-key-columns_wide_]").first, 820)


def automatic_differentiation(page: Page) -> Box:
    """Step into the backward pass; return the box of the formula's graph."""
    step(page, 5)
    return below(page.locator("[class*=tape_graph]").first, 560)


def three_paradigms(page: Page) -> Box:
    """Return the box of the first lines of the three columns."""
    return below(page.locator(".lit-code").first, 820)


def train(page: Page) -> Box:
    """Train; return the box of the curves."""
    page.goto(f"{page.url}?train_epochs={EPOCHS}")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("What it learned")).to_be_visible(timeout=300_000)
    plot = page.locator(".js-plotly-plot").first
    plot.scroll_into_view_if_needed()
    return plot.bounding_box()


def microscope(page: Page) -> Box:
    """Step into the first layer; return the box of its feature maps."""
    step(page, 3)
    return below(page.locator(".panel").first, 690)


def replicas(page: Page) -> Box:
    """Step to the all-reduce; return the box of the gradients."""
    step(page, 4)
    return below(page.locator(".panel").first, 490)


def step(page: Page, times: int) -> None:
    """Press Step, and wait for what it shows, this many times."""
    for _ in range(times):
        complete(page)
        page.get_by_role("button", name="Step").first.click()
        page.wait_for_timeout(SETTLE)
    complete(page)


def tensorboard(page: Page) -> Box:
    """Return the box of the curves of the training above, in TensorBoard."""
    frame = page.locator("iframe[src*=tensorboard]")
    frame.scroll_into_view_if_needed()
    inside = frame.content_frame
    expect(inside.get_by_text("epoch_accuracy").first).to_be_visible()
    inside.get_by_role("button", name="Toggle settings side pane").click()
    page.wait_for_timeout(4 * SETTLE)
    return below(frame, 800)


def beside(left: Box, right: Box, top: float) -> Box:
    """Return the box around two boxes, from `top` pixels below the first."""
    x, end = left["x"] - MARGIN, right["x"] + right["width"]
    return {"x": x, "y": left["y"] + top, "width": end - x, "height": 0}


def below(locator, width: float) -> Box:
    """Return a box from an element's top left corner, `width` and margins wide."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    x, y = box["x"] - MARGIN, box["y"] - MARGIN
    return {**box, "x": x, "y": y, "width": width + 2 * MARGIN}


ACTS: dict[str, Callable[[Page], Box]] = {
    act.__name__: act
    for act in (
        draw_a_digit,
        sessions_vs_eager,
        automatic_differentiation,
        three_paradigms,
        train,
        microscope,
        replicas,
        tensorboard,
    )
}


def picture(page: Page, box: Box) -> Image.Image:
    """Return a screenshot of the box, with the proportions of a thumbnail."""
    width, height = SIZE
    clip = {**box, "height": box["width"] * height / width}
    taken = page.screenshot(clip=clip, animations="disabled")
    return Image.open(io.BytesIO(taken)).convert("RGB").resize(SIZE, Image.LANCZOS)


def make(browser, url: str, name: str, theme: str) -> None:
    """Visit a page, act, and save its thumbnail."""
    context = browser.new_context(
        viewport=WINDOW, color_scheme=theme, device_scale_factor=2
    )
    page = context.new_page()
    page.goto(f"{url}/{name}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    file = FOLDER / "thumbnails" / f"{name}_{theme}.webp"
    picture(page, ACTS[name](page)).save(file, quality=55, method=6)
    print(f"{file.name}: {file.stat().st_size:,} bytes")
    context.close()


def main(names: list[str]) -> None:
    """Make the example, and the thumbnails of the pages named, or of all."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(folder) as server,
        sync_playwright() as playwright,
    ):
        server.wait_until_ready()
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport=WINDOW)
        page.goto(f"{server.url}/draw_a_digit")
        make_example(page)
        for name in names or [page.name for page in LESSONS]:
            for theme in ("light", "dark"):
                make(browser, server.url, name, theme)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
