"""Run a side effect and its fix, and record what happened."""

import inspect
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from lenet.graphs.retracing.effect_choices import EFFECTS
from lenet.results.observation import Observation
from lenet.settings import one_of
from lenet.snippets.run import capture
from lenet.source import resolve, source

# In the message about a tensor of a graph that has ended: some twenty frames of
# TensorFlow follow it.
FRAMES = "\n\n<tf.Tensor"


def observe(effect: str) -> tuple[Observation, Observation]:
    """Return what a side effect did in three calls, and what its fix did.

    An exception is part of the result. Raises ValueError for a name that is
    none of EFFECTS.
    """
    one_of("effect", effect, tuple(EFFECTS))
    chosen = EFFECTS[effect]
    return _observe(chosen.call), _observe(chosen.fixed)


def _observe(name: str) -> Observation:
    function = resolve(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if "folder" in inspect.signature(function).parameters:
            function = partial(function, path)
        seen = capture(function, source(name), path)
    message, frames, _ = seen.error.partition(FRAMES)
    return replace(seen, error=f"{message}\n[…]") if frames else seen
