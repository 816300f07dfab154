"""Three paradigms in a browser: which lines are lit, columns or tabs, the export."""

import ast
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from lenet.settings import PARADIGM_NAMES
from tests.browser.steps import complete
from tests.deadlines import LONG_DEADLINE

INVISIBLE = "rgba(0, 0, 0, 0)"
PHONE = {"width": 390, "height": 844}
# The lit lines of each code box that can be seen, by the file's name.
LIT = """
() => Object.fromEntries([...document.querySelectorAll(".lit-code")]
  .filter((code) => code.checkVisibility() && /models/.test(code.ariaLabel))
  .map((code) => [code.ariaLabel, [...code.querySelectorAll(".line")]
    .filter((line) => getComputedStyle(line).backgroundColor !== "rgba(0, 0, 0, 0)")
    .map((line) => line.textContent.trim())]))
"""


def choose(page, layer):
    page.get_by_role("radiogroup", name=re.compile("Choose a layer")).get_by_role(
        "radio", name=layer
    ).click()


def wait_until_lit(page, file, words):
    """Wait until a lit line of the file has these words; return all lit lines."""
    page.wait_for_function(
        f"([file, words]) => ({LIT})()[file]?.some((line) => line.includes(words))",
        arg=[file, words],
    )
    complete(page)
    return page.evaluate(LIT)


def test_a_layer_lights_its_lines_in_all_three_files(visit):
    page = visit("/three_paradigms")
    wait_until_lit(page, "lenet/models/functional.py", "layers.Conv2D(16")
    choose(page, "S4")
    lit = wait_until_lit(page, "lenet/models/functional.py", "average_pool")
    assert lit["lenet/models/sequential.py"] == [
        'layers.AveragePooling2D(2, name="average_pool_2"),'
    ]
    assert lit["lenet/models/functional.py"] == [
        'average_pool = layers.AveragePooling2D(2, name="average_pool")',
        "x = average_pool(x)",
    ]
    assert lit["lenet/models/subclassing.py"] == [
        "self.average_pool = tf.keras.layers.AveragePooling2D(",
        'pool_size=2, name="average_pool"',
        ")",
        "x = self.average_pool(x)  # (batch, 6, 6, 16)",
    ]
    expect(page).to_have_url(re.compile(r"three_paradigms_layer=S4\+average_pool"))


def test_what_was_chosen_is_kept_while_another_part_is_open(visit):
    page = visit("/three_paradigms")
    choose(page, "F5")
    wait_until_lit(page, "lenet/models/functional.py", "120")
    page.get_by_role("tab", name="Behaviour").click()
    page.get_by_role("radio", name="Look inside").click()
    page.get_by_role("radio", name="Inputs and outputs").click()
    page.get_by_role("button", name="Make the call").click()
    expect(page.get_by_text("has no attribute 'inputs'").first).to_be_attached()
    page.get_by_role("tab", name="Code").click()
    wait_until_lit(page, "lenet/models/functional.py", "120")
    page.get_by_role("tab", name="Behaviour").click()
    expect(page.get_by_text("has no attribute 'inputs'").first).to_be_attached()


def test_a_link_leads_to_a_layer(visit):
    page = visit("/three_paradigms?three_paradigms_layer=F6+fc_2")
    lit = wait_until_lit(page, "lenet/models/sequential.py", "84")
    assert len(lit) == len(PARADIGM_NAMES)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_chosen_paradigm_is_framed(visit, paradigm):
    page = visit(f"/three_paradigms?paradigm={paradigm}")
    chosen = page.locator(f".st-key-three_paradigms_chosen_code_{paradigm}")
    expect(chosen).to_have_css("border-style", "solid")
    expect(chosen).not_to_have_css("border-color", INVISIBLE)
    others = page.locator('[class*="st-key-three_paradigms_other_code_"]')
    for other in others.all():
        expect(other).to_have_css("border-color", INVISIBLE)
    assert page.locator('[class*="st-key-three_paradigms_chosen_code_"]').count() == 1


