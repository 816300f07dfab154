"""What stands for a replica on the page: its name, its colour, its card."""

from collections.abc import Sequence

from ui.components.theme import SEVERAL

CHECKSUM_KEY = "Blue checksums are equal. A grey one (≠) is different."


def colour(index: int) -> str:
    """Return the colour of a replica, by its index from 0."""
    return SEVERAL[index % len(SEVERAL)]


def name(index: int) -> str:
    """Return a replica's number beside its colour (HTML)."""
    return f'<span class="replica" style="--replica: {colour(index)}">{index}</span>'


def cards(contents: Sequence[str], captions: Sequence[str]) -> str:
    """Return a card for each replica: its name with a caption, its content."""
    figures = "".join(
        f'<figure class="card" style="--replica: {colour(index)}">'
        f"<figcaption><b>Replica {index}</b> {caption}</figcaption>{content}</figure>"
        for index, (content, caption) in enumerate(zip(contents, captions, strict=True))
    )
    return f'<div class="cards">{figures}</div>'


def stack(parts: Sequence[float], label: str) -> str:
    """Return parts of a whole, one for each replica, as one bar."""
    pieces = "".join(
        f'<i style="flex: {max(0.0, size):.6f}; --replica: {colour(index)}"></i>'
        for index, size in enumerate(parts)
    )
    return f'<div class="stack" role="img" aria-label="{label}">{pieces}</div>'


def bits(checksum: str, other: str) -> str:
    """Return the start of a checksum, its colour by whether it equals the `other`."""
    kind, sign = ("equal", "") if checksum == other else ("other", "≠ ")
    return f'<span class="bits {kind}"><code>{sign}{checksum[:12]}</code></span>'
