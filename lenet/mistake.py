"""What every mistake has that a lesson makes on purpose; no TensorFlow."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One thing done wrong: what it is, where it shows and how to fix it.

    `what`, `look_at` and `fix` are Markdown. `code` names what has the mistake
    in it, "lenet.module:name", for `lenet.source.resolve`. Each is empty where
    there is nothing to say or no such code. A lesson extends this class with
    what its trainings need.
    """

    title: str
    what: str = ""
    look_at: str = ""
    fix: str = ""
    code: str = ""
