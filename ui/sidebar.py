"""The lines at the foot of the sidebar: what goes on behind the pages."""

import streamlit as st

from ui.visitor import jobs, workers


def status(on_page: str) -> None:
    """Say how the training and TensorFlow stand, for as long as that changes."""
    training = jobs.follow().training
    if training and training.active and on_page != "train":
        _follow_training()
    elif not workers.is_ready():
        _follow_warm_up()


@st.fragment(run_every=2.0)
def _follow_training() -> None:
    training = jobs.follow().training
    if training is None or not training.active:
        st.rerun()
    else:
        st.progress(training.progress, text=f"Training: {training.summary.lower()}")


@st.fragment(run_every=1.0)
def _follow_warm_up() -> None:
    template = workers.state().get("template", {})
    if template.get("state") == "failed":
        st.error(f"TensorFlow did not start: {template['reason']}")
    elif template.get("state") == "ready":
        st.rerun()
    else:
        st.caption(":material/hourglass_top: TensorFlow is starting …")
