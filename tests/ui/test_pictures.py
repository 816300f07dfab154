"""The app's own pictures: drawn, so that no browser needs a font for them."""

import re
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "ui"
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


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
