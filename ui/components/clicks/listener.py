"""Listen for clicks on the picks in a container."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

_clicks = st.components.v2.component(
    "lenet_clicks", js=(Path(__file__).parent / "clicks.js").read_text("utf-8")
)


def listen(key: str, within: str, on_pick: Callable[[str], None]) -> None:
    """Call `on_pick` with the value of each pick that is clicked in a container.

    `within` is the key of the container. Inside a fragment, a click reruns only the
    fragment. A value comes from the browser: whoever takes it has to check it.
    """
    with st.container(key=f"{key}_clicks"):  # of which CSS leaves no gap
        _clicks(
            key=f"{key}_picked",
            data={"within": within},
            on_picked_change=lambda: on_pick(st.session_state[f"{key}_picked"].picked),
        )
