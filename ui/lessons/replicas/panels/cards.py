"""What stands for a replica on the page: its name, its colour, its card."""

from collections.abc import Sequence

from ui.components.theme import SEVERAL


def colour(place: int) -> str:
    """Return the colour of a replica, by its index from 0."""
    return SEVERAL[place % len(SEVERAL)]


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
