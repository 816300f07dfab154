"""What stands for a replica on the page: its name, its colour, its card."""

from collections.abc import Sequence
from pathlib import Path

# The page loads this once, after the microscope's: st.html(STYLE).
STYLE = Path(__file__).with_name("replicas.css")
# Okabe and Ito's, of which yellow is darker here, to be seen on white.
COLOURS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#D55E00",
    "#56B4E9",
    "#A89500",
    "#888888",
)


def colour(place: int) -> str:
    """Give the colour of a replica, by its place from 0."""
    return COLOURS[place % len(COLOURS)]


def name(place: int) -> str:
    """Name a replica beside its colour (HTML)."""
    return f'<span class="replica" style="--replica: {colour(place)}">{place}</span>'


def cards(contents: Sequence[str], captions: Sequence[str]) -> str:
    """Lay out a card for each replica: its name with a caption, its content."""
    figures = "".join(
        f'<figure class="card" style="--replica: {colour(place)}">'
        f"<figcaption><b>Replica {place}</b> {caption}</figcaption>{content}</figure>"
        for place, (content, caption) in enumerate(zip(contents, captions, strict=True))
    )
    return f'<div class="cards">{figures}</div>'


def stack(parts: Sequence[float], label: str) -> str:
    """Draw parts of a whole, one for each replica, as one bar."""
    pieces = "".join(
        f'<i style="flex: {max(0.0, size):.6f}; --replica: {colour(place)}"></i>'
        for place, size in enumerate(parts)
    )
    return f'<div class="stack" role="img" aria-label="{label}">{pieces}</div>'


def bits(checksum: str) -> str:
    """Show a checksum: its first digits, and a colour that they make."""
    return (
        f'<span class="bits" style="--bits: #{checksum[:6]}">'
        f"<code>{checksum[:12]}</code></span>"
    )
