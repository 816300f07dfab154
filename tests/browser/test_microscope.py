"""The microscope in a browser: what is lit, what the keys do, and how it plays."""

import re

import pytest
from playwright.sync_api import expect

from lenet.settings import PARADIGM_NAMES
from tests.browser.steps import COMPLETE, SEVEN, complete, draw, predictions

PHONE = {"width": 390, "height": 844}
# What an eye sees of one frame: the lit lines of the code, the line alone, the
# panel's first sentence, and the counters.
SEEN = """
() => {
  const visible = (selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility())
  return {
    lit: visible(".st-key-microscope_code .line")
      .filter((line) => getComputedStyle(line).backgroundColor !== "rgba(0, 0, 0, 0)")
      .map((line) => line.textContent.trim()),
    alone: visible(".st-key-bench .lit-code")
      .filter((code) => !code.closest(".st-key-microscope_code"))
      .map((code) => code.textContent.trim()),
    headline: visible(".panel .headline").map((text) => text.textContent)[0],
    index: +document.querySelector("[data-testid=stSlider] input")?.value,
    counters: visible("[data-testid=stSlider] label")[0]?.textContent,
  }
}
"""
# All that is on show is of one frame, and no part of the page waits for another.
SETTLED = f"""
([index, old]) => {{
  const seen = ({SEEN})()
  const settled = (index === null || seen.index === index) && seen.counters !== old
    && seen.counters?.includes(`frame ${{seen.index}} of`)
    && seen.lit.length === 1 && seen.lit[0] === seen.alone[0]
    && seen.headline && ({COMPLETE})()
  return settled && seen
}}
"""
PANEL_ABOVE_CODE = """
() => {
  const top = (selector) => document.querySelector(selector)?.getBoundingClientRect().y
  return top(".panel .headline") < top(".st-key-microscope_code .lit-code")
}
"""
# The contrast of a line's words with what lies behind them, by WCAG 2.
CONTRASTS = """
(selector) => {
  const channels = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d")
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor)
      if (colour[3] === 255) return colour
    }
    return [255, 255, 255, 255]
  }
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((x) => x / 255)
      .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const own = (element) => [...element.childNodes]
    .some((node) => node.nodeType === 3 && node.textContent.trim())
  return [...document.querySelectorAll(selector)]
    .flatMap((element) => [element, ...element.querySelectorAll("*")])
    .filter((element) => element.checkVisibility() && own(element))
    .map((element) => {
      const words = luminance(channels(getComputedStyle(element).color))
      const behind = luminance(ground(element))
      const [dark, light] = [words, behind].sort((a, b) => a - b)
      return [(light + 0.05) / (dark + 0.05), element.textContent.trim()]
    })
}
"""


def seen_at(page, index, old=""):
    """Wait until the page shows this frame, from 1, all of it; return what is seen.

    None for the frame waits for any, once all that is shown belongs to it.

    Streamlit listens to the keys a moment after it has drawn the buttons: a key
    pressed before the browser is idle is lost.
    """
    seen = page.wait_for_function(SETTLED, arg=[index, old]).json_value()
    page.evaluate(
        "() => new Promise((done) => requestIdleCallback(done, {timeout: 1000}))"
    )
    return seen


def numbers(seen):
    """Return line, lines, epoch, batch, batches and images from the counters."""
    found = re.findall(r"\d[\d,]*", seen["counters"])
    return [int(number.replace(",", "")) for number in found]


def button(page, name):
    """Find a button of the stepper; its name ends with its key."""
    named = page.get_by_role("button", name=re.compile(rf"\b{name}\b"))
    return (
        page.locator(".st-key-microscope_stepper_bar")
        .locator(named)
        .locator("visible=true")
    )


def leave_fields(page):
    """Leave the widget that has the keyboard: keys go to the page again."""
    page.evaluate("document.activeElement.blur()")


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_whole_batch_forwards_and_back(visit, paradigm):
    page = visit(f"/microscope?paradigm={paradigm}&microscope_batch_size=8")
    frames = [seen_at(page, 1)]
    _, last, *counted = numbers(frames[0])
    assert counted == [1, 1, 500, 0]
    for index in range(2, last + 1):
        if index % 2:
            button(page, "Step").click()
            leave_fields(page)
        else:
            page.keyboard.press("s")
        frames.append(seen_at(page, index))
    check_lines(frames, paradigm)
    expect(page.get_by_text("What this showed")).to_be_visible()
    page.keyboard.press("s")
    following = seen_at(page, 1)
    assert numbers(following)[2:] == [1, 2, 500, 8]
    page.keyboard.press("b")
    for index in range(last, 0, -1):
        assert seen_at(page, index) == frames[index - 1]
        if index % 2:
            page.keyboard.press("b")
        elif index > 1:
            button(page, "Back").click()
            leave_fields(page)
    expect(button(page, "Back")).to_be_disabled()


