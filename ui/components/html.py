"""The HTML pieces of the panels."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

import numpy as np

from lenet.results.summary import summarise
from ui.components import cells, pixels
from ui.components.clicks.pick import Pick
from ui.components.numbers import MINUS, bad, number, odd
from ui.components.pixels import Scale

Layout = Callable[[np.ndarray], np.ndarray]
LARGEST_ZOOM = 12
GRIDS: dict[Layout, Callable[[tuple[int, ...]], cells.Grid]] = {
    pixels.sheet: cells.of_sheet,
    pixels.weights: cells.of_weights,
}


def box(*pieces: str) -> str:
    """Return pieces as one box of a panel, which styles/panel.css gives its look."""
    return f'<div class="panel">{"".join(pieces)}</div>'


def headline(html: str) -> str:
    """Return the sentence that says what the line has just done."""
    return f'<p class="headline">{html}</p>'


def note(html: str) -> str:
    """Return a less important sentence."""
    return f'<p class="note">{html}</p>' if html else ""


def title(text: str) -> str:
    """Return the head of a box."""
    return f'<p class="title">{escape(text)}</p>'


def row(pieces: Iterable[str]) -> str:
    """Return pieces side by side; they wrap where the page is narrow."""
    return f'<div class="row">{"".join(pieces)}</div>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], label: str) -> str:
    """Return a table of HTML cells; the first cell of each row is its head."""
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
    grid: cells.Grid | None = None,
    width: int = 224,
    height: int = 224,
    pick: str = "",
) -> str:
    """Return the picture of an array, with its scale, and its values to point at.

    `grid` says where a `layout` of the caller's own puts the values.
    Without a `scale`, the array is shown as activations. `width` and `height` are
    the most that the picture takes, in CSS pixels; each value becomes a square of
    whole pixels. A click on one sends `pick`, if there is one, and its index.
    """
    scale = scale or pixels.fitting(values)
    limit = pixels.largest(values)
    levels = layout(pixels.levels(values, scale, limit))
    more = cells.attributes(values, grid or GRIDS[layout](values.shape))
    more += Pick(pick, name).attributes(is_stop=True) if pick else ' tabindex="0"'
    image = img(levels, scale, name, width=width, height=height, more=more)
    key = legend(scale, limit) if np.isfinite(values).any() else ""
    return (
        f'<figure class="picture"><figcaption>{escape(name)}</figcaption>{image}'
        f"{key}{odd_note(values)}</figure>"
    )


def img(
    levels: np.ndarray,
    scale: Scale,
    alt: str,
    *,
    width: int,
    height: int,
    more: str = "",
) -> str:
    """Return levels as an image, as large as fits; at zoom 1 it may shrink smoothly.

    `more` are further attributes.
    """
    zoom = min(width // levels.shape[1], height // levels.shape[0], LARGEST_ZOOM)
    zoom = max(1, zoom)
    fine = ' class="fine"' if zoom == 1 else ""
    return (
        f'<img{fine} src="{pixels.png(levels, scale)}" '
        f'alt="{escape(alt)}" style="width: {zoom * levels.shape[1]}px"{more}>'
    )


def legend(scale: Scale, limit: float) -> str:
    """Return a scale with the numbers at its ends."""
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
    """Return what magenta means, where the values are not all finite."""
    if np.isfinite(values).all():
        return ""
    return f'<div class="odd">{bad("Magenta: " + odd(summarise(values)))}</div>'
