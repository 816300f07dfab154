"""Numbers, shapes and names as the panels write them."""

import math
from html import escape

from lenet.results.summary import Summary

MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"


def number(value: float, digits: int = 3) -> str:
    """Write a number short, with a real minus sign: "0.0123", "4e-5", "NaN"."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    value += 0.0  # minus zero is zero
    mantissa, has_exponent, exponent = f"{value:.{digits}g}".partition("e")
    text = f"{mantissa}e{int(exponent)}" if has_exponent else mantissa
    return text.replace("-", MINUS)


def figure(value: float, digits: int = 3) -> str:
    """Give the HTML of a number: one that is none stands out."""
    text = number(value, digits)
    return text if math.isfinite(value) else bad(text)


def bad(text: str) -> str:
    """Give the HTML of words that warn."""
    return f'<b class="bad">{escape(text)}</b>'


def percent(share: float) -> str:
    """Write a share: "12.5%"; "0%" and "100%" are exact."""
    if math.isnan(share):
        return "NaN"
    return f"{share:.0%}" if share in (0, 1) else f"{share:.1%}"


def pair(before: float, after: float) -> tuple[str, str]:
    """Write two numbers with as many digits as it takes to tell them apart."""
    for digits in range(5, 10):
        texts = number(before, digits), number(after, digits)
        if texts[0] != texts[1]:
            break
    return texts


def shape(sizes: tuple[int, ...]) -> str:
    """Write a shape: "(32,30,30,6)"."""
    return f"({','.join(map(str, sizes))})"


def counted(count: int, noun: str) -> str:
    """Write "1 image", "64 images"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def odd(summary: Summary) -> str:
    """Tell how many values are no numbers, "3 NaN, 1 inf"; empty if all are."""
    counts = {"NaN": summary.nan, "inf": summary.inf}
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
