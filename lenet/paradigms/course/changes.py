"""Each change from 2019 to today, executed as old and as new code."""

from collections.abc import Callable
from typing import Any

from lenet.paradigms.course import CHANGES
from lenet.paradigms.course import model_changes as model
from lenet.paradigms.course import training_changes as training
from lenet.results.observation import Observation
from lenet.settings import one_of
from lenet.snippets.run import capture
from lenet.source import Source, joined, source

# What the page shows, in the order of its file; the last one is called.
Shown = tuple[Callable[..., Any], ...]
WAYS: dict[str, dict[str, Shown]] = {
    "pooling": {
        "2019": (model.pooling_2019,),
        "today": (model.pooling_today,),
        "today, max pooling": (model.max_pooling_today,),
    },
    "input_shape": {
        "2019": (model.input_shape_2019,),
        "today": (model.input_shape_today,),
        "2019, subclassed": (
            model.ShapeInLayer,
            model.input_shape_subclassed_2019,
        ),
        "today, subclassed": (
            model.ShapeInCall,
            model.input_shape_subclassed_today,
        ),
    },
    "super": {
        "2019": (model.NamedSuper, model.super_2019),
        "today": (model.BareSuper, model.super_today),
        "left out": (model.NoSuper, model.super_left_out),
    },
    "learning_rate": {
        "2019": (training.learning_rate_2019,),
        "today": (training.learning_rate_today,),
    },
    "predict_classes": {
        "2019": (training.predict_classes_2019,),
        "today": (training.predict_classes_today,),
    },
    "fit_generator": {
        "2019": (training.fit_generator_2019,),
        "today": (training.fit_generator_today,),
    },
    "saving": {
        "2019": (training.saving_2019,),
        "today": (training.saving_today,),
    },
    "symbols": {
        "2019": (training.symbols_2019,),
        "today": (training.symbols_today,),
    },
}
assert tuple(WAYS) == tuple(CHANGES)


def observe(change: str) -> dict[str, Observation]:
    """Run one of `CHANGES`, old and new: {"2019": …, "today": …}.

    Some have further entries, such as "left out". Raises ValueError for a
    change that is none of `CHANGES`.

    https://keras.io/guides/migrating_to_keras_3/
    """
    one_of("change", change, tuple(CHANGES))
    return {
        way: capture(shown[-1], joined(*map(_source, shown)))
        for way, shown in WAYS[change].items()
    }


def _source(shown: Callable[..., Any]) -> Source:
    return source(f"{shown.__module__}:{shown.__name__}")
