"""The stepper's controls: buttons with their shortcuts, Play, and the slider."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components.fragments import show_refusal
from ui.components.stepper.play import SPEEDS
from ui.components.stepper.stepper import Stepper


@dataclass(frozen=True)
class Button:
    """A button of a stepper; `shortcut` presses it. Streamlit refuses C and R."""

    label: str
    icon: str
    shortcut: str
    action: Callable[[], None]
    enabled: bool = True


def show_stepper(
    stepper: Stepper,
    label: str,
    *,
    more: Sequence[Button] = (),
    helps: Mapping[str, str] | None = None,
    play: bool = False,
) -> DeltaGenerator:
    """Show the controls; return the slider's row, for what stands beside it.

    `label` is the slider's. `more` buttons follow Step, and `helps` explains buttons
    by their labels.
    """
    with st.container(key=f"{stepper.key}_bar"):
        row = _row("small")
        with row:
            for button in (*_moves(stepper), *more):
                _button(stepper, button, (helps or {}).get(button.label))
            if play:
                _play(stepper)
        show_refusal()
        if more or play:
            row = _row("medium")
        with row:
            _slider(stepper, label)
    return row


def _row(gap: Literal["small", "medium"]) -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="bottom", gap=gap)


def _moves(stepper: Stepper) -> tuple[Button, ...]:
    steps = stepper.steps
    return (
        Button("Reset", "restart_alt", "Z", stepper.reset, steps.can_reset),
        Button("Back", "skip_previous", "B", stepper.back, steps.can_go_back),
        Button("Step", "skip_next", "S", stepper.step, steps.can_step),
    )


def _button(stepper: Stepper, button: Button, help: str | None) -> None:
    st.button(
        button.label,
        icon=f":material/{button.icon}:",
        shortcut=button.shortcut,
        key=f"{stepper.key}_{button.shortcut}",
        type="primary" if button.label == "Step" else "secondary",
        on_click=stepper.press,
        args=(button.action,),
        help=help,
        disabled=not button.enabled,
    )


def _play(stepper: Stepper) -> None:
    playing = stepper.play.on
    st.button(
        "Pause" if playing else "Play",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        shortcut="K",
        key=f"{stepper.key}_K",
        on_click=stepper.toggle_play,
    )
    key = f"{stepper.key}_speed"
    st.selectbox(
        "Speed",
        SPEEDS,
        index=SPEEDS.index(1.0),
        format_func=lambda speed: f"{speed:g} a second",
        key=key,
        on_change=lambda: stepper.set_speed(st.session_state[key]),
        label_visibility="collapsed",
        width=140,
        persist_state="session",
    )


def _slider(stepper: Stepper, label: str) -> None:
    if stepper.last == 0:  # a slider needs two ends
        st.caption(label)
        return
    key = stepper.slider()
    st.session_state[key] = stepper.index + 1
    with st.container(key=f"{stepper.key}_slider"):
        st.slider(
            label,
            1,
            stepper.last + 1,
            key=key,
            on_change=lambda: stepper.move(key, st.session_state[key] - 1),
            disabled=stepper.play.on,
        )
