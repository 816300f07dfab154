"""The question before a call: in which paradigms does it return?"""

import itertools
from collections.abc import Collection, Mapping
from functools import partial

from lenet.paradigms.behaviours import BEHAVIOURS
from lenet.results.observation import Observation
from lenet.settings import PARADIGM_NAMES
from ui.components.questions import Option, Question
from ui.lessons.three_paradigms import key

Seen = Mapping[str, Observation]
Paradigms = tuple[str, ...]
SETS: tuple[Paradigms, ...] = tuple(
    itertools.chain.from_iterable(
        itertools.combinations(PARADIGM_NAMES, count)
        for count in range(len(PARADIGM_NAMES), -1, -1)
    )
)


def question(behaviour: str, seen: Seen | None) -> Question:
    """Return the question about a call; `seen` gives its options their reasons."""
    return Question(
        key=key(f"can_{behaviour}"),
        page="three_paradigms",
        before="Before you make it",
        text=f"In which paradigms does “{BEHAVIOURS[behaviour].title}” return, "
        "without an error?",
        options=tuple(
            Option(
                label(named),
                why(behaviour, named, seen) if seen else "",
                partial(_is_right, named),
            )
            for named in SETS
        ),
    )


def label(named: Paradigms) -> str:
    """Return the words for some of the paradigms."""
    if len(named) == len(PARADIGM_NAMES):
        return "In all three"
    if not named:
        return "In none"
    return f"Only in {' and '.join(named)}"


def returned(seen: Seen) -> Paradigms:
    """Return the paradigms in which a call returned."""
    return tuple(name for name, each in seen.items() if each.worked)


def why(behaviour: str, named: Paradigms, seen: Seen) -> str:
    """Return why some of the paradigms are the answer, or which ones are not."""
    right = returned(seen)
    if named == right:
        return BEHAVIOURS[behaviour].why
    raised = [
        f"{name} raised {seen[name].error.partition(':')[0]}."
        for name in named
        if name not in right
    ]
    missing = [f"It returned in {name}." for name in right if name not in named]
    return " ".join(raised + missing)


def truth(seen: Seen) -> str:
    """Return the outcome in a sentence."""
    right = returned(seen)
    if not right:
        return "The call raised an error in each paradigm."
    if len(right) == len(seen):
        return "The call returned in all three. Compare what it returned."
    return f"The call returned in **{' and '.join(right)}** alone."


def _is_right(named: Paradigms, right: Collection[str]) -> bool:
    return named == tuple(right)
