"""A training that failed and was started again: plain data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """A training of `steps` steps that failed after step `failed`.

    It resumed from the checkpoint of step `saved`. The checksums are those of
    its last weights, and of a training that did not fail.
    """

    steps: int
    failed: int
    saved: int
    checksum: str
    unfailed_checksum: str

    @property
    def lost(self) -> int:
        """Return how many steps were done a second time."""
        return self.failed - self.saved
