"""The buttons that move through the stages of a recorded step."""

from collections.abc import Sequence

import streamlit as st

PLACE = "_split_place"


def stage(titles: Sequence[str]) -> int:
    """Show where the step stands, and give it, from 0: buttons, keys, a slider.

    The buttons move the slider as well. Where a press comes before the browser has
    moved it, its old place comes along, and does not count.
    """
    last = len(titles) - 1
    _seek()
    place = min(max(int(st.session_state.get(PLACE, 0)), 0), last)
    st.session_state[PLACE] = place
    with st.container(
        horizontal=True,
        vertical_alignment="bottom",
        gap="small",
        key="split_transport",
    ):
        _button("Reset", "restart_alt", "Z", -last, disabled=place == 0)
        _button("Back", "skip_previous", "B", -1, disabled=place == 0)
        _button("Step", "skip_next", "S", 1, disabled=place == last)
        st.session_state.split_stage = place + 1
        st.slider(
            f"Stage {place + 1} of {last + 1}: {titles[place]}",
            1,
            last + 1,
            key="split_stage",
            on_change=_moved,
        )
    return place


def touch() -> None:
    """Note that something else than the slider was touched."""
    st.session_state.split_touched = True


def _seek() -> None:
    wanted = st.session_state.pop("split_wanted", None)
    touched = st.session_state.pop("split_touched", False)
    if wanted is not None and not touched:
        st.session_state[PLACE] = wanted


def _button(label: str, icon: str, key: str, by: int, *, disabled: bool) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        shortcut=key,
        key=f"split_{key}",
        type="primary" if key == "S" else "secondary",
        on_click=_pressed,
        args=(by,),
        disabled=disabled,
    )


def _pressed(by: int) -> None:
    touch()
    st.session_state[PLACE] = int(st.session_state.get(PLACE, 0)) + by


def _moved() -> None:
    st.session_state.split_wanted = st.session_state.split_stage - 1
