"""One call and its result: plain data."""

from dataclasses import dataclass

from lenet.source import Source


@dataclass(frozen=True)
class Observation:
    """One call as it was made, and what came of it.

    `returned` is what was returned or printed, as text; `error` is
    "Type: message" of an exception, and empty where there was none. `dot` is a
    drawing in Graphviz's language where the call made one.
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
