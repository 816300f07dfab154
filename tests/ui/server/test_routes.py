"""What the server answers beside Streamlit's pages."""

import subprocess
import sys

from tests.server import ROOT
from ui.server.routes import routes_served, serving

STARTED = """
import sys
import streamlit_app
assert "httpx" not in sys.modules
"""


def test_pages_can_tell_that_the_routes_are_served():
    assert not routes_served()
    with serving():
        assert routes_served()
    assert not routes_served()


def test_the_server_starts_without_the_proxys_http_client():
    done = subprocess.run(
        [sys.executable, "-c", STARTED], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
