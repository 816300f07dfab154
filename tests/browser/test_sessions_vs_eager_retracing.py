"""Retracing in a browser: the address keeps a sequence; rows fit a phone."""

import re

from playwright.sync_api import expect

from tests.browser.steps import complete

PART = "/sessions_vs_eager?sessions_vs_eager_part=Retracing"
CALLS = "sessions_vs_eager_calls=pair.three.four"
# What the rows of the calls show, as soon as they are there.
CODES = ".retracing .call:not(.heads) code:first-child"


def test_an_address_keeps_the_calls_and_the_cure(visit):
    page = visit(PART)
    complete(page)
    page.get_by_role("button", name="Tensors of different sizes").click()
    expect(page).to_have_url(re.compile(CALLS))
    page.get_by_role("button", name="Make the 3 calls").click()
    page.get_by_role("button", name="Apply reduce_retracing").click()
    expect(page).to_have_url(re.compile("sessions_vs_eager_option=reduce_retracing"))
    expect(page.locator(".retracing b")).to_have_text(
        ["traced: graph 1", "traced: graph 2", "graph 2"]
    )
    page.reload()
    complete(page)
    expect(page).to_have_url(re.compile(CALLS))
    expect(page.locator(CODES)).to_have_count(3)
    page.get_by_role("button", name="Make the 3 calls").click()
    expect(page.locator(".retracing b")).to_have_text(
        ["traced: graph 1", "traced: graph 2", "graph 2"]
    )


def test_on_a_phone_each_counter_has_its_name_beside_it(visit):
    page = visit(f"{PART}&{CALLS}")
    page.set_viewport_size({"width": 390, "height": 844})
    complete(page)
    page.get_by_role("button", name="Make the 3 calls").click()
    expect(page.locator(".retracing .traced")).to_have_count(3)
    expect(page.locator(".retracing .heads")).to_be_hidden()
    first = page.locator(".retracing .traced [data-head]").first
    before = first.evaluate("one => getComputedStyle(one, '::before').content")
    assert "Body ran" in before or "attr(data-head)" in before
    wide = "() => document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)
