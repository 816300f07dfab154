"""The one way to write numbers: short, in the units that a reader expects.

What the library writes as well is in `lenet.results.numbers`. Functions that return
HTML say so; the others return plain text.
"""

import math
from html import escape

from lenet.results.numbers import MINUS as MINUS
from lenet.results.numbers import decimal as decimal
from lenet.results.numbers import duration as duration
from lenet.results.numbers import memory_size as memory_size
from lenet.results.numbers import number as number
from lenet.results.numbers import percent as percent
from lenet.results.summary import Summary

NOT_YET = "\N{EN DASH}"  # stands for a number that is not there yet
TIMES = "\N{MULTIPLICATION SIGN}"


def figure(value: float, digits: int = 3) -> str:
    """Return the HTML of a number; NaN and infinity stand out."""
    text = number(value, digits)
    return text if math.isfinite(value) else bad(text)


def bad(text: str) -> str:
    """Return the HTML of a warning in red."""
    return f'<b class="bad">{escape(text)}</b>'


def whole(value: float) -> str:
    """Return a number without decimals, for counts and images a second: "3,257"."""
    return f"{value:,.0f}"


def tenths(value: float) -> str:
    """Return a number with one decimal, such as "3.0" or "1,234.5"."""
    return f"{value:,.1f}"


def loss(value: float, decimals: int = 4) -> str:
    """Return a loss: "2.3116", "23,740", "no number"."""
    if not math.isfinite(value):
        return "no number"
    return whole(value) if value >= 1000 else f"{value:.{decimals}f}"


def milliseconds(seconds: float) -> str:
    """Return a short time: "12.3 ms"."""
    return f"{1000 * seconds:,.1f} ms"


def pair(before: float, after: float) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to see the difference."""
    for digits in range(5, 10):
        texts = number(before, digits), number(after, digits)
        if texts[0] != texts[1]:
            break
    return texts


def shape(sizes: tuple[int, ...]) -> str:
    """Return a shape: "(32,30,30,6)"."""
    return f"({','.join(map(str, sizes))})"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return "1 image", "64 images"; a plural without "s" is written out."""
    return f"{whole(count)} {noun if count == 1 else plural or f'{noun}s'}"


def odd(summary: Summary) -> str:
    """Return how many values are not finite: "3 NaN, 1 inf"; empty if all are."""
    counts = {"NaN": summary.nan, "inf": summary.inf}
    return ", ".join(
        f"{whole(count)} {name}" for name, count in counts.items() if count
    )


def agreement(difference: float) -> str:
    """Return how far numbers differ: "identical, bit for bit", "up to 4e-8 apart"."""
    if difference == 0:
        return "identical, bit for bit"
    return f"up to {number(difference)} apart"
