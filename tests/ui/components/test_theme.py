"""Every colour once: what Streamlit's settings and the CSS take is the theme's."""

import re
import tomllib
from pathlib import Path

import pytest

from ui.components import styles, theme

ROOT = Path(__file__).parents[3]
UI = ROOT / "ui"
CSS = sorted(UI.rglob("*.css"))
SOURCES = [*CSS, *sorted(UI.rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
SETTINGS = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]
PAIRS = {
    name: pair for name, pair in vars(theme).items() if isinstance(pair, theme.Pair)
}
# What words are written in, and what they are written on.
WORDS = [
    "ACCENT",
    "TEXT",
    "QUIET",
    "BAD",
    "KEYWORD",
    "STRING",
    "NUMBER",
    "NAME",
    "COMMENT",
]


def luminance(colour):
    """WCAG 2's relative luminance."""
    shares = [each / 255 for each in bytes.fromhex(colour.removeprefix("#"))]
    red, green, blue = (
        x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def name(file):
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", SOURCES, ids=name)
def test_no_colour_is_typed_outside_the_theme(file):
    if file != UI / "components" / "theme.py":
        assert not COLOUR.findall(file.read_text("utf-8"))


def test_streamlits_settings_have_the_same_colours():
    assert SETTINGS["chartCategoricalColors"] == list(theme.SEVERAL)
    for side in ("light", "dark"):
        accent = getattr(theme.ACCENT, side)
        assert SETTINGS[side]["primaryColor"] == accent
        assert SETTINGS[side]["linkColor"] == accent
        ground = getattr(theme.GROUND, side)
        assert SETTINGS[side]["codeBackgroundColor"] == ground


@pytest.mark.parametrize("side", ["light", "dark"])
@pytest.mark.parametrize("word", WORDS)
def test_words_can_be_read(word, side):
    colour = getattr(PAIRS[word], side)
    page = {"light": "#FFFFFF", "dark": "#171614"}[side]
    grounds = [page, getattr(theme.GROUND, side)]
    if word not in ("QUIET", "BAD", "ACCENT"):  # the words of code, on a lit line
        grounds.append(getattr(theme.LIT, side))
    for ground in grounds:
        assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("colour", [theme.BLUE, *theme.SEVERAL[2:]])
def test_lines_stand_out_from_the_page(colour):
    # Orange on white has 2.3: it is told from blue by eyes that see no red.
    assert contrast(colour, "#171614") >= 3


def test_every_css_file_of_a_page_is_loaded_and_its_variables_are_defined():
    sheet = styles.sheet()
    # In the shadow roots of their components.
    names = ("canvas.css", "copy_link.css", "flow/flow.css", "graph/graph.css")
    own = {UI / "components" / each for each in names}
    assert set(styles.files()) == set(CSS) - own
    for file in styles.files():
        assert file.read_text("utf-8") in sheet
    for variable in theme.VARIABLES:
        assert f"--{variable}: {theme.VARIABLES[variable]};" in sheet


def test_no_lesson_gives_shared_css_its_name():
    lessons = [page.stem for page in (ROOT / "pages").glob("*.py")]
    shared = "".join(
        file.read_text("utf-8")
        for file in styles.files()
        if "lessons" not in file.parts
    )
    assert not [lesson for lesson in lessons if f".{lesson}" in shared]


def test_no_rule_is_for_every_element_of_a_kind():
    kinds = re.compile(r"^(?:button|p|a|input|table|h\d|div|span|img)\b[^,{]*\{", re.M)
    assert not [rule for rule in kinds.findall(styles.sheet()) if "[" not in rule]
