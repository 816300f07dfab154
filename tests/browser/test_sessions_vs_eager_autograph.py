"""AutoGraph in a browser: a line lights up in both columns, the tab as a notebook."""

import json
import re

from playwright.sync_api import expect

from tests.browser.steps import complete

TAB = "/sessions_vs_eager?sessions_vs_eager_part=AutoGraph"
# The lit lines of the function and of AutoGraph's code.
LIT = """
() => [...document.querySelectorAll(".lit-code")].slice(0, 2)
  .map((code) => [...code.querySelectorAll(".line")]
    .filter((line) => getComputedStyle(line).backgroundColor !== "rgba(0, 0, 0, 0)")
    .map((line) => line.textContent.trim()))
"""


def test_a_line_lights_up_in_both_columns(visit):
    page = visit(f"{TAB}&sessions_vs_eager_autograph_example=A+break")
    lines = page.get_by_role("radiogroup", name=re.compile("Choose a line"))
    lines.get_by_role("radio", name="break").click()
    page.wait_for_function(f"({LIT})()[0]?.[0] === 'break'")
    assert page.evaluate(LIT) == [["break"], ["break_ = True", "continue_ = True"]]
    expect(page).to_have_url(re.compile("autograph_line_first_over=%60break%60"))
    page.reload()
    page.wait_for_function(f"({LIT})()[0]?.[0] === 'break'")


def test_the_tab_is_taken_along_as_a_notebook(visit):
    phone = {"width": 390, "height": 844}
    page = visit(f"{TAB}&paradigm=Functional", viewport=phone)
    page.get_by_role("button", name="Call it").click()
    expect(page.get_by_role("heading", name="The graph")).to_be_visible()
    complete(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(e) => e.scrollWidth") <= phone["width"]
    with page.expect_download() as download:
        page.get_by_role("button", name="This tab as a notebook").click()
    name = "sessions_vs_eager_autograph.ipynb"
    assert download.value.suggested_filename == name
    cells = json.loads(download.value.path().read_text("utf-8"))["cells"]
    assert any("tf.autograph.to_code(absolute)" in cell["source"] for cell in cells)
