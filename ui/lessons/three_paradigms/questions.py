"""The questions of all tabs but Proof, Behaviour and Which one?"""

from collections.abc import Mapping, Sequence
from functools import partial

from lenet.results.export import Rerun
from lenet.results.observation import Observation
from lenet.results.paradigms import LayerCall
from ui.components.numbers import counted, percent
from ui.components.questions import Option, Question, between, exactly
from ui.components.training.taken import short
from ui.lessons.three_paradigms import key

PAGE = "three_paradigms"
Passes = Mapping[str, Sequence[LayerCall]]


def _has_most(paradigm: str, lines: Mapping[str, int]) -> bool:
    return lines[paradigm] == max(lines.values())


def _returned(size: str, second: Observation) -> bool:
    """Return whether a layer's call ended with a kernel of this many rows."""
    return second.worked and f"({size}, " in second.returned


def _is_same(ended: Rerun) -> bool:
    return ended.here.checksum == ended.script.checksum


def _is_as_good(ended: Rerun) -> bool:
    return abs(ended.here.accuracy - ended.script.accuracy) < 0.05


LONGEST = Question(
    key=key("longest"),
    page=PAGE,
    before="Before you choose a layer",
    text="In which paradigm does one layer take the most lines?",
    options=(
        Option(
            "Sequential",
            "A list names each layer once, where it is called.",
            partial(_has_most, "Sequential"),
        ),
        Option(
            "Functional",
            "A graph makes a layer and calls it, often in the same line.",
            partial(_has_most, "Functional"),
        ),
        Option(
            "Subclassing",
            "A class makes a layer in `__init__`, and calls it in `call`.",
            partial(_has_most, "Subclassing"),
        ),
    ),
)
TWICE = Question(
    key=key("twice"),
    page=PAGE,
    before="Before you draw them",
    text="LeNet pools twice, with the same settings. Which models can use one layer "
    "for both?",
    options=(
        Option(
            "All three",
            "A list has no place for a layer a second time: there, each call is an "
            "entry of its own.",
            exactly(frozenset({"Sequential", "Functional", "Subclassing"})),
        ),
        Option(
            "Functional and Subclassing",
            "A graph can reach a node again, and code can call an object again.",
            exactly(frozenset({"Functional", "Subclassing"})),
        ),
        Option(
            "Only Subclassing",
            "A graph is no code, but one of its nodes can be reached twice as well.",
            exactly(frozenset({"Subclassing"})),
        ),
    ),
)
BUILT_TWICE = Question(
    key=key("built_twice"),
    page=PAGE,
    before="Before you run the calls",
    text="A custom layer is called on 576 values, and then on 84. What does the "
    "second call do?",
    options=(
        Option(
            "It raises an error",
            "Keras calls `build` once, so the weights fit the first input only.",
            lambda second: not second.worked,
        ),
        Option(
            "It makes new weights",
            "Keras calls `build` before the first call, and never again. Otherwise "
            "what was learned would be lost.",
            partial(_returned, "84"),
        ),
        Option(
            "It uses a part of the weights",
            "A matrix product needs equal sizes: none of the values is left out.",
            partial(_returned, "576"),
        ),
    ),
)
RAISED = Question(
    key=key("raised"),
    page=PAGE,
    before="Before you have run all changes",
    text="How much of the code of 2019 raises an error today?",
    options=(
        Option(
            "None of it",
            "Keras 3 was written anew. Some names and arguments are gone.",
            exactly(0.0),
        ),
        Option(
            "Up to half of it",
            "Much has another name or place, and the old one returns, often with a "
            "warning.",
            lambda share: 0 < share <= 0.5,
        ),
        Option(
            "More than half of it",
            "Keras 3 was written anew: what was deprecated in 2019 is gone now.",
            between(0.5 + 1e-9),
        ),
    ),
)
SAME_WEIGHTS = Question(
    key=key("same_weights"),
    page=PAGE,
    before="Before you run both",
    text="The script runs without this app. Which weights does it end with, compared "
    "with the same training here?",
    options=(
        Option(
            "The same, bit for bit",
            "The seed draws the first weights and shuffles the images. The script "
            "then takes the same steps, on the same processor.",
            _is_same,
        ),
        Option(
            "Others, about as accurate",
            "This is so with another seed: other first weights and another order of "
            "the images lead to another network, usually as good.",
            lambda ended: not _is_same(ended) and _is_as_good(ended),
        ),
        Option(
            "Others, less accurate",
            "For this, a part of the training would have to be missing in the script.",
            lambda ended: not _is_same(ended) and not _is_as_good(ended),
        ),
    ),
)


def longest_truth(layer: str, lines: Mapping[str, int]) -> str:
    """Return how many lines a layer takes in each paradigm."""
    said = ", ".join(f"{count} in {name}" for name, count in lines.items())
    return f"The lines of {layer}: {said}."


def called_twice(passes: Passes) -> frozenset[str]:
    """Return the paradigms whose forward pass calls a layer twice."""
    layers = {name: [call.layer for call in calls] for name, calls in passes.items()}
    return frozenset(
        name for name, each in layers.items() if len(set(each)) < len(each)
    )


def twice_truth(passes: Passes) -> str:
    """Return how many layers each model has for its calls."""
    said = ", ".join(
        f"{name} {counted(len({call.layer for call in calls}), 'layer')} for "
        f"{counted(len(calls), 'call')}"
        for name, calls in passes.items()
    )
    return f"The drawings have: {said}."


def built_truth(second: Observation) -> str:
    """Return what the second call of a layer did."""
    if second.worked:
        return f"The second call returned: {second.returned}."
    return f"The second call raised **{second.error.partition(':')[0]}**."


def raised_truth(runs: Sequence[Observation]) -> str:
    """Return how many pieces of old code raised an error."""
    raised = sum(not run.worked for run in runs)
    return f"Of {counted(len(runs), 'change')}, the code of 2019 raised in {raised}."


def how_both_ended(ended: Rerun) -> str:
    """Return how the training here and the script ended, on a few images."""
    here, script = ended.here, ended.script
    return (
        f"After one epoch of {counted(ended.images, 'image')} the checksum of the "
        f"weights was `{short(here.checksum)}` here and `{short(script.checksum)}` by "
        f"the script. {percent(here.accuracy)} and {percent(script.accuracy)} of the "
        "test images were predicted correctly."
    )
