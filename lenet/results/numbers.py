"""Numbers as text for people to read."""


def short(value: float) -> str:
    """Return 2.3, 29.1 and 33,900; a far larger number as 1.23e+09."""
    return f"{value:,.0f}" if 100 <= value < 1e7 else f"{value:.3g}"


def gigabytes(count: int) -> str:
    """Return a number of bytes as gigabytes, such as 6.3 GB."""
    return f"{count / 1e9:.1f} GB"
