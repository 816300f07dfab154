"""Debugging in a browser: after a run, the lanes are tabs that fit a phone."""

from playwright.sync_api import expect

from lenet.results.graphs import EAGER, FUNCTION, SESSION
from tests.browser.steps import complete

PHONE = {"width": 390, "height": 844}
# What calls the body in each lane.
DRIVERS = {
    SESSION: "def loss_in_session",
    EAGER: "def loss_in_eager",
    FUNCTION: "def loss_in_function",
}


def test_on_a_phone_each_lane_of_a_bug_is_a_tab(visit):
    page = visit("/sessions_vs_eager?sessions_vs_eager_part=Debugging", viewport=PHONE)
    page.get_by_role("button", name="Run all three").click()
    main = page.get_by_test_id("stMain")
    first = page.get_by_role("tab", name=SESSION, exact=True)
    expect(first).to_have_attribute("aria-selected", "true")
    for lane, driver in DRIVERS.items():
        page.get_by_role("tab", name=lane, exact=True).click()
        shown = page.locator(".lit-code:visible").filter(has_text="def loss_in_")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text(driver)
        complete(page)
        assert main.evaluate("(e) => e.scrollWidth") <= PHONE["width"]
