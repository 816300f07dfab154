"""Write ui/logo.svg: the icon, and the app's name drawn as outlines.

An SVG that a page shows as a picture can use only the browser's own fonts, so the
words are drawn as outlines. The outlines are those of Source Sans by
Adobe, under the SIL Open Font License 1.1, which allows drawings made with it. The
font comes with Streamlit. Run once, in an environment of its own:

    pip install streamlit fonttools brotli
    python scripts/make_logo.py
"""

from pathlib import Path

import streamlit
from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

UI = Path(__file__).parents[1] / "ui"
FONTS = Path(streamlit.__file__).parent / "static" / "static" / "media"
NAME = "LeNet Lab"
WEIGHT, SIZE = 700, 21.0  # the font's axis, and units of the picture
LEFT, BASELINE, HEIGHT = 41, 23, 32
COLOUR = "#3b8fd0"  # 3.5 to 1 on white and 5.4 to 1 on the dark ground


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


def main() -> None:
    """Put the icon and the outlines into one picture."""
    path, end = outlines(bold())
    icon = (UI / "icon.svg").read_text("utf-8")
    picture = icon[icon.index(">") + 1 : icon.rindex("</svg>")].strip()
    (UI / "logo.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {end + 1:.0f} {HEIGHT}">'
        "<!-- The words are outlines of Source Sans, SIL Open Font License 1.1: "
        "scripts/make_logo.py -->"
        f'{picture}<path fill="{COLOUR}" d="{path}"/></svg>\n',
        "utf-8",
    )


if __name__ == "__main__":
    main()
