"""Draw with the mouse and the finger, and read the prediction."""

import re

from playwright.sync_api import expect

from tests.browser.steps import ONE, SEVEN, canvas, complete, draw, predictions

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}


def answer_is(page, digit):
    text = re.compile(rf"Shipped LeNet reads\s*{digit}")
    expect(predictions(page).first).to_contain_text(text)


def test_welcome_reads_its_example_and_then_what_is_drawn(visit):
    page = visit("/")
    answer_is(page, 3)
    expect(page.get_by_text("The grey digit is an example")).to_be_visible()
    draw(page, SEVEN)
    answer_is(page, 7)
    expect(page.get_by_text("The grey digit is an example")).to_have_count(0)


def test_an_empty_canvas_shows_the_example_again(visit):
    page = visit("/")
    draw(page, SEVEN)
    answer_is(page, 7)
    page.get_by_role("button", name="Clear", exact=True).click()
    answer_is(page, 3)


def background(page):
    """Find how bright the brightest pixel below the strokes is."""
    return page.locator("canvas.dc-background-canvas").evaluate(
        "c => Math.max(...c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data.filter((_, i) => i % 4 == 0))"
    )


def test_the_example_lies_below_the_first_stroke_only(visit):
    page = visit("/")
    answer_is(page, 3)
    assert background(page) > 100
    draw(page, SEVEN)
    answer_is(page, 7)
    assert background(page) == 0


def test_all_of_a_card_is_a_link(visit):
    page = visit("/")
    card = page.locator(".st-key-welcome_card_draw_a_digit")
    card.wait_for()
    complete(page)
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + 0.95 * box["height"])
    expect(page.get_by_role("heading", name="Draw a digit", level=1)).to_be_visible()


def test_the_answer_follows_the_pen(visit):
    page = visit("/draw_a_digit")
    draw(page, ONE)
    answer_is(page, 1)
    expect(page.get_by_alt_text("The network's input")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_be_visible()


def test_clear_brings_the_example_back(visit):
    page = visit("/draw_a_digit")
    draw(page, ONE)
    answer_is(page, 1)
    page.get_by_role("button", name="Clear", exact=True).click()
    answer_is(page, 3)
    expect(page.get_by_text("The grey digit is an example")).to_be_visible()


def test_undo_takes_a_stroke_back(visit):
    page = visit("/draw_a_digit")
    draw(page, ONE)
    answer_is(page, 1)
    draw(page, [[(20, 20), (260, 20), (260, 260)]])
    page.get_by_role("button", name="Undo", exact=True).click()
    answer_is(page, 1)


def test_the_canvas_has_its_buttons_once_and_a_name(visit):
    page = visit("/draw_a_digit", **PHONE)
    expect(page.get_by_role("img", name="Canvas: draw with the mouse")).to_be_visible()
    for name in ("Undo", "Clear"):
        expect(page.get_by_role("button", name=name)).to_be_visible()
    expect(page.get_by_role("button", name="Reset canvas")).to_have_count(0)


def test_the_canvas_has_its_place_before_its_files_have_come(new_page, server):
    page = new_page()
    page.route("**/*drawable*/**", lambda _: None)  # they never come
    page.goto(f"{server.url}/draw_a_digit")
    expect(page.get_by_role("button", name="Clear", exact=True)).to_be_visible()
    expect(page.locator("canvas.upper-canvas")).to_have_count(0)
    place = page.locator("[class*=st-key-place_of_]")
    expect(place).to_have_css("background-color", "rgb(0, 0, 0)")
    box = place.bounding_box()
    assert (box["width"], box["height"]) == (280, 280)


def test_a_finger_draws_on_a_phone_and_the_page_stays(visit):
    page = visit("/draw_a_digit", **PHONE)
    box = canvas(page).bounding_box()
    before = page.evaluate("() => document.scrollingElement.scrollTop")
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        places = [{"x": box["x"] + x, "y": box["y"] + y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    send("touchStart", (140, 40))
    for y in range(50, 240, 10):
        send("touchMove", (140, y))
    send("touchEnd")
    answer_is(page, 1)
    assert page.evaluate("() => document.scrollingElement.scrollTop") == before


def test_a_phone_shows_the_page_without_scrolling_sideways(visit):
    for path in ("/", "/draw_a_digit", "/train", "/tensorboard"):
        page = visit(path, **PHONE)
        complete(page)
        wide = page.evaluate("() => document.scrollingElement.scrollWidth")
        assert wide <= 390, path


def test_the_server_never_loads_tensorflow(visit, server):
    for path in ("/", "/draw_a_digit", "/train", "/tensorboard"):
        complete(visit(path))
    loaded = {library.path for library in server.family()[0].memory_maps()}
    assert any("numpy" in path for path in loaded), "it should see some library"
    assert not [path for path in loaded if "tensorflow" in path]


def test_a_photo_that_is_no_picture_gets_a_sentence(visit, tmp_path):
    page = visit("/draw_a_digit")
    page.get_by_text("Photo", exact=True).click()
    fake = tmp_path / "photo.png"
    fake.write_bytes(b"not a picture at all")
    page.locator("input[type=file]").set_input_files(fake)
    expect(page.get_by_text("cannot be opened as a picture")).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)


def test_nothing_jumps_on_welcome_when_the_example_is_read(visit, server):
    page = visit("/")
    start = page.get_by_role("button", name="Start here")
    start.wait_for()
    before = start.bounding_box()["y"]
    answer_is(page, 3)
    expect(page.get_by_role("application")).to_be_visible()
    expect(canvas(page)).to_be_visible()
    assert abs(start.bounding_box()["y"] - before) < 40