def test_on_a_phone_the_columns_are_tabs(visit):
    page = visit("/three_paradigms?paradigm=Functional", viewport=PHONE)
    lit = wait_until_lit(page, "lenet/models/functional.py", "Conv2D(16")
    assert list(lit) == ["lenet/models/functional.py"]
    page.get_by_role("tab", name="Sequential").first.click()
    lit = wait_until_lit(page, "lenet/models/sequential.py", "Conv2D(16")
    assert list(lit) == ["lenet/models/sequential.py"]
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(e) => e.scrollWidth") <= PHONE["width"]


def test_code_is_not_cut_into_pieces_on_a_small_laptop(visit):
    laptop = {"width": 1024, "height": 800}
    page = visit("/three_paradigms?paradigm=Functional", viewport=laptop)
    wait_until_lit(page, "lenet/models/functional.py", "Conv2D(16")
    code = page.locator(".lit-code:visible")
    assert code.count() == 1
    widths = code.evaluate("(e) => [e.clientWidth, e.scrollWidth]")
    assert widths[0] == widths[1] > 500


def test_the_proof_is_run(visit):
    page = visit("/three_paradigms")
    page.get_by_role("tab", name="Proof").click()
    page.get_by_text("Not at all").click()
    page.get_by_role("button", name="Run the proof").click()
    expect(
        page.get_by_text(re.compile(r"Right. After 20 steps, the weights are"))
    ).to_be_visible(timeout=1000 * LONG_DEADLINE)
    chart = page.locator(".js-plotly-plot")
    expect(chart).to_be_visible()
    complete(page)
    assert chart.evaluate("(e) => e.data.map((line) => line.name)") == [*PARADIGM_NAMES]


def test_the_next_tab_is_in_the_address(visit):
    page = visit("/three_paradigms?three_paradigms_part=Proof")
    for title in ("Behaviour", "Drawing", "Custom layers"):
        page.get_by_role("button", name=f"Next: {title}").click()
        expect(page.get_by_role("tab", name=title)).to_have_attribute(
            "aria-selected", "true"
        )
        written = urlencode({"three_paradigms_part": title})
        expect(page).to_have_url(re.compile(re.escape(written)))


POOLS = {"Sequential": 2, "Functional": 1, "Subclassing": 1}


@pytest.mark.parametrize("width", [1400, 1024])
def test_the_forward_pass_is_drawn(visit, width):
    size = {"width": width, "height": 900}
    page = visit("/three_paradigms?three_paradigms_part=Drawing", viewport=size)
    page.get_by_role("button", name="Draw the three models").click()
    for paradigm, pools in POOLS.items():
        if width == 1024:  # in a tab each
            page.get_by_role("tab", name=paradigm).click()
        name = f"{paradigm}: 8 calls of layers, in their order"
        drawing = page.get_by_alt_text(name).locator("visible=true")
        expect(drawing).to_be_visible()
        svg = drawing.evaluate("(e) => fetch(e.src).then((reply) => reply.text())")
        assert svg.count("AveragePooling2D") == pools


def test_plot_model_is_drawn_without_graphviz(visit):
    page = visit("/three_paradigms?three_paradigms_part=Behaviour")
    page.get_by_role("radio", name="Look inside").click()
    page.get_by_role("radio", name="A drawing of the model").click()
    page.get_by_role("button", name="Make the call").click()
    drawn = page.get_by_test_id("stGraphVizChart").locator("visible=true")
    expect(drawn).to_have_count(3)
    expect(drawn.nth(1).locator("g.node")).to_have_count(8)


def test_the_model_is_exported_as_a_script(visit):
    page = visit(
        "/three_paradigms?paradigm=Sequential&three_paradigms_part=Take+it+with+you"
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="Download it as a script").click()
    assert download.value.suggested_filename == "lenet_sequential.py"
    expect(page.get_by_text("What this showed")).to_be_visible()
    text = download.value.path().read_text("utf-8")
    defined = [x.name for x in ast.parse(text).body if isinstance(x, ast.FunctionDef)]
    assert {"lenet", "train_step", "main"} <= set(defined)


@pytest.mark.parametrize(
    "part", ["Proof", "Behaviour", "Custom+layers", "2019+to+today"]
)
def test_nothing_is_wider_than_a_phone(visit, part):
    page = visit(f"/three_paradigms?three_paradigms_part={part}", viewport=PHONE)
    page.get_by_role("button", name="Next: ").wait_for()
    complete(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(e) => e.scrollWidth") <= PHONE["width"]
