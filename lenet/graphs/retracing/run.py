"""Run a learner's sequence of calls."""

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from lenet.graphs.retracing.calls import call
from lenet.graphs.retracing.choices import LONGEST, OPTIONS, is_lenet
from lenet.graphs.retracing.cures import cures_of
from lenet.graphs.tracing import call_sequence
from lenet.graphs.tracing.sequence import f
from lenet.models import PARADIGMS
from lenet.results.tracing import TracedCall, TracedRun
from lenet.settings import IMAGE_SHAPE, one_of


def run(
    names: tuple[str, ...], option: str, paradigm: str, seed: int
) -> list[TracedCall]:
    """Make calls of a new `tf.function`, by their names; return what happened.

    Images are passed to a LeNet of `paradigm`, with the weights of `seed`; all
    other calls go to `lenet.graphs.tracing.sequence:f`. Raises ValueError for a
    name that is not registered, for calls of both kinds, and for too many.
    """
    if len(names) > LONGEST:
        raise ValueError(
            f"A sequence of {len(names)} calls is too long: each call may "
            f"leave a graph. Make at most {LONGEST} calls."
        )
    one_of("option", option, OPTIONS)
    calls = [call(name) for name in names]
    of_lenet = [is_lenet((name,)) for name in names]
    if any(of_lenet) != all(of_lenet):
        raise ValueError("Pass images only to LeNet, and all else only to f.")
    function = function_of_lenet(paradigm, seed) if any(of_lenet) else f
    shape = (None, *IMAGE_SHAPE) if any(of_lenet) else (None,)
    return call_sequence(calls, func=function, **options_of(option, shape))


def try_cures(
    names: tuple[str, ...], option: str, paradigm: str, seed: int
) -> TracedRun:
    """Make calls as `run` does, and then again with each cure.

    A cure helps if it leaves fewer graphs, and no call fails that worked.
    """
    before = run(names, option, paradigm, seed)
    found = {each.what for seen in before for each in seen.differences}
    cures = cures_of(found, names, option)
    helping = tuple(
        name
        for name, cure in cures.items()
        if _helps(
            run(cure.cured(names), cure.option or option, paradigm, seed),
            before,
        )
    )
    return TracedRun(before, helping)


def _helps(after: list[TracedCall], before: list[TracedCall]) -> bool:
    has_new_error = any(
        seen.error and not old.error
        for seen, old in zip(after, before, strict=True)
    )
    graphs, old_graphs = after[-1].tracing_count, before[-1].tracing_count
    return graphs < old_graphs and not has_new_error


def function_of_lenet(paradigm: str, seed: int) -> Callable[[Any], Any]:
    """Return a function that calls a LeNet on images (n, 32, 32, 1)."""
    model = PARADIGMS[paradigm](seed=seed)

    def lenet(images: Any) -> Any:
        return model(images)

    return lenet


def options_of(option: str, shape: tuple[int | None, ...]) -> dict[str, Any]:
    """Return the options of `tf.function`, for tensors of this shape."""
    if option == "reduce_retracing":
        return {"reduce_retracing": True}
    if option == "input_signature":
        return {"input_signature": [tf.TensorSpec(shape, tf.float32)]}
    return {}
