"""The HTML pieces that the panels are put together from."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

import numpy as np

from lenet.results.summary import summarise
from ui.components import pixels
from ui.components.numbers import MINUS, bad, number, odd
from ui.components.pixels import Scale

Layout = Callable[[np.ndarray], np.ndarray]
LARGEST_ZOOM = 12


def box(*pieces: str) -> str:
    """Return pieces as one box of a panel, which styles/panel.css gives its look."""
    return f'<div class="panel">{"".join(pieces)}</div>'


def headline(html: str) -> str:
    """Give the sentence that says what the line has just done."""
    return f'<p class="headline">{html}</p>'


def note(html: str) -> str:
    """Give a sentence beside the main point."""
    return f'<p class="note">{html}</p>' if html else ""


def title(text: str) -> str:
    """Return the head of a box."""
    return f'<p class="title">{escape(text)}</p>'


def row(pieces: Iterable[str]) -> str:
    """Lay pieces side by side; they wrap where it is too narrow."""
    return f'<div class="row">{"".join(pieces)}</div>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], label: str) -> str:
    """Give a table of HTML cells, the first of each row its head."""
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>'
        + "".join(f"<td>{cell}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def picture(
    values: np.ndarray,
    name: str,
    *,
    scale: Scale | None = None,
    layout: Layout = pixels.sheet,
    width: int = 224,
    height: int = 224,
) -> str:
    """Show an array with its scale; as activations, if no `scale` is given.

    `width` and `height` are what it may take, in CSS pixels; each value becomes
    a square of whole pixels.
    """
    scale = scale or pixels.fitting(values)
    limit = pixels.largest(values)
    levels = layout(pixels.levels(values, scale, limit))
    image = img(levels, scale, name, width=width, height=height)
    key = legend(scale, limit) if np.isfinite(values).any() else ""
    return (
        f'<figure class="picture"><figcaption>{escape(name)}</figcaption>{image}'
        f"{key}{odd_note(values)}</figure>"
    )


def img(levels: np.ndarray, scale: Scale, alt: str, *, width: int, height: int) -> str:
    """Show levels as large as fits; a picture that may shrink is not pixelated."""
    zoom = min(width // levels.shape[1], height // levels.shape[0], LARGEST_ZOOM)
    zoom = max(1, zoom)
    fine = ' class="fine"' if zoom == 1 else ""
    return (
        f'<img{fine} src="{pixels.png(levels, scale)}" '
        f'alt="{escape(alt)}" style="width: {zoom * levels.shape[1]}px">'
    )


def legend(scale: Scale, limit: float) -> str:
    """Draw a scale with the numbers at its ends."""
    if limit == 0:
        return '<div class="legend">All numbers are 0</div>'
    top = number(limit)
    ends = [f"{MINUS}{top}", "0", f"+{top}"] if scale.signed else ["0", top]
    colours = ", ".join(scale.colours)
    numbers = "".join(f"<span>{end}</span>" for end in ends)
    return (
        f'<div class="legend" style="--scale: linear-gradient(90deg, {colours})">'
        f'<i></i><div class="ends">{numbers}</div></div>'
    )


def odd_note(values: np.ndarray) -> str:
    """Say what magenta stands for, where there is some."""
    if np.isfinite(values).all():
        return ""
    return f'<div class="odd">{bad("Magenta: " + odd(summarise(values)))}</div>'
