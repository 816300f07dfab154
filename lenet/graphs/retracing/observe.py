"""Run a side effect and its fix, and record what happened."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from lenet.graphs.retracing.effect_choices import EFFECTS
from lenet.results.observation import Observation
from lenet.settings import one_of
from lenet.snippets.attempt import attempt
from lenet.snippets.messages import without_frames
from lenet.snippets.run import capture
from lenet.snippets.terminal import terminal
from lenet.source import resolve, source


def observe(effect: str) -> tuple[Observation, Observation]:
    """Return what a side effect did in three calls, and what its fix did.

    An exception is part of the result. Raises ValueError for a name that is
    none of EFFECTS.
    """
    one_of("effect", effect, tuple(EFFECTS))
    chosen = EFFECTS[effect]
    return _observe(chosen.call), _observe(chosen.fixed)


def _observe(name: str) -> Observation:
    seen = capture(partial(_heard, resolve(name)), source(name))
    return replace(seen, error=without_frames(seen.error))


def _heard(function: Callable[[], Any]) -> Any:
    """Call a function; print by Python what `tf.print` printed in it too."""
    with terminal() as read:
        result, error = attempt(function)
        printed = read()
    print(printed, end="")
    if error:
        raise error
    return result
