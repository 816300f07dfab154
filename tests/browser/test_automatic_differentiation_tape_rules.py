"""What the tape watches, in a browser: the switch lights what it changes."""

from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.steps import complete

# The lit lines of the first box of code.
LIT = """
() => [...document.querySelector(".lit-code").querySelectorAll(".line")]
  .filter((line) => getComputedStyle(line).backgroundColor !== "rgba(0, 0, 0, 0)")
  .map((line) => line.textContent.trim())
"""


def test_a_tape_used_twice_is_broken_and_says_why(visit):
    query = {
        "automatic_differentiation_part": "What the tape watches",
        "automatic_differentiation_rule": "persistent",
    }
    page = visit(f"/automatic_differentiation?{urlencode(query)}")
    run = page.get_by_role("button", name="Run it", exact=True)
    expect(run).to_be_visible()
    complete(page)
    assert page.evaluate(LIT) == []
    run.click()
    expect(page.get_by_text("What this showed")).to_be_visible()
    page.get_by_role("radio", name="Broken").click()
    expect(page.get_by_text("persistent_broken")).to_be_visible()
    complete(page)
    assert page.evaluate(LIT) == ["with tf.GradientTape() as tape:"]
    assert "automatic_differentiation_rule_version=Broken" in page.url
    run.click()
    message = page.get_by_label("The error's message")
    expect(message).to_contain_text("A non-persistent GradientTape can only be used")
    complete(page)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_test_id("stMain")).to_have_js_property("scrollWidth", 390)
