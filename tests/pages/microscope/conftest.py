"""The page as a new visitor sees it; a worker that fails; a clock that stands."""

from types import SimpleNamespace

import pytest

from tests.pages.microscope.reading import GONE
from ui.components.stepper import play
from ui.lessons.microscope import hunt as game
from ui.visitor import workers


@pytest.fixture
def microscope(open_page):
    """Open the page as a new visitor."""

    def microscope(**query):
        app = open_page("microscope", **query)
        assert not app.error, app.error
        return app

    return microscope


@pytest.fixture
def broken(monkeypatch):
    """Make workers fail, from `start` until `stop`."""

    def fail(target, *args, **kwargs):
        raise workers.WorkError(GONE)

    return SimpleNamespace(
        start=lambda: monkeypatch.setattr(workers, "call", fail),
        stop=monkeypatch.undo,
    )


@pytest.fixture
def clock(monkeypatch):
    """Stand still until a test moves it on."""
    clock = SimpleNamespace(now=1_000.0)
    stopped = SimpleNamespace(monotonic=lambda: clock.now)
    monkeypatch.setattr(play, "time", stopped)
    return clock


@pytest.fixture
def hidden(monkeypatch):
    """Decide which mistake a hunt hides."""

    def hidden(name):
        monkeypatch.setattr(game.random, "choice", lambda names: name)

    return hidden
