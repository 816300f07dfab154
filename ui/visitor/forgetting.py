"""Forget a visitor: what the app keeps of them, and how to delete all of it."""

from contextlib import suppress

from lenet.tensorboard.runs import find_run, remove
from ui.foreman.client import foreman, log_root
from ui.visitor import identity
from ui.visitor.state import drop_state, visitor_state


def forget_all() -> None:
    """Stop what runs for this visitor, and delete all that is kept of them.

    Raises WorkError where the workers cannot be asked; then all of it stays.
    """
    logs = visitor_state().logs
    foreman().ask("forget_visitor", visitor=identity.visitor())
    for run in logs:
        # The quota for logs may have removed it.
        with suppress(FileNotFoundError):
            remove(find_run(log_root(), run))
    drop_state()
    identity.forget_name()
