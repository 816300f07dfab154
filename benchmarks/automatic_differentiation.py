"""Measure the page Automatic differentiation: openings, sliders, formulas, memory.

python -m benchmarks.automatic_differentiation [--few]

Starts the app itself and prints a table. With --few, it measures each only some times,
to see that all works.
"""

import argparse
import time
from contextlib import suppress
from urllib.parse import urlencode

from benchmarks.pages import (
    BETWEEN,
    grown,
    line,
    new_page,
    opening,
    started_app,
    steps,
    visit,
)
from benchmarks.tables import print_table
from lenet.autodiff.expression import derivatives
from tests.browser.steps import complete
from tests.lenet.autodiff.test_hostile_formulas import HEAVY, REFUSED
from ui.lessons.automatic_differentiation.formula import COORDINATES
from ui.lessons.automatic_differentiation.tabs import EXPRESSION, FIT_AND_LOOP, TABS

TITLE = "Automatic differentiation"
PAGE = "automatic_differentiation"
STEPPER = f"{PAGE}_tape_0"
JOBS = {FIT_AND_LOOP}  # its main button starts a job of seconds
POINT = (1.3, -2.7)  # of the hostile formulas

# What a visitor waits for: the graph of the formula has its boxes.
BOXES = """
[...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
  .flatMap((each) => [...(each.shadowRoot?.querySelectorAll("g.box") ?? [])])
"""
THERE = f"() => {BOXES}.length >= 5"
# Runs in the page: the time from the next key until the box of a name has other words.
WATCH_BOX = f"""
(name) => {{
  const words = () => {BOXES}.find((box) => box.dataset.name === name)?.textContent
  const before = words()
  window.answered = 0
  addEventListener("keydown", () => {{
    const started = performance.now()
    const look = () => [before, undefined].includes(words())
      ? requestAnimationFrame(look) : window.answered = performance.now() - started
    look()
  }}, {{ capture: true, once: true }})
}}
"""


def address(server, tab=EXPRESSION, **query):
    """Return the address of a tab with these choices."""
    named = {f"{PAGE}_{name}": value for name, value in query.items()}
    return f"{server.url}/{PAGE}?{urlencode({TABS.key: tab} | named)}"


def tape_page(browser, server, **query):
    """Open the tape as a new visitor, and wait until it is complete."""
    page = new_page(browser)
    page.goto(address(server, **query))
    page.wait_for_function(THERE)
    complete(page)
    page.wait_for_timeout(1500)
    return page


def moves(browser, server, count):
    """Return the milliseconds from a key on the slider of x to the new value of x.

    Each move goes to a point that nobody has been at: y is another one in each row.
    """
    times = []
    for y in COORDINATES:
        page = tape_page(browser, server, x=COORDINATES[0], y=y)
        slider = page.locator(f".st-key-{PAGE}_x").get_by_role("slider")
        for _ in COORDINATES[1:]:
            if len(times) == count:
                page.context.close()
                return times
            page.evaluate(WATCH_BOX, "x")
            slider.press("ArrowRight")
            times.append(page.wait_for_function("window.answered").json_value())
            complete(page)
            page.wait_for_timeout(BETWEEN)
        page.context.close()
    return times


def backward_steps(browser, server, rounds):
    """Return the milliseconds from each press on Step to its complete step."""
    page = tape_page(browser, server)
    times = steps(page, STEPPER, 20, rounds)
    page.context.close()
    return times


def formulas():
    """Return the milliseconds that each hostile formula takes, refused or not."""
    derivatives("x*y", *POINT)  # SymPy is imported, TensorFlow has started
    times = []
    for text in dict.fromkeys((*HEAVY, *REFUSED)):
        started = time.perf_counter()
        with suppress(ValueError):  # a refusal takes its time too
            derivatives(text, *POINT)
        times.append(1000 * (time.perf_counter() - started))
    return times


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--few", action="store_true", help="some times only")
    few = options.parse_args().few
    openings, moved, rounds, visits = (2, 5, 1, 7) if few else (20, 120, 5, 100)
    tabs = TABS.titles
    with started_app() as (browser, server):
        visit(browser, address(server))
        opened = [opening(browser, server, TITLE, THERE) for _ in range(openings)]
        slid = moves(browser, server, moved)
        stepped = backward_steps(browser, server, rounds)
        pressed, jobs = (
            [address(server, tab) for tab in tabs if (tab in JOBS) is is_job]
            for is_job in (False, True)
        )
        megabytes = grown(browser, server, pressed, visits, jobs)
    hostile = formulas()
    print_table(
        f"The page {TITLE}",
        {
            f"opened from another page, {openings} times": line(opened, 1000),
            f"the slider of x moves the picture, {len(slid)} times": line(slid, 200),
            f"a step of the backward pass, {len(stepped)} times": line(stepped, 250),
            f"{len(hostile)} hostile formulas, each": line(hostile, 200),
            f"memory of the app, {visits} visits of {len(tabs)} tabs": (
                f"{megabytes:+.0f} MB (at most 50 MB)"
            ),
        },
    )


if __name__ == "__main__":
    main()
