"""The route in a browser: what is done stays, Next leads on, a link is copied."""

import re

from playwright.sync_api import expect

from tests.browser.steps import complete
from tests.deadlines import LONG_DEADLINE
from ui.lessons import LESSONS

NAME = "localStorage.getItem('lenet-lab-visitor')"


def test_a_tick_survives_a_reload_until_the_visitor_is_forgotten(visit, server):
    page = visit("/draw_a_digit?draw_a_digit_subject=MNIST+digit")
    showed = page.get_by_role("heading", name="What this showed")
    expect(showed).to_be_visible(timeout=1000 * LONG_DEADLINE)
    page.wait_for_function(f"() => {NAME}")  # the browser keeps the visitor's name
    page.goto(server.url)
    card = page.locator(".st-key-welcome_card_draw_a_digit")
    expect(card.get_by_text("Done")).to_be_visible()
    page.reload()
    expect(card.get_by_text("Done")).to_be_visible()
    name = page.evaluate(NAME)
    page.get_by_text("What the app keeps of you").click()
    page.get_by_role("button", name="Forget all that is kept of me").click()
    page.get_by_role("button", name="Yes, forget all").click()
    page.wait_for_function(f"(name) => {NAME} && {NAME} !== name", arg=name)
    expect(card.get_by_text("Start here")).to_be_visible()
    expect(card.get_by_text("Done")).to_have_count(0)
    assert name not in page.evaluate("document.cookie")


def test_next_leads_from_welcome_through_all_pages_and_back(visit):
    page = visit("/")
    title = page.get_by_role("heading", level=1)
    page.get_by_role("button", name="Start here").click()
    for lesson in LESSONS:
        expect(title).to_have_text(lesson.title)
        complete(page)
        page.get_by_role("link", name=re.compile("^Next: ")).click()
    expect(title).to_have_text("LeNet Lab")
    expect(page.get_by_text(LESSONS[0].afterwards)).to_be_visible()


def test_the_link_that_is_copied_opens_what_is_on_show(visit, server):
    rights = ["clipboard-read", "clipboard-write"]
    page = visit("/train?seed=7", permissions=rights)
    complete(page)
    page.locator(".st-key-train_share").get_by_role("slider").press("ArrowLeft")
    expect(page).to_have_url(re.compile("train_share="))
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.get_by_text("It does not hold your drawing")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    other = visit(link.removeprefix(server.url))
    expect(other.locator(".st-key-train_share")).to_contain_text("2,000")
    expect(other.get_by_role("spinbutton", name="Seed")).to_have_value("7")
