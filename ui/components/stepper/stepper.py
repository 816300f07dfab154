"""The stepper itself: a position, Play, and what was touched since the last run."""

import functools
from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.components.fragments import attempt, guard, refused
from ui.components.stepper.play import Play
from ui.components.stepper.positions import Positions, Steps


class Stepper:
    """A visitor's position in `steps`; `key` begins the keys of all its widgets.

    The slider shows the position, so the server moves it after each press. A press
    that comes before the browser has moved it brings the old position along, as if
    the visitor had moved the slider. Therefore the slider counts only where nothing
    else was touched: see `touch` and `follow`.
    """

    def __init__(self, key: str, steps: Steps) -> None:
        self.key = key
        self.steps = steps
        self.play = Play()
        self._wanted: int | None = None
        self._touched = False

    @property
    def index(self) -> int:
        """Return the current position, from 0."""
        return self.steps.index

    @property
    def last(self) -> int:
        """Return the last position that the slider reaches."""
        return self.steps.last

    def want(self, index: int) -> None:
        """Note where the slider was moved to."""
        self._wanted = index

    def touch(self) -> None:
        """Note that something else than the slider was touched."""
        self._touched = True

    def follow(self) -> None:
        """Go where the slider was moved to; while playing, go on if it is time."""
        wanted, touched = self._wanted, self._touched
        self._wanted, self._touched = None, False
        if wanted is not None and not touched and not self.play.on:
            self.steps.seek(wanted)
        if self.play.take_due():
            self._play_on()

    def press(self, action: Callable[[], None]) -> None:
        """Do what a button asks for, or keep the reason to show it; Play stops."""
        self.touch()
        self.play.stop()
        attempt(action)

    def toggle_play(self) -> None:
        """Turn Play on or off."""
        self.touch()
        self.play.toggle()

    def set_speed(self, speed: float) -> None:
        """Set the speed of Play, in steps a second."""
        self.touch()
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
