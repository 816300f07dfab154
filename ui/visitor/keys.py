"""Session keys with a prefix for each lesson, so that no two lessons share one.

Those of `SHARED` have no prefix: the choices of the sidebar, and why the press of a
button failed, whichever page it is on. A key that is bound to the address
is also the name of its query parameter.
"""

from collections.abc import Callable

SHARED = ("paradigm", "seed", "refusal")
Key = Callable[[str], str]


def of(lesson: str) -> Key:
    """Return the function that makes a lesson's keys: "epochs" to "train_epochs".

    `lesson` is the name of its file in pages/.
    """

    def key(name: str) -> str:
        return f"{lesson}_{name}"

    return key
