"""One batch, split, in a browser: keys, lit lines, and how it looks on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import COMPLETE
from tests.browser.test_microscope import CONTRASTS
from ui.lessons.replicas.stages import STAGES

PHONE = {"width": 390, "height": 844}
# All that is on show is of one stage, and no part of the page waits for another.
STANDS_AT = f"""
(number) => {{
  const slider = document.querySelector(".st-key-replicas_stages_slider")
  const label = slider?.querySelector("label")?.textContent
  const told = [...document.querySelectorAll(".panel .headline")]
  return label?.startsWith(`Stage ${{number}} of`)
    && slider.querySelector("input")?.value === `${{number}}`
    && told.some((headline) => headline.checkVisibility()) && ({COMPLETE})()
}}
"""
LIT = """
() => [...document.querySelectorAll(".st-key-bench .lit-code .line")]
  .filter((line) => line.checkVisibility()
    && getComputedStyle(line).backgroundColor !== "rgba(0, 0, 0, 0)")
  .map((line) => line.textContent.trim())
"""
# A picture's pixels are squares, and no picture is wider than the page.
DISTORTED = """
() => [...document.querySelectorAll(".st-key-bench .panel img")]
  .filter((img) => Math.abs(img.clientWidth / img.clientHeight
    / (img.naturalWidth / img.naturalHeight) - 1) > 0.1)
  .map((img) => img.alt)
"""
PANEL_ABOVE_CODE = """
() => {
  const top = (selector) => document.querySelector(selector).getBoundingClientRect().y
  return top(".panel .headline") < top(".st-key-bench [data-marks]")
}
"""


def stands_at(page, number):
    """Wait until the page shows this stage, from 1, all of it."""
    page.wait_for_function(STANDS_AT, arg=number)
    page.evaluate(
        "() => new Promise((done) => requestIdleCallback(done, {timeout: 1000}))"
    )


def check(page, number):
    """See what a stage promises: its lines lit, nothing cut off or distorted."""
    stands_at(page, number)
    lit = page.evaluate(LIT)
    wanted = list(STAGES[number - 1].code.values())
    assert len(lit) == len(wanted)
    assert all(text in line for text, line in zip(wanted, lit, strict=True))
    assert page.evaluate(DISTORTED) == []


def test_keys_go_through_the_step_and_back(visit):
    page = visit("/replicas")
    for number in range(1, len(STAGES) + 1):
        check(page, number)
        page.keyboard.press("s")
    page.keyboard.press("b")
    check(page, len(STAGES) - 1)
    checksums = page.locator(".panel tbody td:last-child .bits")
    expect(checksums).to_have_count(4)
    assert len(set(checksums.all_inner_texts())) == 1
    page.keyboard.press("z")
    check(page, 1)


def test_presses_in_quick_succession_all_count(visit):
    page = visit("/replicas")
    stands_at(page, 1)
    step = page.locator(".st-key-replicas_stages_S button")
    for _ in range(3):
        step.click()
    stands_at(page, 4)


def test_a_link_leads_to_a_split_and_another_choice_keeps_the_stage(visit):
    page = visit("/replicas?replicas_split_count=2&replicas_split_optimizer=sgd")
    stands_at(page, 1)
    page.keyboard.press("s")
    stands_at(page, 2)
    expect(page.locator(".panel .card")).to_have_count(2)
    page.get_by_role("radio", name="8", exact=True).click()
    expect(page.locator(".panel .card")).to_have_count(8)
    check(page, 2)
    expect(page).to_have_url(re.compile("replicas_split_count=8"))


def test_a_batch_that_does_not_divide_is_a_sentence(visit):
    page = visit("/replicas?replicas_split_batch=100&replicas_split_count=8")
    expect(page.get_by_text("does not divide among 8 replicas")).to_be_visible()
    expect(page.get_by_role("link", name="Next: TensorBoard")).to_be_visible()


def test_the_next_tab_is_in_the_address(visit):
    page = visit("/replicas")
    page.get_by_role("button", name="Next: Make the mistake").click()
    expect(page).to_have_url(re.compile(r"replicas_part=Make\+the\+mistake"))
    page.reload()
    mistakes = page.get_by_role("tab", name="Make the mistake")
    expect(mistakes).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("button", name="Next: Train")).to_be_visible()


def test_on_a_phone_the_panel_comes_before_the_code(visit):
    page = visit("/replicas?replicas_split_count=8", viewport=PHONE)
    main = page.get_by_test_id("stMain")
    for number in range(1, len(STAGES) + 1):
        check(page, number)
        assert page.evaluate(PANEL_ABOVE_CODE)
        assert main.evaluate("(e) => e.scrollWidth") <= PHONE["width"]
        page.keyboard.press("s")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(visit, scheme):
    page = visit("/replicas", color_scheme=scheme)
    for number in range(1, len(STAGES) + 1):
        stands_at(page, number)
        found = page.evaluate(CONTRASTS, ".panel")
        assert found
        assert [words for contrast, words in found if contrast < 4.5] == []
        page.keyboard.press("s")


def test_a_comparison_draws_as_it_goes_and_cancel_ends_it(visit, server):
    page = visit("/replicas?replicas_part=Make+the+mistake")
    page.get_by_role("button", name="Run it").click()
    bar = page.get_by_test_id("stProgress")
    expect(bar).to_contain_text("1 of 3: on one device")
    expect(bar).to_contain_text(re.compile(r"step \d+ of 128"))
    expect(page.locator(".st-key-replicas_loss_curves .main-svg").first).to_be_visible()
    assert server.health()["computations"]["running"] == 1
    page.get_by_text("Data not sharded").click()  # the page stays responsive
    expect(page.get_by_text("Every replica gets the same share")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(bar).to_have_count(0)
    page.get_by_text("A mean for each replica").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    expect(page.locator(".st-key-replicas_loss_curves .main-svg").first).to_be_visible()
    page.wait_for_function(
        "async () => (await (await fetch('healthz')).json()).computations.running === 0"
    )
