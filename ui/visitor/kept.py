"""What a page keeps for its visitor: results, and when they were asked for."""

from collections import OrderedDict
from typing import Any

from ui.visitor.state import visitor_state

MOST = 30  # results under one name; one is some 100 kB at most


class Kept(OrderedDict[Any, Any]):
    """The newest results, by what they are of."""

    def __setitem__(self, key: Any, value: Any) -> None:
        """Keep a result; drop the oldest where there are too many."""
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > MOST:
            self.popitem(last=False)


def kept(name: str) -> Kept:
    """Return what is kept under a name, the same after a reload."""
    found: Kept = visitor_state().kept.setdefault(name, Kept())
    return found
