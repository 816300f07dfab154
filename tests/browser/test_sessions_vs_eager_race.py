"""The race in a browser: its settings in the address, and bars that grow."""

import re
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.deadlines import LONG_DEADLINE

KEY = "sessions_vs_eager_race"


def test_a_race_grows_in_the_page_and_keeps_its_bars_after_cancel(visit):
    query = {
        "sessions_vs_eager_part": "The race",
        f"{KEY}_repeats": 20,
        f"{KEY}_batch": 8,
    }
    page = visit(f"/sessions_vs_eager?{urlencode(query)}")
    start = page.get_by_role("button", name="Start the race")
    start.wait_for()
    page.get_by_role("radio", name="predict").click()
    expect(page).to_have_url(re.compile(f"{KEY}_kind=predict"))
    expect(page.get_by_text("predict_on_batch").first).to_be_visible()
    bars = page.locator(".trace.bars .point").filter(visible=True)
    assert not bars.count()
    start.click()
    running = page.get_by_text(re.compile(r"^batch size 8, repeat [3-9], "))
    expect(running).to_be_visible(timeout=1000 * LONG_DEADLINE)
    expect(start).to_be_disabled()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    expect(start).to_be_enabled()
    expect(bars).to_have_count(4)
