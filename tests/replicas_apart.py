"""Runs of replicas, each in a process of its own: devices are set up once."""

import os
import subprocess
import sys

from tests.deadlines import LONG_DEADLINE


def run_apart(script, *args, **environment):
    """Run Python code in a new process; give its standard output.

    Logical CPUs must be there before TensorFlow's first operation, and this
    process has run many.
    """
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, args)],
        capture_output=True,
        text=True,
        timeout=LONG_DEADLINE,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
