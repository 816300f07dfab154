"""What ran in a browser: boxes open and nodes are fetched, by mouse and by keys."""

import re

from playwright.sync_api import expect

from tests.browser.steps import complete

TAB = "/sessions_vs_eager?sessions_vs_eager_part=What+ran"
FORWARD = f"{TAB}&sessions_vs_eager_program=LeNet%27s+forward+pass"
LIT = """
() => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
  .map((each) => each.shadowRoot?.querySelector("svg")).find((svg) => svg)
  .querySelectorAll(".box.lit").values().map((box) => box.dataset.name).toArray()
"""


def box(page, name):
    return page.locator(f'g[data-name="{name}"]')


def lit(page, node):
    """Wait until a node is fetched; return the names of all lit boxes."""
    expect(box(page, node)).to_have_attribute("aria-pressed", "true")
    complete(page)
    return set(page.evaluate(LIT))


def test_a_click_opens_a_box_and_fetches_a_node(visit):
    page = visit(FORWARD)
    box(page, "lenet_3/").click()
    expect(box(page, "lenet_3/")).to_have_attribute("aria-expanded", "true")
    box(page, "lenet_3/average_pool_1/AvgPool").click()
    assert lit(page, "lenet_3/average_pool_1/AvgPool") == {
        *("images", "lenet/", "lenet_3/", "lenet_3/conv2d_1_1/"),
        "lenet_3/average_pool_1/AvgPool",
    }
    expect(page).to_have_url(re.compile("sessions_vs_eager_fetch=lenet_3%2Faverage"))
    box(page, "lenet_3/").click(position={"x": 30, "y": 10})
    expect(box(page, "lenet_3/")).to_have_attribute("aria-expanded", "false")
    expect(box(page, "lenet_3/average_pool_1/AvgPool")).to_have_count(0)


def test_keys_move_open_and_fetch(visit):
    page = visit(FORWARD)
    first = box(page, "images")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(box(page, "lenet_3/")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, "lenet_3/")).to_have_attribute("aria-expanded", "true")
    expect(box(page, "lenet_3/")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")  # it is fetched; being fed, it is all that lights up
    assert lit(page, "images") == {"images"}
    expect(first).to_be_focused()
