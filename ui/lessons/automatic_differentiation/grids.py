"""Small arrays as text and as grids of numbers."""

from html import escape

import numpy as np

from ui.components.numbers import figure, number
from ui.components.numbers import shape as shape_text

MOST_NUMBERS = 4  # of an array that is written out
MOST_TERMS = 6  # of a sum that is written out
DIGITS = 4


def brief(values: np.ndarray, *, digits: int = DIGITS, most: int = MOST_NUMBERS) -> str:
    """Return a number, a short array, or the shape of one with over `most` numbers."""
    flat = np.ravel(values)
    if np.ndim(values) == 0:
        return number(float(values), digits)
    if np.ndim(values) == 1 and flat.size <= most:
        return f"[{', '.join(number(float(each), 3) for each in flat)}]"
    return shape_text(np.shape(values))


def shortened(terms: list[str]) -> list[str]:
    """Return the terms of a sum; of many only the first ones, and how many more."""
    left = len(terms) - MOST_TERMS
    return terms if left <= 1 else [*terms[:MOST_TERMS], f"{left} more"]


def as_rows(values: np.ndarray) -> np.ndarray:
    """Return an array as rows: without axes of size 1, and the last one across."""
    squeezed = np.atleast_2d(np.squeeze(values))
    return squeezed.reshape(-1, squeezed.shape[-1])


def grid(rows: np.ndarray, label: str, caption: str) -> str:
    """Return (rows, columns) numbers as HTML: blue above 0, orange below."""
    finite = np.abs(rows[np.isfinite(rows)])
    limit = float(finite.max()) if finite.size and finite.max() else 1.0
    body = "".join(
        f"<tr>{''.join(_cell(float(value), limit) for value in row)}</tr>"
        for row in rows
    )
    return (
        f'<figure class="numbers"><figcaption>{escape(label)}</figcaption>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><tbody>{body}</tbody></table></div>"
        f'<figcaption class="quiet">{escape(caption)}</figcaption></figure>'
    )


def _cell(value: float, limit: float) -> str:
    share = abs(value) / limit if np.isfinite(value) else 0
    sign = "minus" if value < 0 else "plus"
    return f'<td class="{sign}" style="--share: {share:.0%}">{figure(value)}</td>'