def check_lines(frames, paradigm):
    """Look for the lines of a step in their order, and for what they made."""
    lines = [frame["lit"][0] for frame in frames]
    order = [
        lines.index(line)
        for line in (
            "with tf.GradientTape() as tape:",
            "probabilities = model(images, training=True)",
            "loss = loss_fn(labels, probabilities)",
            "gradients = tape.gradient(loss, model.trainable_variables)",
            "optimizer.apply(gradients, model.trainable_variables)",
            "return loss",
            "return loss_fn(labels, probabilities)",
        )
        if line in lines
    ]
    assert len(order) >= 6
    descended = "x = self.fc_2(self.fc_1(x))  # (batch, 84)"
    assert lines.count(descended) == (2 if paradigm == "Subclassing" else 0)
    gradient = "gradients = tape.gradient(loss, model.trainable_variables)"
    at = [index for index, line in enumerate(lines) if line == gradient]
    assert at == list(range(at[0], at[0] + 9))  # each layer, then all
    layers = ["out", "fc_2", "fc_1", "flatten", "average_pool", "conv2d_2"]
    for index, layer in zip(at, layers, strict=False):
        assert layer in frames[index]["headline"]
    assert re.search(r"\d\.\d+ to \d\.\d+", frames[-1]["headline"])


def line(page, text):
    """Find a line of the code that can be clicked, by a part of its text."""
    return page.locator(".st-key-microscope_code .line[data-pick]", has_text=text)


def test_what_is_clicked_is_gone_to(visit):
    page = visit("/microscope?microscope_batch_size=8")
    first = seen_at(page, 1)
    line(page, "loss = loss_fn").click()
    page.mouse.move(0, 0)  # what is under the pointer has a light of its own
    page.wait_for_function(f"() => ({SEEN})().index > 1")
    loss = seen_at(page, None)
    assert loss["lit"] == ["loss = loss_fn(labels, probabilities)"]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_function(f"(old) => ({SEEN})().index > old", arg=loss["index"])
    assert seen_at(page, None)["lit"] == ["with tf.GradientTape() as tape:"]
    line(page, "def train_step").click()
    page.mouse.move(0, 0)
    assert seen_at(page, 1) == first
    page.locator("[data-pick='image 4']").click()
    expect(page.locator(".chosen")).to_have_attribute("data-pick", "image 4")
    expect(page.get_by_role("spinbutton", name="Image")).to_have_value("5")


def test_a_cell_of_a_picture_tells_its_value_and_opens_its_weight(visit):
    page = visit("/microscope?microscope_batch_size=8&microscope_view=The+optimizer")
    picture = page.get_by_role("button", name="Weights", exact=True)
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    cell = box["width"] / 23  # six kernels of three columns, and the gaps
    page.mouse.move(box["x"] + 9.5 * cell, box["y"] + 1.5 * cell)
    tip = page.locator(".cell-tip")
    expect(tip).to_contain_text("row 1, column 1, input map 0, output map 2: ")
    value = tip.inner_text().rpartition(": ")[2]
    page.mouse.click(box["x"] + 9.5 * cell, box["y"] + 1.5 * cell)
    for axis, index in (("Row", "1"), ("Column", "1"), ("Output map", "2")):
        expect(page.get_by_role("spinbutton", name=axis)).to_have_value(index)
    expect(page.get_by_text(f"The weight is {value}")).to_be_visible()


