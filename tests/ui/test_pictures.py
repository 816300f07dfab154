"""The app's own pictures: drawn, so that no browser needs a font for them."""

import re
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

from ui.components import theme

UI = Path(__file__).parents[2] / "ui"
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.mark.parametrize("file", sorted(UI.rglob("*.svg")), ids=lambda file: file.name)
def test_its_colours_are_the_themes(file):
    colours = set(re.findall(r"#[0-9a-fA-F]+", file.read_text("utf-8")))
    assert colours == {theme.BLUE, theme.WHITE}


@pytest.mark.parametrize("name", ["logo", "icon"])
def test_a_picture_needs_no_font(name):
    picture = xml.parse(UI / f"{name}.svg").getroot()
    assert picture.find(f".//{SVG}path") is not None
    assert picture.find(f".//{SVG}text") is None


def test_the_logos_words_end_within_the_picture():
    picture = xml.parse(UI / "logo.svg").getroot()
    *_, width, height = map(float, NUMBER.findall(picture.get("viewBox")))
    words = picture.findall(f"{SVG}path")[-1].get("d")
    # A horizontal line, H, has one coordinate; a vertical one, V, has the other.
    rights = [float(x) for x in re.findall(r"[MLQH]([\d.]+)", words)]
    assert 0.9 * width < max(rights) < width
    assert words.count("Z") >= len("LeNetLab")
    assert height == 32
