"""fit is your loop in a browser: it grows, it can be cancelled, and it ends."""

import re

from playwright.sync_api import expect

from tests.deadlines import LONG_DEADLINE

TAB = "/automatic_differentiation?automatic_differentiation_part=fit+is+your+loop"


def test_a_comparison_grows_is_cancelled_and_runs_to_its_end(visit):
    page = visit(f"{TAB}&automatic_differentiation_fit_steps=200")
    compare = page.get_by_role("button", name="Compare")
    compare.wait_for()
    page.get_by_text("Sum instead of mean").click()
    expect(page).to_have_url(re.compile("automatic_differentiation_fit_bug=Sum"))
    compare.click()
    running = page.get_by_text(re.compile(r"^[12] of 5: .*, step \d+ of 200$"))
    expect(running).to_be_visible(timeout=1000 * LONG_DEADLINE)
    expect(compare).to_be_disabled()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    expect(compare).to_be_enabled()
    compare.click()
    expect(page.get_by_role("heading", name="What this showed")).to_be_visible(
        timeout=1000 * LONG_DEADLINE
    )
    lit = page.locator('.lit-code .line[data-marks="message_read"]').first
    expect(lit).to_contain_text('reduction="sum"')
