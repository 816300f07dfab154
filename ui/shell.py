"""The frame around every page: navigation, the sidebar, who is visiting."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
if str(HERE.parent) not in sys.path:  # `streamlit run ui/shell.py`, no server
    sys.path.insert(0, str(HERE.parent))

from lenet.settings import PARADIGM_NAMES  # noqa: E402
from ui import sidebar  # noqa: E402
from ui.components import styles  # noqa: E402
from ui.components.images import svg_address  # noqa: E402
from ui.components.links import PAGES  # noqa: E402
from ui.visitor.identity import recognise  # noqa: E402

icon = svg_address(HERE / "icon.svg")
st.set_page_config(page_title="LeNet Lab", page_icon=icon, layout="wide")
st.logo(svg_address(HERE / "logo.svg"), icon_image=icon, size="large")
styles.load()


def page(
    name: str, title: str, icon: str, help: str, *, default: bool = False
) -> st.Page:
    """Name one of the files in pages/; the file's name is its address."""
    return st.Page(
        PAGES / f"{name}.py",
        title=title,
        icon=f":material/{icon}:",
        help=help,
        default=default,
    )


navigation = st.navigation(
    {
        "Start here": [
            page(
                "welcome",
                "Welcome",
                "home",
                "What this is, a digit to draw at once, and the map of the lessons.",
                default=True,
            ),
            page(
                "draw_a_digit",
                "Draw a digit",
                "draw",
                "Draw, upload or pick a digit; two networks say what they read.",
            ),
        ],
        "Understand": [
            page(
                "three_paradigms",
                "Three paradigms",
                "view_column",
                "Sequential, Functional and Subclassing side by side, with proof.",
            ),
        ],
        "Train": [
            page(
                "train",
                "Train",
                "play_circle",
                "Train your own LeNet and watch loss and accuracy as it learns.",
            ),
            page(
                "microscope",
                "Microscope",
                "biotech",
                "One training step, forwards and backwards, line by line.",
            ),
            page(
                "replicas",
                "Replicas",
                "hub",
                "One training step on many devices, here and on a cluster.",
            ),
            page(
                "tensorboard",
                "TensorBoard",
                "monitoring",
                "Your runs in TensorBoard, started and served by this app.",
            ),
        ],
    }
)

with st.sidebar:
    st.radio(
        "Paradigm",
        PARADIGM_NAMES,
        index=PARADIGM_NAMES.index("Subclassing"),
        key="paradigm",
        bind="query-params",
        help="How the same LeNet is written. All three compute the same numbers.",
    )
    st.number_input(
        "Seed",
        min_value=0,
        max_value=9999,
        value=0,
        step=1,
        key="seed",
        bind="query-params",
        help="Decides the first weights and the order of the images. "
        "The same seed gives the same training, bit for bit.",
    )
    recognise()
    sidebar.status(on_page=navigation.url_path)

navigation.run()
