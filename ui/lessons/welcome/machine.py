"""What the app runs on: the versions, the processor, the memory."""

import streamlit as st

from ui.components.waiting import when_ready
from ui.visitor import workers

HEIGHT = 160


def show() -> None:
    """Show what this machine has, folded: few visitors want to know."""
    with st.expander("About this machine", icon=":material/memory:"):
        when_ready(_versions, "Then it names its devices.", HEIGHT)


def _versions() -> None:
    try:
        machine = workers.recall("lenet.machine:describe")
    except workers.WorkError as error:
        st.warning(str(error), icon=":material/hourglass_top:")
        return
    with st.grid(3, min_column_width=200):
        for name, value in {**machine, "Streamlit": st.__version__}.items():
            st.markdown(f"**{name}**  \n{value}")
