"""Session keys with a prefix for each lesson, so that no two lessons share one.

What all lessons share has none: `SHARED`, which the sidebar shows. A key that is
bound to the address is the name of its query parameter too.
"""

from collections.abc import Callable

SHARED = ("paradigm", "seed")
Key = Callable[[str], str]


def of(lesson: str) -> Key:
    """Return the function that makes a lesson's keys: "epochs" to "train_epochs".

    `lesson` is the name of its file in pages/.
    """

    def key(name: str) -> str:
        return f"{lesson}_{name}"

    return key
