"""A figure of a case: what was measured, its limit, and whether it holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, with its unit and its limit in words."""

    name: str
    text: str
    holds: bool


def at_most(name: str, value: float, limit: float, unit: str = "") -> Figure:
    """Return the figure of a value that may not be larger than its limit."""
    written = f"{value:,.3g} {unit}".strip()
    most = f"{limit:,g} {unit}".strip()
    return Figure(name, f"{written} (at most {most})", value <= limit)


def exactly(name: str, found: object, expected: object) -> Figure:
    """Return the figure of a value that must be the expected one."""
    return Figure(name, f"{found} (must be {expected})", found == expected)
