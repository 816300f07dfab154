"""What looks wrong in a training, and a button for what may help."""

import streamlit as st

from lenet.microscope.training_symptoms import Change, change, symptom
from lenet.settings import Settings
from ui.components.links import link_to
from ui.lessons.train import key
from ui.visitor.state import Training


def show(training: Training | None, settings: Settings) -> None:
    """Show the hint for this training, and a change of the settings that may help.

    `settings` are those that are chosen now: the next training has them. It is for
    a fragment: the button reruns the whole page.
    """
    found = symptom(training.reports) if training else None
    if training is None or found is None:
        return
    advised = change(training.settings, found)
    with st.container(border=True, key=key("hint")):
        st.markdown(
            f":material/stethoscope: **{found.name}.** {found.text} {advised.why}"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            if getattr(settings, advised.setting) == advised.value:
                first = "Press **Stop**, then **Start**" if training.active else ""
                st.markdown(f"It is set. {first or 'Press **Start**'}: new weights.")
            else:
                _offer(advised)
            link_to("microscope", "See one step under the microscope", "biotech")


def _offer(advised: Change) -> None:
    if st.button(
        advised.label,
        icon=":material/build:",
        key=key("try"),
        on_click=_set,
        args=(advised,),
        help="Sets it for the next training. Nothing starts yet.",
    ):
        st.rerun()


def _set(advised: Change) -> None:
    name, value = advised.setting, advised.value
    if name == "limit":  # the slider holds a share of all images
        name, value = "share", 1.0
    st.session_state[key(name)] = value