def test_a_hidden_mistake_is_found_by_a_click(visit):
    page = visit("/microscope?microscope_batch_size=8&microscope_mistake=Surprise+me")
    page.get_by_text("Marks it as wrong").click()
    guesses = page.locator(".st-key-microscope_code .line[data-pick^=wrong]")
    expect(guesses.first).to_be_visible()
    wrong = page.locator("[data-pick^='wrong check']").first
    wrong.click()
    expect(page.get_by_text("Not this line:")).to_be_visible()
    guessed = wrong.get_attribute("data-marks")
    assert "microscope_guess" in guessed
    page.get_by_role("button", name="Show me the line").click()
    expect(page.get_by_text("The wrong line is")).to_be_visible()
    page.get_by_role("button", name="Apply the fix and run again").click()
    expect(page.get_by_text("Fixed: 10 of 10 weight arrays")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Fixed: 10 of 10 weight arrays")).to_be_visible()


# The red values of 32 x 32 pixels: of a square at the top of a picture.
PIXELS = """
async (address) => {
  const picture = new Image()
  picture.src = address
  await picture.decode()
  const context = new OffscreenCanvas(32, 32).getContext("2d")
  context.imageSmoothingEnabled = false
  const side = picture.naturalWidth
  context.drawImage(picture, 0, 0, side, side, 0, 0, 32, 32)
  return [...context.getImageData(0, 0, 32, 32).data].filter((_, i) => i % 4 === 0)
}
"""


def test_a_drawing_is_the_first_image_of_the_batch(visit):
    page = visit("/draw_a_digit")
    draw(page, SEVEN)
    expect(predictions(page).first).to_contain_text(re.compile(r"reads\s*7"))
    complete(page)
    seen = page.get_by_alt_text("The network's input")
    drawn = page.evaluate(PIXELS, seen.get_attribute("src"))
    label = page.get_by_role("combobox", name=re.compile("This is a"))
    label.scroll_into_view_if_needed()  # a list that is open closes as the page scrolls
    complete(page)
    label.click()
    page.get_by_role("option", name="4").click()
    expect(label).to_have_value("4")
    complete(page)
    page.get_by_role("button", name="Put it under the microscope").click()
    expect(page.get_by_text("image 1 is your drawing")).to_be_visible()
    page.get_by_role("tab", name="Line by line").click()
    seen_at(page, 1)
    first = page.locator("[data-pick='image 0'] [role=img]")
    expect(first).to_have_attribute("aria-label", "Image 1 of the batch, a 4")
    sheet = first.evaluate(
        '(e) => getComputedStyle(e).backgroundImage.match(/url\\("(.*)"\\)/)[1]'
    )
    assert page.evaluate(PIXELS, sheet) == pytest.approx(drawn, abs=1)  # rounded twice
    assert max(drawn) > 200


def test_play_goes_on_by_itself_and_pause_stops_it(visit):
    page = visit("/microscope?microscope_batch_size=8")
    seen_at(page, 1)
    page.get_by_role("combobox", name=re.compile("Speed")).click()
    page.get_by_role("option", name="4 a second").click()
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    page.wait_for_function(f"() => ({SEEN})().index >= 4")
    leave_fields(page)
    button(page, "Pause").click()
    stands_still(page)


def test_step_stops_play(visit):
    page = visit("/microscope?microscope_batch_size=8")
    seen_at(page, 1)
    page.keyboard.press("k")
    expect(button(page, "Pause")).to_be_visible()
    page.wait_for_function(f"() => ({SEEN})().index >= 2")
    page.keyboard.press("s")
    stands_still(page)


def stands_still(page):
    """See that the fragment's timer is gone: a second's ticks do nothing."""
    expect(button(page, "Play")).to_be_visible()
    # The button is drawn before the slider: a position read at once may be the old one.
    index = seen_at(page, None)["index"]
    page.evaluate("setTimeout(() => { window.aWhileLater = true }, 1500)")
    page.wait_for_function("window.aWhileLater")
    assert page.evaluate(SEEN)["index"] == index


def test_next_batch_next_phase_and_reset(visit):
    page = visit("/microscope?microscope_batch_size=8")
    first = seen_at(page, 1)
    page.keyboard.press("n")
    second = seen_at(page, 1, first["counters"])
    assert numbers(second)[2:] == [1, 2, 500, 8]
    page.keyboard.press("p")
    seen_at(page, 2)
    page.keyboard.press("z")
    assert seen_at(page, 1) == first


def test_on_a_phone_what_exists_comes_before_the_code(visit):
    page = visit("/microscope?microscope_batch_size=8", viewport=PHONE)
    index = seen_at(page, 1)["index"]
    for _ in range(4):
        button(page, "Next phase").click()
        page.wait_for_function(f"(before) => ({SEEN})().index > before", arg=index)
        index = page.evaluate(SEEN)["index"]
        seen_at(page, index)
        page.wait_for_function(PANEL_ABOVE_CODE)
        main = page.get_by_test_id("stMain")
        assert main.evaluate("(e) => e.scrollWidth") <= PHONE["width"]


def test_on_a_phone_the_settings_are_folded_and_the_picture_is_in_sight(visit):
    page = visit("/microscope?microscope_batch_size=8", viewport=PHONE)
    seen_at(page, 1)
    mistake = page.get_by_role("combobox", name=re.compile("Mistake"))
    details = page.get_by_role("button", name="Optimizer, batch, weights")
    for control in (mistake, details):
        expect(control).to_be_hidden()
    expect(page.get_by_text("adam at 0.001, batches of 8")).to_be_visible()
    picture = page.locator("[data-pick='image 0']").bounding_box()
    assert picture["y"] < button(page, "Step").bounding_box()["y"]
    expect(button(page, "Step").locator("kbd")).to_be_hidden()
    page.get_by_text("Settings", exact=True).click()
    mistake.click()
    page.get_by_role("option", name="Zeros as first weights").click()
    page.get_by_text("How to fix it").wait_for()
    complete(page)
    for control in (mistake, details):
        expect(control).to_be_visible()


@pytest.mark.parametrize("width", [1024, 1280, 1400])
def test_the_stepper_stays_in_sight_and_is_low(visit, width):
    size = {"width": width, "height": 768}
    page = visit("/microscope?microscope_batch_size=8", viewport=size)
    seen_at(page, 1)
    expect(page.get_by_text("Settings", exact=True)).to_be_hidden()
    bar = page.locator(".st-key-microscope_stepper_bar")
    page.mouse.move(width - 100, 700)
    page.mouse.wheel(0, 1000)
    page.wait_for_function(
        "document.querySelector('.panel').getBoundingClientRect().y < 0"
    )
    box = bar.bounding_box()
    assert (box["y"], box["height"] <= 110) == (0, True)
    names = ("Reset", "Back", "Step", "Next phase", "Next batch", "Play")
    rows = {button(page, name).bounding_box()["y"] for name in names}
    speed = page.locator(".st-key-microscope_stepper_speed").bounding_box()
    assert rows == {speed["y"]}
    for name in names:
        words = button(page, name).locator("p")
        assert words.evaluate("(e) => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lit_line_and_the_panel_can_be_read(visit, scheme):
    page = visit("/microscope?microscope_batch_size=8", color_scheme=scheme)
    seen_at(page, 1)
    dark = page.evaluate(
        "getComputedStyle(document.querySelector('.stApp')).colorScheme"
    )
    assert dark == scheme
    for index in range(2, 8):
        page.keyboard.press("s")
        seen_at(page, index)
    contrasts = page.evaluate(CONTRASTS, ".st-key-microscope_code .line, .panel")
    assert len(contrasts) > 50
    assert min(contrasts)[0] >= 4.5, min(contrasts)


def test_the_address_keeps_the_choices_over_a_reload(visit):
    choices = (
        "microscope_batch_size=8",
        "microscope_optimizer=sgd",
        "paradigm=Functional",
    )
    page = visit(f"/microscope?{'&'.join(choices)}")
    plain = seen_at(page, 1)
    page.get_by_role("combobox", name=re.compile("Mistake")).click()
    page.get_by_role("option", name="Zeros as first weights").click()
    page.get_by_text("How to fix it").wait_for()
    page.wait_for_function("/microscope_mistake=/.test(location.search)")
    seen_at(page, 1)
    leave_fields(page)
    page.keyboard.press("p")
    before = seen_at(page, 2)
    page.reload()
    assert seen_at(page, 1)["headline"] == plain["headline"]
    expect(page.get_by_text("How to fix it")).to_be_visible()
    page.keyboard.press("p")
    assert seen_at(page, 2) == before
    page.get_by_role("tab", name="The optimizer").click()
    page.wait_for_function("/microscope_view=/.test(location.search)")
    page.reload()
    expect(page.get_by_text("def sgd(").first).to_be_visible()
    for choice in choices:
        expect(page).to_have_url(re.compile(choice))


def test_two_visitors_do_not_see_each_others_frame(visit):
    one, other = (
        visit("/microscope?microscope_batch_size=8"),
        visit("/microscope?microscope_batch_size=8"),
    )
    first = seen_at(one, 1)
    assert seen_at(other, 1) == first
    one.keyboard.press("n")
    seen_at(one, 1, first["counters"])
    for index in (2, 3, 4):
        other.keyboard.press("s")
        seen_at(other, index)
    assert numbers(seen_at(one, 1))[2:] == [1, 2, 500, 8]
    assert numbers(seen_at(other, 4))[2:] == [1, 1, 500, 0]
    second = seen_at(one, 1)
    one.keyboard.press("z")
    assert seen_at(one, 1, second["counters"]) == first
    assert numbers(seen_at(other, 4))[2:] == [1, 1, 500, 0]
