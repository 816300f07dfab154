"""Every page by AppTest, through the shell, with the real workers behind it."""

import gc
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.deadlines import LONG_DEADLINE, wait_until
from ui.foreman.client import foreman

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def workers(tmp_path_factory):
    """Start this process's foreman once for all pages; end it after them."""
    patch = pytest.MonkeyPatch()
    patch.setenv("LENET_LOGS", str(tmp_path_factory.mktemp("logs")))
    foreman().start()
    wait_until(lambda: "jobs" in foreman().state())
    yield foreman()
    foreman().stop()
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _frozen():
    """Keep what is imported out of garbage collection.

    Streamlit collects after each run of a page, and where a test has imported
    TensorFlow its objects would take that a third of a second.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def open_page():
    """Open a page as a new visitor."""

    def open_page(name, **query):
        app = AppTest.from_file(
            str(ROOT / "ui" / "shell.py"), default_timeout=LONG_DEADLINE
        )
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        if name != "welcome":
            app.switch_page(f"../pages/{name}.py").run()
        assert not app.exception, app.exception
        return app

    return open_page
