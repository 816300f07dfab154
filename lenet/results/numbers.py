"""Numbers as text for people to read, as plain text."""

import math

MINUS = "\N{MINUS SIGN}"
MOST_WHOLE = 1e7  # from here on with an exponent: 1.23e9


def number(value: float, digits: int = 3) -> str:
    """Return a number short: "0.0123", "4e-5", "33,900", "1.23e9", "NaN".

    It has `digits` significant digits, or all those before the point. The minus
    sign is a real one.
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    value += 0.0  # minus zero is zero
    if 10 ** (digits - 1) <= abs(value) < MOST_WHOLE:
        return f"{value:,.0f}".replace("-", MINUS)
    mantissa, has_exponent, exponent = f"{value:,.{digits}g}".partition("e")
    text = f"{mantissa}e{int(exponent)}" if has_exponent else mantissa
    return text.replace("-", MINUS)


def decimal(value: float) -> str:
    """Return a setting without an exponent: "0.00001", "0.3", "1.0".

    It has six significant digits, so that a float32 is written as it was set.
    """
    text = f"{float(f'{value:.6g}'):.10f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def percent(share: float) -> str:
    """Return a share: "12.5%"; "0%" and "100%" are exact."""
    if math.isnan(share):
        return "NaN"
    return f"{share:.0%}" if share in (0, 1) else f"{share:.1%}"


def gigabytes(count: int) -> str:
    """Return a number of bytes as gigabytes, such as 6.3 GB."""
    return f"{count / 1e9:.1f} GB"


def memory_size(count: int) -> str:
    """Return a number of bytes in its unit: "180 MB", "1.2 GB"."""
    return f"{count / 1e6:.0f} MB" if count < 995e6 else gigabytes(count)


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it: "8 ms", "4.2 s", "2 min 5 s"."""
    if seconds < 0.9995:
        return f"{1000 * seconds:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
