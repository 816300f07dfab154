"""The frame around every page: navigation, the sidebar, the visitor."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
if str(HERE.parent) not in sys.path:  # `streamlit run ui/shell.py`, no server
    sys.path.insert(0, str(HERE.parent))

from ui import sidebar  # noqa: E402
from ui.components import styles  # noqa: E402
from ui.components.cells_reader import read_cells  # noqa: E402
from ui.components.images import svg_address  # noqa: E402
from ui.components.links import FOLDER  # noqa: E402
from ui.lessons import PAGES, WELCOME, Page  # noqa: E402

icon = svg_address(HERE / "icon.svg")
st.set_page_config(page_title="LeNet Lab", page_icon=icon, layout="wide")
st.logo(svg_address(HERE / "logo.svg"), icon_image=icon, size="large")
styles.load()
read_cells()


def entry(page: Page) -> st.Page:
    """Make the navigation's entry for a page; its file's name is its address."""
    return st.Page(
        FOLDER / f"{page.name}.py",
        title=page.title,
        icon=f":material/{page.icon}:",
        help=page.promise,
        default=page is WELCOME,
    )


sections: dict[str, list[st.Page]] = {}
for page in PAGES:
    sections.setdefault(page.section, []).append(entry(page))
navigation = st.navigation(sections)

with st.sidebar:
    sidebar.show(on_page=navigation.url_path)

navigation.run()
