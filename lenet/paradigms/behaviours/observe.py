"""Observing a behaviour: the call is made here, and its result recorded."""

import contextlib
import inspect
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import lenet
from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.paradigms.behaviours import BEHAVIOURS
from lenet.results.observation import Observation
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.settings import PARADIGM_NAMES, one_of
from lenet.snippets.run import capture
from lenet.source import joined, resolve, source
from lenet.weights import shipped

# The arguments that a behaviour's function can have, by name.
GIVEN: dict[str, Callable[[str], Any]] = {
    "model": lenet.pretrained,
    "fresh": lambda paradigm: PARADIGMS[paradigm](seed=1),
    "weights": lambda paradigm: shipped(),
    "image": lambda paradigm: load("sample", limit=1).test_images[:1],
    "other": lambda paradigm: load("sample", limit=1).test_images[1:2],
}


def observe_every(
    on_progress: OnProgress = ignore,
) -> dict[str, dict[str, Observation]]:
    """Return every behaviour, observed in each paradigm, in their order.

    `on_progress` is called before each behaviour. Its `partial` has those that
    are done.
    """
    seen: dict[str, dict[str, Observation]] = {}
    for part, (name, behaviour) in enumerate(BEHAVIOURS.items(), start=1):
        parts, partial = len(BEHAVIOURS), dict(seen)
        on_progress(Progress(behaviour.title, part, parts, partial=partial))
        seen[name] = observe_all(name)
    return seen


def observe_all(behaviour: str) -> dict[str, Observation]:
    """Return a behaviour, observed in each paradigm, in their order.

    Raises ValueError for a name that is none of BEHAVIOURS.
    """
    return {name: observe(behaviour, name) for name in PARADIGM_NAMES}


def observe(behaviour: str, paradigm: str) -> Observation:
    """Make one call on a new model of a paradigm, and return what happened.

    An exception is part of the result, as text. The call leaves nothing behind:
    no file, no output, no setting. Output is collected for the whole process,
    so only one thread may observe at a time. Raises ValueError for a name that
    is none of BEHAVIOURS or no paradigm.
    """
    one_of("behaviour", behaviour, tuple(BEHAVIOURS))
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    names = BEHAVIOURS[behaviour].names(paradigm)
    function = resolve(names[-1])
    with contextlib.ExitStack() as stack:
        arguments = _arguments(function, names, paradigm, stack)
        return capture(
            partial(function, **arguments),
            joined(*map(source, names)),
            arguments.get("folder"),
        )


def _arguments(
    function: Callable[..., Any],
    names: tuple[str, ...],
    paradigm: str,
    stack: contextlib.ExitStack,
) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for name in inspect.signature(function).parameters:
        if name == "folder":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            arguments[name] = Path(folder)
        elif name == "make_model":
            arguments[name] = resolve(names[0])
        else:
            arguments[name] = GIVEN[name](paradigm)
    return arguments
