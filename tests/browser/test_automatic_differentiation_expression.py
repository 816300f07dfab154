"""The tape in a browser: a click goes to a step, the slider moves the picture."""

import re

from playwright.sync_api import expect

from tests.browser.steps import complete

TAB = "/automatic_differentiation?automatic_differentiation_part=The+tape"


def box(page, name):
    return page.locator(f'g[data-name="{name}"]')


def test_a_click_on_an_operation_shows_its_gradient_function(visit):
    page = visit(TAB)
    box(page, "sin").click()
    expect(box(page, "sin")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("tensorflow/python/ops/math_grad.py")).to_contain_text(
        "def _SinGrad"
    )
    expect(box(page, "exp")).to_have_attribute(
        "aria-label", re.compile(r"grad \S?0\.828")
    )
    page.get_by_role("button", name="Step").click()
    expect(box(page, "pow")).to_have_attribute("aria-pressed", "true")


def test_a_click_on_a_constant_says_why_it_has_no_step(visit):
    page = visit(TAB)
    box(page, "constant").click()
    expect(page.get_by_text("The tape does not watch constant")).to_be_visible()
    page.get_by_role("button", name="Step").click()
    expect(page.get_by_text("The tape does not watch constant")).to_have_count(0)


def test_the_slider_moves_the_picture_and_keeps_the_step_and_the_places(visit):
    page = visit(TAB)
    page.get_by_role("button", name="Step").click()
    expect(box(page, "add_v2")).to_have_attribute("aria-pressed", "true")
    complete(page)
    place = box(page, "sin").get_attribute("transform")
    page.locator(".st-key-automatic_differentiation_x").get_by_role("slider").press(
        "ArrowRight"
    )
    expect(box(page, "x")).to_contain_text("1.6")
    expect(box(page, "sin")).to_contain_text("1")
    expect(page.get_by_text("Step 2 of 9")).to_be_visible()
    assert box(page, "sin").get_attribute("transform") == place
    expect(page).to_have_url(re.compile("automatic_differentiation_x=1.6"))


def test_what_is_touched_before_the_page_shows_a_step_does_not_take_it_back(
    new_page, server
):
    page = new_page()
    with page.expect_websocket() as connection:
        page.goto(server.url + TAB)
    complete(page)
    x = page.locator(".st-key-automatic_differentiation_x").get_by_role("slider")
    for x_at in ("1.6", "1.7", "1.8"):
        page.get_by_role("heading", level=1).click()
        # As soon as the step is asked for: what comes along is the old position.
        with connection.value.expect_event("framesent"):
            page.keyboard.press("s")
        x.press("ArrowRight")
        expect(box(page, "x")).to_contain_text(x_at)
        complete(page)
    expect(page.get_by_text("Step 4 of 9")).to_be_visible()
    steps = page.locator(".st-key-automatic_differentiation_tape_0_slider")
    expect(steps.get_by_role("slider")).to_have_value("4")


def test_a_long_formula_stays_within_a_phone(visit):
    page = visit(f"{TAB}&automatic_differentiation_formula={'%2B'.join(['x*y'] * 19)}")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(box(page, "x")).to_be_attached()
    page.get_by_role("button", name="Step").click()
    # Boxes of many operations of a kind open around the one of the step.
    expect(box(page, "add_v2_17")).to_have_attribute("aria-pressed", "true")
    complete(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
