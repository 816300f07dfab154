"""Three lanes in a browser: what is lit, what is pale, Play, and a phone."""

import re

from playwright.sync_api import expect

from tests.browser.steps import complete

ADDRESS = "/sessions_vs_eager?sessions_vs_eager_part=Three+lanes"
PHONE = {"width": 390, "height": 844}
# The lit lines of all code that can be seen, in the order of the columns. Others have
# no colour, "rgba(...)", or the paler one of a calling line, "color(...)".
LIT = """
() => [...document.querySelectorAll(".lit-code .line")]
  .filter((line) => line.checkVisibility()
    && getComputedStyle(line).backgroundColor.startsWith("rgb("))
  .map((line) => line.textContent.trim())
"""
# Whether each mark of a clock that can be seen is pale, from left to right.
PALE = """
() => [...document.querySelectorAll(".lane-clocks")]
  .filter((clocks) => clocks.checkVisibility())
  .map((clocks) => [...clocks.querySelectorAll("i")]
    .sort((a, b) => a.dataset.step - b.dataset.step)
    .map((mark) => getComputedStyle(mark).opacity !== "1"))
"""


def test_steps_light_lines_and_marks_in_all_columns(visit):
    page = visit(ADDRESS)
    counters = page.locator(".lane-counts:visible")
    expect(counters).to_have_count(3)
    complete(page)
    page.get_by_role("button", name="Step").click()
    page.wait_for_function(f"() => ({LIT})()[0]?.startsWith('x = tf.compat.v1')")
    complete(page)
    lit = page.evaluate(LIT)
    assert [line.partition(" = ")[0] for line in lit] == ["x", "total", "squares"]
    for marks in page.evaluate(PALE):
        assert not marks[0]
        assert marks[-1]
        assert marks == sorted(marks)  # what comes later is pale
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_text("This lane has ended.").first).to_be_visible()
    expect(page.get_by_role("heading", name="What this showed")).to_be_visible()
    complete(page)
    assert not any(any(marks) for marks in page.evaluate(PALE))
    expect(page.get_by_role("button", name="Play")).to_be_visible()  # it has stopped


def test_on_a_phone_the_lanes_are_tabs(visit):
    page = visit(
        ADDRESS + "&sessions_vs_eager_program=One+training+step", viewport=PHONE
    )
    shown = page.locator(".lane-now:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("with tf.Graph()")
    page.get_by_role("tab", name="Eager").click()
    expect(shown).to_contain_text("model = build()")
    expect(page).to_have_url(re.compile("program=One"))
    complete(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(e) => e.scrollWidth") <= PHONE["width"]


def test_each_choice_of_the_tab_keeps_the_tab_whole(visit):
    page = visit(ADDRESS, viewport={"width": 1400, "height": 900})
    lanes = page.locator(".lane-now:visible")

    def whole():
        complete(page)
        expect(lanes).to_have_count(3)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_text("has encountered an error")).to_have_count(0)

    def choose(name):
        page.get_by_test_id("stButtonGroup").get_by_role(
            "radio", name=name, exact=True
        ).click()
        whole()

    def step():
        before = lanes.all_inner_texts()
        page.get_by_role("button", name="Step").click()
        page.wait_for_function(
            """(before) => [...document.querySelectorAll(".lane-now")]
              .filter((lane) => lane.checkVisibility())
              .some((lane, index) => lane.innerText !== before[index])""",
            arg=before,
        )
        whole()

    whole()
    choose("Time")
    step()
    choose("Order")
    choose("tf.function")
    step()
    choose("LeNet's forward pass")
    step()
    choose("Time")
    # Step, what the lines made and the clocks are in view together.
    page.locator(".lane-now:visible").first.scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    expect(page.get_by_role("button", name="Step")).to_be_in_viewport()
