"""The server of LeNet Lab: streamlit run streamlit_app.py."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.routing import Route
from streamlit import config

from lenet import environment
from lenet.start import keras_choice
from ui.foreman.client import foreman
from ui.server.freeing import give_back_after_visits, give_back_large
from ui.server.health import health_route
from ui.server.routes import TensorBoardRoute, serving
from ui.server.stale_reruns import drop_stale_reruns
from ui.server.turns import take_turns
from ui.server.uploads import keep_few_uploads
from ui.server.widget_states import ignore_unreadable

# Seconds for which a first page has the machine to itself. Its script starts
# TensorFlow; without a visitor, TensorFlow starts after this time.
HEAD_START = 2.0

# Before the server starts: an error of its lifespan would be a long traceback.
try:
    environment.check()
    keras_choice.check()
except ValueError as error:
    sys.exit(str(error))

give_back_large()
drop_stale_reruns()
take_turns()
keep_few_uploads()
ignore_unreadable()

folder = config.get_option("server.baseUrlPath").strip("/")
base = f"/{folder}" if folder else ""
tensorboard = TensorBoardRoute()


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Start TensorFlow and TensorBoard in the background; end both with the server."""
    start = asyncio.get_running_loop().call_later(HEAD_START, foreman().start)
    # The first page's modules are imported while its browser loads Streamlit.
    threading.Thread(
        target=import_module, args=["ui.lessons.welcome.try_it"], daemon=True
    ).start()
    freeing = asyncio.create_task(give_back_after_visits())
    try:
        with serving():
            yield
    finally:
        start.cancel()
        freeing.cancel()
        await tensorboard.close()
        await to_thread.run_sync(foreman().stop)


app = st.App(
    Path(__file__).parent / "ui" / "shell.py",
    lifespan=lifespan,
    routes=[
        # /tensorboard, without the slash at its end, is a page of the app.
        Route(f"{base}/tensorboard/{{path:path}}", tensorboard),
        health_route(foreman().state, base),
    ],
)
