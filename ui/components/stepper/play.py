"""Play: the clock that decides when the next step is due."""

import time

SPEEDS = [0.5, 1.0, 2.0, 4.0]  # steps a second
# A tick that comes a little early is the one that was due.
EARLY = 0.2


class Play:
    """On or off, at a speed in steps a second."""

    def __init__(self) -> None:
        self.on = False
        self.speed = 1.0
        self._due = 0.0

    @property
    def interval(self) -> float | None:
        """Return the seconds between two steps; None while off."""
        return 1 / self.speed if self.on else None

    def toggle(self) -> None:
        """Turn on, with the first step due one interval from now; or turn off."""
        self.on = not self.on
        self._due = time.monotonic() + 1 / self.speed

    def stop(self) -> None:
        """Turn off."""
        self.on = False

    def take_due(self) -> bool:
        """Return whether a step is due; if so, the next one is due later."""
        seconds, now = self.interval, time.monotonic()
        if seconds is None or now < self._due - EARLY * seconds:
            return False
        # In step with the clock; where a step took too long, on from now.
        self._due = max(self._due + seconds, now + seconds / 2)
        return True
