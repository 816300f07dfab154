"""The buttons that move through a recorded step, and on to the next."""

import time
from collections.abc import Callable

import streamlit as st

from ui.components.fragments import attempt, show_refusal
from ui.lessons.microscope.session import Session, current

SPEEDS = [0.5, 1.0, 2.0, 4.0]  # frames a second
# A tick that comes a little early is the one that was due.
EARLY = 0.2


def interval() -> float | None:
    """Give the seconds between two frames while playing; None while not."""
    if not st.session_state.get("playing"):
        return None
    return 1 / float(st.session_state.get("speed", 1.0))


def advance_if_due() -> None:
    """Go one frame on while playing, when its time has come."""
    seconds = interval()
    now = time.monotonic()
    due = st.session_state.get("frame_due", 0.0)
    if seconds is None or now < due - EARLY * seconds:
        return
    # In step with the clock; where a frame took too long, on from now.
    st.session_state.frame_due = max(due + seconds, now + seconds / 2)
    _move(current().step)


def buttons() -> None:
    """Show the buttons, each with its key."""
    session = current()
    playing = bool(st.session_state.get("playing"))
    at_start = session.place == 0 and len(session.states) == 1
    with st.container(horizontal=True, gap="small", key="transport"):
        _button("Reset", "restart_alt", "Z", _reset, "Back to the first batch.")
        _button(
            "Back",
            "skip_previous",
            "B",
            session.back,
            "One frame back, into the batch before if need be.",
            disabled=at_start,
        )
        _button("Step", "skip_next", "S", session.step, "One frame on.", primary=True)
        _button("Next phase", "fast_forward", "P", session.next_phase, "")
        _button("Next batch", "last_page", "N", session.next_batch, "")
        st.button(
            "Pause" if playing else "Play",
            icon=":material/pause:" if playing else ":material/play_arrow:",
            shortcut="K",
            key="play",
            on_click=_play,
        )
        st.selectbox(
            "Speed",
            SPEEDS,
            index=SPEEDS.index(1.0),
            format_func=lambda speed: f"{speed:g} a second",
            key="speed",
            on_change=touch,
            label_visibility="collapsed",
            width=140,
            persist_state="session",
        )


def more() -> None:
    """Let batches be recorded where no lines are shown."""
    with st.container(horizontal=True, gap="small"):
        for number in (1, 10):
            st.button(
                "Next batch" if number == 1 else f"Next {number} batches",
                icon=":material/last_page:",
                key=f"more_{number}",
                on_click=_several,
                args=(number,),
            )
    show_refusal()


def slider() -> None:
    """Show the frames of this step as a slider.

    The buttons move it as well. Where a press comes before the browser has moved
    it, the press brings its old place along: see `seek`.
    """
    session = current()
    st.session_state.frame_number = session.place + 1
    st.slider(
        f"{session.frame.phase.capitalize()}, frame {session.place + 1} of "
        f"{session.last + 1} · {session.counters}",
        1,
        session.last + 1,
        key="frame_number",
        on_change=_move_slider,
        disabled=bool(st.session_state.get("playing")),
    )


def touch() -> None:
    """Note that something else than the slider was touched."""
    st.session_state.touched = True


def seek() -> None:
    """Go where the slider was moved to, if it was what the visitor moved.

    It was not if something else was touched in the same moment, nor while playing:
    the place that came along is an old one then.
    """
    wanted = st.session_state.pop("seek_to", None)
    touched = st.session_state.pop("touched", False)
    if wanted is not None and not touched and interval() is None:
        current().seek(wanted)


def _button(
    label: str,
    icon: str,
    key: str,
    action: Callable[[], None],
    help: str,
    *,
    disabled: bool = False,
    primary: bool = False,
) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        shortcut=key,
        key=f"transport_{key}",
        type="primary" if primary else "secondary",
        on_click=_pressed,
        args=(action,),
        help=help or None,
        disabled=disabled,
    )


def _pressed(action: Callable[[], None]) -> None:
    touch()
    st.session_state.playing = False
    _move(action)


def _move(action: Callable[[], None]) -> None:
    attempt(action)
    if "refusal" in st.session_state:
        st.session_state.playing = False


def _several(number: int) -> None:
    for _ in range(number):
        _pressed(current().next_batch)


def _play() -> None:
    touch()
    st.session_state.playing = not st.session_state.get("playing")
    st.session_state.frame_due = time.monotonic() + (interval() or 0.0)


def _move_slider() -> None:
    st.session_state.seek_to = st.session_state.frame_number - 1


def _reset() -> None:
    old = current()
    st.session_state["_microscope"] = Session(old.choice)
