"""Change the picture in a browser: the slider shows the picture after each step."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.steps import complete
from ui.lessons.automatic_differentiation.tabs import PICTURE, TABS

PICTURES = """
() => [...document.querySelectorAll(".panel figure img")]
  .map((each) => [each.alt, each.naturalWidth, each.width])
"""


def test_a_step_changes_the_pictures_and_the_page_is_never_too_wide(visit):
    query = {"automatic_differentiation_part": "Change the picture"}
    page = visit(f"/automatic_differentiation?{urlencode(query)}")
    page.get_by_role("button", name="Take 30 steps").click()
    expect(page.get_by_role("heading", name="What this showed")).to_be_visible()
    complete(page)
    steps = page.get_by_role("slider", name="Steps taken")
    after = page.locator("figure", has_text="After").locator("img")
    before = after.get_attribute("src")
    steps.press("ArrowRight")
    expect(page.get_by_text("After 21 steps", exact=True)).to_be_visible()
    assert after.get_attribute("src") != before
    assert "automatic_differentiation_picture_step=21" in page.url
    found = page.evaluate(PICTURES)
    assert [width for _, _, width in found] == [192] * 4
    # The gradient is enlarged before the outline is drawn over it.
    assert [natural for _, natural, _ in found] == [32, 192, 32, 32]
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_test_id("stMain")).to_have_js_property("scrollWidth", 390)


@pytest.mark.parametrize("tab", [PICTURE, TABS.titles[0]])
def test_the_tab_of_a_link_is_in_view_on_a_phone(visit, tab):
    page = visit(
        f"/automatic_differentiation?{urlencode({TABS.key: tab})}",
        viewport={"width": 390, "height": 844},
    )
    expect(page.get_by_role("tab", name=tab, selected=True)).to_be_visible()
    page.wait_for_function(
        """() => {
          const tab = document.querySelector('[role="tab"][aria-selected="true"]')
          const frame = tab.closest('[role="tablist"]').getBoundingClientRect()
          const { left, right } = tab.getBoundingClientRect()
          return left > frame.left - 1 && right < frame.right + 1
        }"""
    )
