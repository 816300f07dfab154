"""The base of all mistakes that a lesson makes on purpose; no TensorFlow."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake: what it is, where it shows and how to fix it.

    `what`, `look_at` and `fix` are Markdown. `code` is the name of the code
    with the mistake, "lenet.module:name", for `lenet.source.resolve`. Each may
    be empty. A lesson extends this class with what its trainings need.
    """

    title: str
    what: str = ""
    look_at: str = ""
    fix: str = ""
    code: str = ""
