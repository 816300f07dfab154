"""Measure the page Sessions vs eager in a browser: openings, presses, memory.

python -m benchmarks.sessions_vs_eager    starts the app itself and prints a table
"""

from urllib.parse import urlencode

from benchmarks.pages import (
    BETWEEN,
    grown,
    line,
    new_page,
    opening,
    press,
    started_app,
    steps,
    visit,
)
from benchmarks.tables import print_table
from lenet.results.lanes import PROGRAM_NAMES
from tests.browser.steps import complete

OPENINGS = 20
VISITS = 200
STEPS = 19  # of a program: the position goes back to the first after each
ROUNDS = 5
PRESSES = 20  # of each button that is measured
PART = "sessions_vs_eager_part"
CALLS = {"sessions_vs_eager_calls": "pair.three.four"}
# The tabs whose main button a visit presses in turn; The race is a job of minutes.
PRESSED = {
    "Three lanes": {},
    "What ran": {},
    "Session errors": {},
    "Debugging": {},
    "Retracing": CALLS,
    "AutoGraph": {},
}
LINES = '[role="radiogroup"][aria-label*="Choose a line"] [role="radio"]'

# What a visitor waits for: a line of each lane with what it made.
THERE = """
() => [...document.querySelectorAll(".lane-now")]
  .filter((lane) => lane.checkVisibility()).length >= 3
"""
# Runs in the page: the time from the next click until other lines of code are lit.
WATCH_LIGHT = """
() => {
  const lit = () => [...document.querySelectorAll(".lit-code .line")]
    .map((line) => getComputedStyle(line).backgroundColor).join()
  const before = lit()
  window.answered = 0
  addEventListener("click", () => {
    const started = performance.now()
    const look = () => lit() === before ? requestAnimationFrame(look)
      : window.answered = performance.now() - started
    look()
  }, { capture: true, once: true })
}
"""


def address(server, tab="Three lanes", **query):
    """Return the address of a tab with these choices."""
    chosen = {PART: tab} | PRESSED.get(tab, {}) | query
    return f"{server.url}/sessions_vs_eager?{urlencode(chosen)}"


def program_steps(browser, server, program):
    """Return the milliseconds from each press on Step to its complete step."""
    page = new_page(browser)
    name = PROGRAM_NAMES[program]
    page.goto(address(server, sessions_vs_eager_program=name))
    page.wait_for_function(THERE)
    page.wait_for_timeout(1500)
    times = steps(page, f"sessions_vs_eager_stepper_{program}", STEPS, ROUNDS)
    page.context.close()
    return times


def presses(browser, server, tab):
    """Return the milliseconds of a tab's main button, each time with another seed."""
    return [
        visit(browser, address(server, tab, seed=seed + 1)) for seed in range(PRESSES)
    ]


def lines(browser, server):
    """Return the milliseconds from the choice of a line to its code in AutoGraph."""
    page = new_page(browser)
    page.goto(address(server, "AutoGraph"))
    chosen = page.locator(LINES)
    chosen.first.wait_for()
    complete(page)
    count = chosen.count()
    times = []
    for index in range(PRESSES):
        times.append(press(page, chosen.nth((index + 1) % count), WATCH_LIGHT))
        page.wait_for_timeout(BETWEEN)
    page.context.close()
    return times


def main():
    with started_app() as (browser, server):
        visit(browser, address(server))
        openings = [
            opening(browser, server, "Sessions vs eager", THERE)
            for _ in range(OPENINGS)
        ]
        times = [
            program_steps(browser, server, each) for each in range(len(PROGRAM_NAMES))
        ]
        fetches = presses(browser, server, "What ran")
        calls = presses(browser, server, "Retracing")
        chosen = lines(browser, server)
        tabs = [address(server, tab) for tab in PRESSED]
        megabytes = grown(browser, server, tabs, VISITS)
    rows = {f"opened from another page, {OPENINGS} times": line(openings, 1000)}
    for name, each in zip(PROGRAM_NAMES, times, strict=True):
        rows[f"a step, {name}"] = line(each, 250)
    rows["a fetch of a new node"] = line(fetches, 250)
    rows["the calls that retrace"] = line(calls, 250)
    rows["a line of AutoGraph's"] = line(chosen, 250)
    rows[f"memory of the app, {VISITS} visits"] = f"{megabytes:+.0f} MB (at most 50 MB)"
    print_table("The page Sessions vs eager", rows)


if __name__ == "__main__":
    main()
