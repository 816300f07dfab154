"""Widget states that no browser sends: to Streamlit 1.67 they are errors in the app.

Anybody can send any value for any widget. One that cannot be read counts as none, and
the widget has its default.
"""

import functools
import logging
from typing import Any

from streamlit.runtime.state.session_state import Serialized, Value, WStates

log = logging.getLogger(__name__)


@functools.cache
def ignore_unreadable() -> None:
    """Make all sessions ignore the widget states that cannot be read; call it once."""
    read = WStates.__getitem__

    def get(states: WStates, key: str) -> Any:
        try:
            check_kind(states, key)
            return read(states, key)
        except KeyError:
            raise
        except Exception as error:
            log.warning("A widget's state was ignored: %s.", type(error).__name__)
            value = states.widget_metadata[key].deserializer(None)
            states.states[key] = Value(value)
            return value

    WStates.__getitem__ = get  # type: ignore[method-assign]


def check_kind(states: WStates, key: str) -> None:
    """Raise TypeError for a state of another kind than the widget's own."""
    state, metadata = states.states.get(key), states.widget_metadata.get(key)
    if not isinstance(state, Serialized) or metadata is None:
        return
    kind = state.value.WhichOneof("value")
    if kind not in (metadata.value_type, None):
        raise TypeError(kind)
