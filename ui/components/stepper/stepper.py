"""The stepper itself: a position, Play, and what was touched since the last run."""

import functools
from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.components.fragments import attempt, guard, refused
from ui.components.stepper.play import Play
from ui.components.stepper.positions import Positions, Steps

# This many sliders take turns. A new one for each press would leave something in
# Streamlit's memory each time; by its next turn, a browser has long forgotten one.
SLIDERS = 16


class Stepper:
    """A visitor's position in `steps`; `key` begins the keys of all its widgets.

    The slider shows the position. Whatever is touched before the browser shows that
    a press has moved it brings the old position along, as if the visitor had moved
    the slider. Therefore a press puts another slider in its place, and what comes
    from the one before counts no more: see `slider` and `move`.
    """

    def __init__(self, key: str, steps: Steps) -> None:
        self.key = key
        self.steps = steps
        self.play = Play()
        self._wanted: int | None = None
        self._slider = 0
        self._slider_at = steps.index

    @property
    def index(self) -> int:
        """Return the current position, from 0."""
        return self.steps.index

    @property
    def last(self) -> int:
        """Return the last position that the slider reaches."""
        return self.steps.last

    def slider(self) -> str:
        """Return the key of the slider; another one if all but it moved on."""
        if self._slider_at != self.index:
            self._slider_at = self.index
            self._slider = (self._slider + 1) % SLIDERS
        return f"{self.key}_slider_{self._slider}"

    def move(self, slider: str, index: int) -> None:
        """Note where a slider was moved to, if it is still the one that shows."""
        if slider == f"{self.key}_slider_{self._slider}":
            self._wanted = self._slider_at = index

    def follow(self) -> None:
        """Go where the slider was moved to; while playing, go on if it is time."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self.play.on:
            self.steps.seek(wanted)
        if self.play.take_due():
            self._play_on()

    def press(self, action: Callable[[], None]) -> None:
        """Do what a button asks for, or keep the reason to show it; Play stops."""
        self.play.stop()
        attempt(action)

    def toggle_play(self) -> None:
        """Turn Play on or off."""
        self.play.toggle()

    def set_speed(self, speed: float) -> None:
        """Set the speed of Play, in steps a second."""
        self.play.speed = speed

    # Looked up when pressed: a choice may have brought other steps by then.
    def reset(self) -> None:
        """Go to the very first position."""
        self.steps.reset()

    def back(self) -> None:
        """Go to the position before."""
        self.steps.back()

    def step(self) -> None:
        """Go to the position after."""
        self.steps.step()

    def fragment(self, show: Callable[..., None]) -> Callable[..., None]:
        """Return `show` as a fragment that follows, and reruns by itself in Play."""
        interval = self.play.interval

        @functools.wraps(show)
        def stepped(*args: Any) -> None:
            self.follow()
            if self.play.interval != interval:
                st.rerun()  # a fragment keeps the timer that it was made with
            show(*args)

        made: Callable[..., None] = st.fragment(guard(stepped), run_every=interval)
        return made

    def _play_on(self) -> None:
        if self.steps.can_step:
            attempt(self.step)
        if refused() or not self.steps.can_step:
            self.play.stop()


def stepper_of(key: str, count: int) -> Stepper:
    """Return this visitor's stepper through `count` positions."""
    kept: Stepper | None = st.session_state.get(key)
    return stepper_through(key, Positions(count, kept.index if kept else 0))


def stepper_through(key: str, steps: Steps) -> Stepper:
    """Return this visitor's stepper of this key, now moving through `steps`."""
    kept: Stepper = st.session_state.setdefault(key, Stepper(key, steps))
    kept.steps = steps
    return kept
