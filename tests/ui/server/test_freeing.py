"""What visitors had goes with them, although it refers to itself."""

import gc
import weakref

from ui.server.freeing import give_back, give_back_large, sessions


class Circle:
    """What refers to itself, as a session does."""

    def __init__(self):
        self.itself = self


def test_what_refers_to_itself_is_deleted():
    give_back_large()
    gc.disable()
    try:
        left = weakref.ref(Circle())
        assert left()
        give_back()
        assert left() is None
    finally:
        gc.enable()


def test_without_a_server_there_are_no_sessions():
    assert sessions() == 0
