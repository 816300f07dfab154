"""The choices in the address, as a browser sees them."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("page", ["", "train"])
def test_another_spelling_of_the_paradigm_is_corrected(visit, page):
    page = visit(f"/{page}?paradigm=functional&seed=3")
    chosen = page.get_by_test_id("stSidebar").get_by_role("radio", name="Functional")
    expect(chosen).to_be_checked()
    expect(page).to_have_url(re.compile("paradigm=Functional"))
    expect(page).to_have_url(re.compile("seed=3"))


@pytest.mark.parametrize("bad", ["paradigm=PyTorch", "seed=10000"])
def test_what_is_not_there_is_told(visit, bad):
    name, text = bad.split("=")
    page = visit(f"/train?{bad}")
    told = page.get_by_text(f"The {name} in the link, {text}, is none of")
    expect(told).to_be_visible()
