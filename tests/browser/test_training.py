"""Train in a browser: the chart moves, a reload finds it, its run is logged."""

import re

from playwright.sync_api import expect

from tests.browser.steps import ONE, draw, predictions, train
from tests.deadlines import LONG_DEADLINE

LONG = "train_epochs=20&train_loop=eager"


def start(page):
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(re.compile(r"^Epoch \d+, "))).to_be_visible()


def stop(page):
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("What it learned")).to_be_visible()


# The points of the longest line in the chart; none while there is no chart yet.
POINTS = """Math.max(0, ...[...document.querySelectorAll(".js-plotly-plot")]
    .flatMap((chart) => chart.data ?? []).map((line) => line.x.length ?? 0))"""


def wait_for_points(page, more_than):
    """Wait until the chart has more points; count them."""
    page.wait_for_function(f"(few) => {POINTS} > few", arg=more_than)
    return page.evaluate(POINTS)


def test_the_chart_moves_and_stop_stops(visit):
    page = visit(f"/train?{LONG}")
    start(page)
    drawn = wait_for_points(page, more_than=1)
    wait_for_points(page, more_than=drawn)
    stop(page)
    expect(page.get_by_role("button", name="Continue")).to_be_enabled()


def test_a_reload_finds_the_training_still_there(visit):
    page = visit(f"/train?{LONG}")
    start(page)
    page.reload()
    expect(page.get_by_text(re.compile(r"^Epoch \d+, "))).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_be_disabled()
    stop(page)


def test_the_first_epoch_locks_the_prediction_while_the_training_runs(visit):
    page = visit(f"/train?{LONG}")
    page.get_by_role("radio", name="About 10%").click()
    start(page)
    answer = page.get_by_text("After the first epoch (")
    expect(answer).to_be_visible(timeout=1000 * LONG_DEADLINE)
    expect(page.get_by_role("button", name="Stop")).to_be_enabled()
    page.reload()
    expect(answer).to_be_visible()
    expect(page.get_by_role("radio", name="About 10%")).to_be_checked()
    expect(page.get_by_role("radio", name="Over 75%")).to_be_disabled()
    stop(page)


def test_the_race_grows_and_cancel_ends_it_with_its_part_on_the_page(visit):
    page = visit("/train?train_epochs=2&train_learning_rate=1.0")
    page.get_by_role("button", name="Race the three loops").click()
    begun = page.get_by_text(re.compile(r"^2 of 3: fit, "))
    expect(begun).to_be_visible(timeout=1000 * LONG_DEADLINE)
    lanes = page.get_by_label("What each loop does over the seconds")
    expect(lanes.locator(".bars .point").first).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    expect(lanes.locator(".bars .point").first).to_be_visible()
    expect(page.get_by_role("button", name="Race the three loops")).to_be_enabled()


def test_it_goes_on_while_the_visitor_is_on_another_page(visit):
    page = visit(f"/train?{LONG}")
    start(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Draw").click()
    expect(page.get_by_text(re.compile(r"Training: epoch \d+"))).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Train").first.click()
    stop(page)


def test_the_trained_model_reads_beside_the_one_that_ships(visit, server):
    page = visit("/")
    train(page, server, epochs=5)
    page.get_by_role("link", name="Draw a digit for it").click()
    draw(page, ONE)
    expect(predictions(page).first).to_contain_text("Shipped LeNet reads")
    expect(predictions(page).last).to_contain_text("Your LeNet reads")


def test_no_visitor_sees_the_model_of_another(visit, server):
    train(visit("/"), server, epochs=1)
    other = visit("/train")
    expect(other.get_by_text("Choose and press")).to_be_visible()
    expect(other.get_by_role("button", name="Continue")).to_be_disabled()


def test_the_run_is_in_the_embedded_tensorboard(visit, server):
    page = visit("/")
    train(page, server, epochs=1)
    page.get_by_role("link", name=re.compile("in TensorBoard")).click()
    board = page.frame_locator("iframe[src*=tensorboard]")
    expect(board.get_by_text("epoch_loss").first).to_be_visible()
    newest = max(folder.name for folder in (server.logs / "fit").iterdir())
    expect(board.get_by_text(newest).first).to_be_visible()


def test_beside_the_sidebar_of_a_small_screen_no_word_of_a_control_is_cut(visit):
    page = visit(f"/train?{LONG}", viewport={"width": 1024, "height": 900})
    loop = page.get_by_role("radiogroup", name="Loop", exact=True)
    expect(loop).to_be_visible()
    assert loop.evaluate("group => group.scrollWidth <= group.clientWidth")
    start(page)
    word = page.get_by_role("button", name="Start").get_by_text("Start")
    colour = word.evaluate("one => getComputedStyle(one).color")
    app = page.locator(".stApp")
    ground = app.evaluate("one => getComputedStyle(one).backgroundColor")
    assert colour != ground, "disabled, but still to be read"
    stop(page)
