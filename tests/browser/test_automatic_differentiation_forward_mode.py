"""Forward and reverse in a browser: the sizes are in the address, and it counts."""

import re

from playwright.sync_api import expect

from tests.browser.steps import complete

TAB = "/automatic_differentiation?automatic_differentiation_part=Forward+and+reverse"


def test_the_modes_are_counted_for_the_sizes_of_the_address(visit):
    page = visit(f"{TAB}&automatic_differentiation_inputs=1")
    page.set_viewport_size({"width": 390, "height": 844})
    outputs = page.locator(".st-key-automatic_differentiation_outputs")
    outputs.get_by_role("slider").press("End")
    expect(page).to_have_url(re.compile("automatic_differentiation_outputs=16"))
    page.get_by_role("button", name="Count the operations").click()
    expect(page.get_by_text("1 pass", exact=True)).to_be_visible()
    expect(page.get_by_text("16 passes", exact=True)).to_be_visible()
    complete(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
