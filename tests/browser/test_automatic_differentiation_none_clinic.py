"""The None clinic in a browser: the missing edge is dashed, and the fix removes it."""

from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.steps import complete

# Of each graph, the edges that are dashed and the boxes that are lit.
GRAPHS = """
() => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
  .map((each) => each.shadowRoot?.querySelector("svg")).filter((svg) => svg)
  .map((svg) => ({
    dashed: [...svg.querySelectorAll(".edge")]
      .filter((edge) => getComputedStyle(edge).strokeDasharray !== "none")
      .map((edge) => getComputedStyle(edge).strokeWidth),
    lit: [...svg.querySelectorAll(".box.lit")].map((box) => box.dataset.name),
    words: svg.getAttribute("aria-label"),
  }))
"""


def test_the_missing_edge_is_dashed_until_the_fix(visit):
    query = {
        "automatic_differentiation_part": "The None clinic",
        "automatic_differentiation_patient": "The best class",
    }
    page = visit(f"/automatic_differentiation?{urlencode(query)}")
    page.get_by_role("button", name="Run it").click()
    cause = page.get_by_role("button", name="Show the cause")
    expect(cause).to_be_visible()
    complete(page)
    assert page.evaluate(GRAPHS) == []
    cause.click()
    fix = page.get_by_role("button", name="Apply the fix")
    expect(fix).to_be_visible()
    complete(page)
    (broken,) = page.evaluate(GRAPHS)
    assert broken == {
        "dashed": ["2.5px"],
        "lit": ["loss"],
        "words": "Graph: 7 nodes in 7 boxes, 1 lit, 1 edge missing",
    }
    lost = page.get_by_role("button", name="missing edge from logits")
    expect(lost).to_have_accessible_name(
        "best, ArgMax, shape (1), int64, no gradient, missing edge from logits"
    )
    fix.click()
    expect(page.get_by_text("The gradient is then")).to_be_visible()
    complete(page)
    _, whole = page.evaluate(GRAPHS)
    assert whole["dashed"] == []
    assert whole["lit"] == ["kernel", "logits", "best", "sum", "loss"]
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_test_id("stMain")).to_have_js_property("scrollWidth", 390)
