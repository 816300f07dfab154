"""Write ui/icon.svg, and ui/logo.svg: the icon, and the app's name as outlines.

An SVG that a page shows as a picture can use only the browser's own fonts, so the
words are drawn as outlines. The outlines are those of Source Sans by
Adobe, under the SIL Open Font License 1.1, which allows drawings made with it. The
font comes with Streamlit. Run once, in an environment of its own:

    pip install streamlit fonttools brotli
    python -m scripts.make_logo
"""

from pathlib import Path

import streamlit
from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from ui.components.theme import BLUE, WHITE

UI = Path(__file__).parents[1] / "ui"
FONTS = Path(streamlit.__file__).parent / "static" / "static" / "media"
NAME = "LeNet Lab"
WEIGHT, SIZE = 700, 21.0  # the font's axis, and units of the picture
LEFT, BASELINE, HEIGHT = 41, 23, 32
# A seven in large pixels.
SEVEN = "M8 7h16v4H8zM19 11h5v4h-5zM16 15h5v5h-5zM13 20h5v6h-5z"
# Blue is also the words' colour: 5.2 to 1 on white, 3.5 to 1 on the dark page.
ICON = (
    f'<rect width="32" height="32" rx="6" fill="{BLUE}"/>'
    f'<g fill="{WHITE}"><path d="{SEVEN}"/></g>'
)


def bold() -> TTFont:
    """Read Source Sans, and fix its weight."""
    (file,) = FONTS.glob("SourceSansVF-Upright*.woff2")
    return instantiateVariableFont(TTFont(file), {"wght": WEIGHT})


def outlines(font: TTFont) -> tuple[str, float]:
    """Return the name as the data of an SVG path, and its right end."""
    glyphs, letters = font.getGlyphSet(), font.getBestCmap()
    scale = SIZE / font["head"].unitsPerEm
    path = SVGPathPen(
        glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip(".")
    )
    ends = BoundsPen(glyphs)
    left = LEFT
    for letter in NAME:
        glyph = glyphs[letters[ord(letter)]]
        transform = Transform(scale, 0, 0, -scale, left, BASELINE)
        for pen in (path, ends):
            glyph.draw(TransformPen(pen, transform))
        left += scale * glyph.width
    return path.getCommands(), ends.bounds[2]


def picture(width: float, content: str) -> str:
    """Return an SVG of this width and the icon's height."""
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {HEIGHT}"'
    return f"<svg {box}>{content}</svg>\n"


def main() -> None:
    """Write the icon alone, and the icon with the name beside it."""
    path, end = outlines(bold())
    words = (
        "<!-- The words are outlines of Source Sans, SIL Open Font License 1.1: "
        f'scripts/make_logo.py -->{ICON}<path fill="{BLUE}" d="{path}"/>'
    )
    (UI / "icon.svg").write_text(picture(HEIGHT, ICON), "utf-8")
    (UI / "logo.svg").write_text(picture(end + 1, words), "utf-8")


if __name__ == "__main__":
    main()
