"""An element of HTML that can be clicked, and chosen with the keyboard."""

from dataclasses import dataclass
from html import escape

# On the element around a group: its arrow keys move from one pick to the next.
GROUP = "data-picks"


@dataclass(frozen=True)
class Pick:
    """What a click on an element sends, and what a screen reader calls it."""

    value: str
    label: str

    def attributes(self, *, is_stop: bool) -> str:
        """Return the attributes; the Tab key stops at one element of a group."""
        return (
            f' data-pick="{escape(self.value)}" role="button" '
            f'tabindex="{0 if is_stop else -1}" aria-label="{escape(self.label)}"'
        )
