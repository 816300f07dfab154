"""How long a test waits before it calls something broken.

These are no measure of speed: on a machine shared with other work all takes
several times as long, and only what is broken misses them. What the app promises
in seconds is measured in `benchmarks/`.
"""

import time

DEADLINE = 60  # seconds: for a reply, a part of a page, the end of a process
LONG_DEADLINE = 300  # seconds: for what starts TensorFlow, trains or measures


def wait_until(reached, seconds=DEADLINE, told=lambda: "waited in vain"):
    """Wait until `reached()` is true; return its value."""
    limit = time.monotonic() + seconds
    while not (value := reached()):
        assert time.monotonic() < limit, told()
        time.sleep(0.02)
    return value
