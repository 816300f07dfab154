"""Three witnesses in a browser: a formula of one's own, the slider, the address."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.steps import complete

PAGE = "automatic_differentiation"
PART = {f"{PAGE}_part": "Three witnesses"}


def opened(visit, **query):
    named = {f"{PAGE}_{name}": value for name, value in query.items()}
    return visit(f"/{PAGE}?{urlencode({**PART, **named})}")


def cell(page, derivative, column=1):
    """Find a number of the strip: column 1 is the tape's."""
    row = page.get_by_role("row").filter(has_text=derivative)
    return row.get_by_role("cell").nth(column)


def slider(page, label):
    # Its name by role is its label twice, since React Aria names it by itself too.
    return page.locator(f"input[type=range][aria-label={label}]")


def enter(page, formula):
    box = page.get_by_role("textbox", name="Formula in x and y")
    box.click()
    box.fill(formula)
    box.press("Enter")


def stands_in_address(page):
    query = parse_qs(urlsplit(page.url).query)
    return {key.removeprefix(f"{PAGE}_"): value[0] for key, value in query.items()}


def test_a_formula_of_ones_own_moves_the_strip_and_stands_in_the_address(visit):
    page = opened(visit, x="2.0")
    expect(cell(page, "d/dx")).to_be_visible()
    complete(page)
    enter(page, "x**3 - 7*y")
    expect(cell(page, "d/dx")).to_have_text("12")
    expect(cell(page, "d/dy", 2)).to_have_text("\N{MINUS SIGN}7")
    slider(page, "x").press("ArrowRight")
    expect(cell(page, "d/dx")).to_have_text("13.23")
    slider(page, "y").press("ArrowLeft")
    slider(page, "epsilon").press("ArrowLeft")
    expect(page).to_have_url(re.compile("epsilon=1e-4"))
    page.reload()
    expect(cell(page, "d/dx")).to_have_text("13.23")
    stands = {"formula": "x**3 - 7*y", "x": "2.1", "y": "0.4", "epsilon": "1e-4"}
    assert stands_in_address(page).items() >= stands.items()


def test_a_formula_can_be_edited_in_place_and_is_taken_without_enter(visit):
    page = opened(visit, formula="2x")
    expect(page.get_by_role("alert")).to_contain_text("Write * to multiply")
    complete(page)
    box = page.get_by_role("textbox", name="Formula in x and y")
    box.click()
    box.press("Home")
    box.press("ArrowRight")
    box.press("*")
    box.press("Enter")
    expect(cell(page, "d/dx")).to_have_text("2")
    box.press("End")
    box.press_sequentially(" + x*y")
    page.get_by_role("heading", name="Automatic differentiation").click()
    expect(cell(page, "d/dx")).to_have_text("2.5")
    assert stands_in_address(page)["formula"] == "2*x + x*y"


def test_an_example_replaces_the_formula(visit):
    page = opened(visit, formula="2*x")
    expect(cell(page, "d/dx")).to_have_text("2")
    complete(page)
    page.get_by_role("combobox", name="Examples").click()
    page.get_by_role("option", name="x*y + x", exact=True).click()
    expect(cell(page, "d/dx")).to_have_text("1.5")
    box = page.get_by_role("textbox", name="Formula in x and y")
    expect(box).to_have_value("x*y + x")


def test_a_refused_formula_has_a_message_until_it_is_changed(visit):
    page = opened(visit)
    expect(cell(page, "d/dx")).to_be_visible()
    complete(page)
    enter(page, "x^2")
    message = page.get_by_role("alert")
    expect(message).to_contain_text("^ is no power. Write x**2.")
    expect(cell(page, "d/dx")).to_have_count(0)
    enter(page, "x**2")
    expect(cell(page, "d/dx")).to_have_text("3")
    expect(message).to_have_count(0)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("__import__('os').system('x')", "cannot be part of a formula"),
        ("x+" * 2_500, "5,000 characters"),
        ("\uff58 + \u0443", "plain keyboard"),
        ("x` [press](https://example.com) `", "plain keyboard"),
        ("<img src=x onerror=alert(1)>", "cannot be part of a formula"),
    ],
)
def test_a_hostile_address_is_refused_with_a_message(visit, formula, said):
    page = opened(visit, formula=formula)
    message = page.get_by_role("alert")
    expect(message).to_contain_text(said)
    complete(page)
    assert message.locator("a, img").count() == 0
    assert page.get_by_text("Traceback").count() == 0
    enter(page, "x*y")
    expect(cell(page, "d/dx")).to_have_text("0.5")


def test_on_a_phone_a_long_derivative_scrolls_in_its_own_box(visit):
    page = opened(visit, formula="sqrt(x**2 + y**2)*exp(x*y)/(1 + y**2) + x**0.5")
    expect(cell(page, "d/dx")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    complete(page)
    main = page.get_by_test_id("stMain")
    expect(main).to_have_js_property("scrollWidth", 390)
    wide = page.locator(".katex-display").first
    expect(wide).to_be_visible()
    reach = wide.evaluate(
        """(box) => {
          for (let at = box; at; at = at.parentElement) {
            const flow = getComputedStyle(at).overflowX;
            if (at.scrollWidth > at.clientWidth + 1 && /auto|scroll/.test(flow))
              return true;
          }
          return false;
        }"""
    )
    assert reach, "what does not fit cannot be reached"
