"""Every colour of the app, once: for charts and pictures, and for the CSS.

Blue means shipped, training or correct. Orange means the visitor's own, test or
wrong. Where there are several lines or replicas, each has one of `SEVERAL`. These are
the colours of Okabe and Ito, which colour-blind readers can distinguish; yellow and
grey are darker here, to be visible on white.

Plotly and pictures take one colour for both themes. A `Pair` has one for each:
words keep a contrast of 4.5 to 1 in both.
"""

from dataclasses import dataclass

BLACK, WHITE = "#000000", "#FFFFFF"
BLUE, SKY, ORANGE = "#0072B2", "#56B4E9", "#E69F00"
GREEN, PINK, VERMILION = "#009E73", "#CC79A7", "#D55E00"
YELLOW, GREY = "#A89500", "#888888"
MAGENTA = "#CC00CC"  # NaN and inf
SEVERAL = (BLUE, ORANGE, GREEN, PINK, VERMILION, SKY, YELLOW, GREY)

# The colours of a scale, from its low end to its high end.
SEQUENTIAL = (BLACK, WHITE)
DIVERGING = (ORANGE, WHITE, BLUE)


@dataclass(frozen=True)
class Pair:
    """A colour in the light theme, and the one in the dark theme."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """Return both as one CSS value; the browser chooses."""
        return f"light-dark({self.light}, {self.dark})"


ACCENT = Pair(BLUE, SKY)
ON_ACCENT = Pair(WHITE, BLACK)
TEXT = Pair("#24292F", "#D6DAE2")
QUIET = Pair("#5B6470", "#A0A9B8")
BAD = Pair("#B3261E", "#FF9A91")
EDGE = Pair("#C3CAD3", "#55534C")
GAP = Pair("#CFD5DD", "#43413B")
GROUND = Pair("#F6F7F9", "#22211E")
PAGE = Pair(WHITE, "#171614")  # Streamlit's own, for what covers the page
EMPTY = Pair("#F4F4F4", "#262626")
LIT = Pair("#D5E8F6", "#1D4262")
KEYWORD = Pair("#8A2B8F", "#D9A2E0")
STRING = Pair("#0A6640", "#8FD6A8")
NUMBER = Pair("#A03C00", "#F0A878")
NAME = Pair("#0B57A0", "#85BFF5")
COMMENT = Pair("#535C68", "#B0B9C7")

# By the names that css files use: var(--accent).
VARIABLES = {
    "accent": ACCENT.css,
    "on-accent": ON_ACCENT.css,
    "text": TEXT.css,
    "quiet": QUIET.css,
    "bad": BAD.css,
    "edge": EDGE.css,
    "gap": GAP.css,
    "ground": GROUND.css,
    "page": PAGE.css,
    "lit": LIT.css,
    "code-keyword": KEYWORD.css,
    "code-string": STRING.css,
    "code-number": NUMBER.css,
    "code-name": NAME.css,
    "code-comment": COMMENT.css,
    "blue": BLUE,
    "orange": ORANGE,
    "vermilion": VERMILION,
}


def variables() -> str:
    """Return the CSS rule that defines all of these for the whole page."""
    lines = "".join(f"  --{name}: {value};\n" for name, value in VARIABLES.items())
    return f":root {{\n{lines}}}\n"
