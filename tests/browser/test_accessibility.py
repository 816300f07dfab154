"""Every page and each of its tabs, light and dark, as axe-core judges it.

https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.deadlines import LONG_DEADLINE

PAGES = sorted(file.stem for file in (Path(__file__).parents[2] / "pages").glob("*.py"))
GRAVE = {"serious", "critical"}
# Streamlit groups the pages as lists whose items are not direct children.
STREAMLITS = {"list", "listitem"}
# The embedded TensorBoard is not ours, nor is the name of a drawing under way.
OTHERS = ["iframe", "[data-testid=stMermaidChart][aria-busy=true]"]
OURS = {"exclude": [[each] for each in OTHERS]}
# The CSS has come (after the first elements), the script has ended, and nothing
# is on its way: no spinner, no skeleton, no drawing.
SETTLED = """
(dark) => {
  const app = document.querySelector("[data-testid=stApp]")
  const busy = "[data-stale=true], [data-testid=stSpinner], [data-testid=stSkeleton], "
    + "[aria-busy=true]"
  return app && getComputedStyle(app).colorScheme === (dark ? "dark" : "light")
    && getComputedStyle(app).getPropertyValue("--accent")
    && document.querySelector("[data-test-script-state=notRunning]")
    && ![...document.querySelectorAll(busy)].some((each) => each.checkVisibility())
}
"""
IN_NAVIGATION = (
    "(target) => !!document.querySelector(target).closest('[data-testid=stSidebarNav]')"
)


def faults(page):
    """List what axe finds serious or critical, with where and what it is."""
    found = Axe().run(page, context=OURS, options={"resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {node['html'][:150]} {node['failureSummary']}"
        for rule in found.response["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not is_streamlits(page, rule, node)
    ]


def is_streamlits(page, rule, node):
    return rule["id"] in STREAMLITS and page.evaluate(IN_NAVIGATION, node["target"][0])


def look(page):
    """Judge what is on show, in both themes."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(SETTLED, arg=scheme == "dark")
        found += [f"{scheme}, {fault}" for fault in faults(page)]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_is_ours(visit, name):
    page = visit("/" if name == "welcome" else f"/{name}")
    page.set_default_timeout(1000 * LONG_DEADLINE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_function(SETTLED, arg=False)
    tabs = page.get_by_role("tablist").first.get_by_role("tab")
    found = {name: look(page)} if not tabs.count() else {}
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        # Before its first element, the page seems settled: it has yet to begin.
        panel = page.locator(f'[id="{tab.get_attribute("aria-controls")}"]')
        expect(panel).not_to_be_empty()
        found[tab.inner_text()] = look(page)
    assert not {part: faults for part, faults in found.items() if faults}
