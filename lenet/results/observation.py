"""One call and its result: plain data."""

from dataclasses import dataclass

from lenet.source import Source


@dataclass(frozen=True)
class Observation:
    """One call, and what it returned, printed or raised.

    `returned` holds as text what was printed and returned. `error` is
    "Type: message" of an exception, or empty. `dot` is a drawing in Graphviz's
    language, or empty.
    """

    source: Source
    returned: str
    error: str
    seconds: float
    dot: str = ""

    @property
    def worked(self) -> bool:
        """Return whether the call returned without an error."""
        return not self.error
