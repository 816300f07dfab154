"""The network in one picture: lit by a digit, with the sum of each cell."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lenet.drawing import to_digit
from lenet.drawing.pictures import decode
from lenet.results.numbers import MINUS
from lenet.results.reading import ACTIVE_LAYERS
from lenet.weights import shipped
from tests.browser.steps import SEVEN, complete, draw, train
from tests.browser.test_draw import PHONE
from tests.forward import layers

EXAMPLE = Path(__file__).parents[2] / "ui" / "components" / "example.png"
NUMBERS = re.compile(r"\d+")
WEIGHTS = 4 * sum(array.size for array in shipped())  # bytes
BRIGHT = (
    "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
    ".filter((byte, i) => i % 4 == 0 && byte > 240).length"
)


@pytest.fixture(scope="module")
def outputs():
    """Compute the outputs of all layers for the example, in NumPy."""
    found = layers(shipped(), to_digit(decode(EXAMPLE.read_bytes())))
    return dict(zip(ACTIVE_LAYERS, found, strict=True))


def picture(page):
    """Find the picture, once all of it is lit and the page is complete."""
    found = page.get_by_role("application")
    expect(found).to_have_class(re.compile(r"\blit\b"))
    complete(page)
    found.scroll_into_view_if_needed()
    return found


def hover(page, layer, down=0.51):
    """Move the mouse over a cell of a layer, `down` a share of the picture."""
    aside = -14 if layer in ("C3", "S4") else 0  # two maps beside each other
    title = page.locator(".titles div").filter(has_text=re.compile(rf"^{layer}"))
    across, board = title.bounding_box(), page.get_by_role("application").bounding_box()
    x = across["x"] + across["width"] / 2 + aside
    page.mouse.move(x, board["y"] + down * board["height"])
    expect(page.locator(".heading strong")).to_have_text(re.compile(rf"^{layer} "))


def expected(page, outputs):
    """Return what NumPy computes for the cell that the panel names."""
    layer, _ = page.locator(".heading strong").inner_text().split()
    place = page.locator(".heading .place").inner_text()
    numbers = [int(number) for number in NUMBERS.findall(place)]
    if len(numbers) == 1:
        return outputs[layer][numbers[0]]
    which, row, column = numbers
    return outputs[layer][row, column, which]


def result(page):
    return float(page.locator(".panel data").get_attribute("value"))


def number(text):
    """Read a number of the panel, such as "+ 0.12" or "= 3.78"."""
    return float(text.replace(MINUS, "-").replace(" ", "").strip("=+"))


def test_a_drawing_lights_the_picture_and_the_weights_come_once(new_page, server):
    sizes = []

    def listen(socket):
        socket.on("framereceived", lambda frame: sizes.append(len(frame)))

    page = new_page()
    page.on("websocket", listen)
    page.goto(server.url)
    board = picture(page)
    expect(board).to_have_accessible_name(re.compile("It reads 3 with"))
    assert max(sizes) > WEIGHTS
    draw(page, SEVEN)
    expect(board).to_have_accessible_name(re.compile("It reads 7 with"))
    picture(page)
    assert page.locator(".outputs .most b").inner_text() == "7"
    assert board.locator("canvas").evaluate(BRIGHT) > 500
    sizes.clear()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(board).to_have_accessible_name(re.compile("It reads 3 with"))
    assert max(sizes) < WEIGHTS


def test_the_sum_under_the_pointer_is_the_layers_own_output(visit, outputs):
    page = visit("/")
    picture(page)
    for layer in ACTIVE_LAYERS:
        for down in (0.33, 0.51, 0.6):
            hover(page, layer, down)
            exact = expected(page, outputs)
            assert result(page) == pytest.approx(exact, abs=1e-5)
            said = page.locator(".tensorflow").inner_text()
            assert page.locator(".panel data").inner_text() in said


def test_the_terms_that_are_written_out_add_up(visit):
    page = visit("/")
    picture(page)
    for layer in ("C1", "C3", "F5", "F6", "Output"):
        hover(page, layer)
        *terms, total, _ = page.locator(".sum b").all_inner_texts()
        assert total.startswith("=")
        rounding = 0.01 * sum(abs(number(term)) for term in terms)
        added = sum(number(term) for term in terms)
        assert number(total) == pytest.approx(added, abs=rounding)


def test_a_click_keeps_a_cell_and_the_keys_move_it(visit, outputs):
    page = visit("/")
    board = picture(page)
    place, lead = page.locator(".heading .place"), page.locator(".heading .lead")
    hover(page, "C1")
    page.mouse.down()
    page.mouse.up()
    kept = place.inner_text()
    expect(lead).to_have_text("Kept:")
    box = board.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    expect(place).to_have_text(kept)
    expect(page.locator(".spoken")).to_contain_text(f"Kept: C1 conv2d_1, {kept}: ")
    page.keyboard.press("ArrowRight")
    which, row, column = map(int, NUMBERS.findall(kept))
    expect(place).to_have_text(f"map {which}, row {row}, column {column + 1}")
    assert result(page) == pytest.approx(expected(page, outputs), abs=1e-5)
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".heading strong")).to_have_text("S2 average_pool")
    page.keyboard.press("Escape")
    expect(lead).to_have_text("")
    for _ in ACTIVE_LAYERS:
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".heading strong")).to_contain_text("Output out")
    expect(page.locator(".spoken")).to_contain_text("Output out, unit")


def test_a_phone_scrolls_the_picture_and_not_the_page(visit):
    page = visit("/draw_a_digit", **PHONE)
    board = picture(page)
    view = page.locator(".view")
    assert view.evaluate("v => v.scrollWidth - v.clientWidth") > 100
    board.focus()
    for _ in ["Input", *ACTIVE_LAYERS]:
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".heading strong")).to_contain_text("Output out")
    assert view.evaluate("v => v.scrollLeft") > 100
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390


def test_the_visitors_own_network_has_its_own_weights(visit, server):
    page = visit("/")
    train(page, server)
    page.goto(f"{server.url}/draw_a_digit")
    picture(page)
    hover(page, "F6")
    terms = page.locator(".sum").inner_text()
    page.get_by_role("button", name="Yours").click()
    hover(page, "F6")
    expect(page.get_by_role("button", name="Yours")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.locator(".sum").inner_text() != terms
    assert page.locator(".panel data").inner_text() in (
        page.locator(".tensorflow").inner_text()
    )
