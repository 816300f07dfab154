"""Which call is made: a group of calls, then one of its calls."""

from lenet.paradigms.behaviours import BEHAVIOURS, GROUPS
from ui.components.choices import one_of_few
from ui.components.glossary import explain
from ui.components.pills import one_by_title, titles_of
from ui.lessons.three_paradigms import key


def choose() -> str:
    """Return the name of the chosen call; the address keeps one for each group."""
    group = one_of_few(
        "What can be done with a model?",
        GROUPS,
        key("behaviours"),
        explain("graph", "eager", "trace"),
    )
    calls = {name: each for name, each in BEHAVIOURS.items() if each.group == group}
    return one_by_title(
        "Choose a call. You make it on a model of each paradigm.",
        titles_of(calls),
        key(f"behaviour_{GROUPS.index(group)}"),
    )
