"""Measure the microscope: the cost of recording, a step on the page, Play, memory.

python -m benchmarks.microscope    starts the app itself and prints a table
"""

import os
import shutil
import tempfile
import time
from statistics import median

import numpy as np
import psutil
import tensorflow as tf
from playwright.sync_api import sync_playwright

from benchmarks.tables import percentile, print_table
from lenet import tape
from lenet.microscope import steps as microscope
from lenet.models import PARADIGMS
from lenet.training.optimizers import OPTIMIZERS
from lenet.training.step import train_step
from tests.browser.conftest import FLAGS
from tests.server import running_server

BATCH_SIZE = 64
ROUNDS = 60
STEPS = 87  # more than three batches of 28 lines
PLAYED = 20
SPEEDS = {"1 a second": 1.0, "2 a second": 2.0, "4 a second": 4.0}
BATCHES = 60

# Runs in the page: the time from a press on Step until its frame is complete.
STEP = """
() => new Promise((resolve, reject) => {
  const slider = '.st-key-microscope_stepper_slider label'
  const label = () => document.querySelector(slider).textContent
  const app = document.querySelector('[data-testid="stApp"]')
  const before = label(), started = performance.now()
  setTimeout(() => reject("no other line"), 10000)
  const look = () => label() !== before && app.dataset.testScriptState === "notRunning"
    ? resolve(performance.now() - started) : requestAnimationFrame(look)
  document.querySelector('.st-key-microscope_stepper_S button').click()
  look()
})
"""
# Runs in the page: the times at which `number` lines were shown.
WATCH = """
(number) => new Promise((resolve, reject) => {
  const slider = '.st-key-microscope_stepper_slider label'
  const label = () => document.querySelector(slider)?.textContent
  const times = []
  let before = label()
  setTimeout(() => reject(`only ${times.length} lines`), 100000)
  const look = () => {
    if (label() && label() !== before) {
      before = label()
      times.push(performance.now())
    }
    times.length > number ? resolve(times) : requestAnimationFrame(look)
  }
  look()
})
"""


def recording_costs():
    """Return the costs of recording, by paradigm and optimizer."""
    costs = {}
    for paradigm in PARADIGMS:
        for optimizer in OPTIMIZERS:
            costs[paradigm, optimizer] = recording_cost(paradigm, optimizer)
    return costs


def recording_cost(paradigm, optimizer):
    """Return the median seconds of a plain step, a scoring and a recorded step."""
    state = microscope.begin(paradigm, optimizer)
    batch = microscope.batch(state, BATCH_SIZE)
    model, keras_optimizer = PARADIGMS[paradigm](), OPTIMIZERS[optimizer]()
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    calls = [
        lambda: train_step(model, loss_fn, keras_optimizer, *batch),
        lambda: tape.check(model, loss_fn, *batch),
        lambda: tape.record(model, loss_fn, keras_optimizer, *batch),
    ]
    for call in calls * 3:
        call()
    seconds = [[timed(call) for call in calls] for _ in range(ROUNDS)]
    return np.median(seconds, axis=0)


def timed(call):
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def open_microscope(browser, server):
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.goto(f"{server.url}/microscope")
    page.locator(".panel .headline").first.wait_for(timeout=60_000)
    page.wait_for_timeout(1000)
    return page


def steps(browser, server):
    """Return the milliseconds from each press on Step to its frame."""
    page = open_microscope(browser, server)
    times = []
    for _ in range(STEPS):
        times.append(page.evaluate(STEP))
        page.wait_for_timeout(200)
    page.context.close()
    return times


def played(browser, server, speed):
    """Return the seconds between each two of `PLAYED` lines in Play."""
    page = open_microscope(browser, server)
    page.get_by_role("combobox", name="Speed").click()
    page.get_by_role("option", name=speed).click()
    page.get_by_role("button", name="Play").click()
    times = page.evaluate(WATCH, PLAYED)
    page.context.close()
    return np.diff(times) / 1000


def memory(browser, server):
    """Return the megabytes by which the server grows while batches are recorded."""
    page = open_microscope(browser, server)
    page.get_by_role("button", name="Next batch").click()
    page.wait_for_timeout(2000)
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    for number in range(3, BATCHES + 3):
        page.get_by_role("button", name="Next batch").click()
        page.get_by_text(f"batch {number} of").wait_for()
    grown = process.memory_info().rss - before
    page.context.close()
    return grown / 1e6


def cost_rows(costs):
    """Return the ratios of recorded to plain; recording scores the batch again."""
    rows = {}
    for optimizer in OPTIMIZERS:
        beside = [
            f"{recorded / plain:.2f} ({recorded / (plain + check):.2f})"
            for plain, check, recorded in (
                costs[paradigm, optimizer] for paradigm in PARADIGMS
            )
        ]
        rows[f"recorded beside plain, {optimizer}"] = ", ".join(beside)
    return rows


def main():
    costs = recording_costs()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with running_server(folder) as server:
            server.wait_until_ready()
            open_microscope(browser, server).context.close()
            times = steps(browser, server)
            played_at = {name: played(browser, server, name) for name in SPEEDS}
            grown = memory(browser, server)
        browser.close()
    rows = cost_rows(costs)
    rows["a line shown after Step"] = (
        f"median {median(times):.0f} ms, 95th percentile "
        f"{percentile(times, 95):.0f} ms (at most 200 ms), slowest {max(times):.0f} ms"
    )
    for name, intervals in played_at.items():
        rows[f"Play at {name}: {PLAYED} lines"] = (
            f"one in {intervals.mean():.3f} s (wanted {1 / SPEEDS[name]:.3f} s), "
            f"longest {intervals.max():.3f} s"
        )
    rows[f"server's memory, {BATCHES} batches recorded"] = (
        f"+{grown:.0f} MB (at most 60 MB)"
    )
    print_table(f"The microscope, steps of {BATCH_SIZE} images", rows)


if __name__ == "__main__":
    main()
