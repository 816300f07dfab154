"""The bug hunt: a hidden mistake, to be found in the code and the numbers.

Here is what a visitor has found so far. `hunt_lines` takes what would tell out of the
code, `hunt_code` shows it. `hunt_panel` is above the tabs, and `hunt_fixed` runs the
step again without the mistake.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from lenet.microscope.mistakes import MISTAKES
from lenet.results.recording import Recording
from lenet.settings import within
from lenet.source import Source
from ui.lessons.microscope import key
from ui.lessons.microscope.hunt_lines import mistaken
from ui.visitor import workers
from ui.visitor.state import visitor_state

SURPRISE = "surprise"  # among the mistakes to choose from
# Each is a line of code; a setting, such as the learning rate, is none.
HIDDEN = tuple(name for name, mistake in MISTAKES.items() if mistake.code)
MISTAKE = key("mistake")  # the widget: the address has its choice
GUESSED, VERDICT = key("guessed"), key("verdict")
Line = tuple[str, int]
Sources = Mapping[str, Source]


@dataclass(eq=False)
class Hunt:
    """One hidden mistake. A guess is a function and one of its lines, from 1."""

    mistake: str
    guesses: list[Line] = field(default_factory=list)
    is_found: bool = False
    is_shown: bool = False
    is_fixed: bool = False

    @property
    def is_over(self) -> bool:
        """Return whether the line is known: it was found, or asked for."""
        return self.is_found or self.is_shown

    def guess(self, sources: Sources, function: str, line: int) -> None:
        """Mark a guess. Raises ValueError for a line that is not in the code."""
        text = sources[function].text if function in sources else ""
        within("line", line, 1, len(text.splitlines()))
        if not self.is_over and (function, line) not in self.guesses:
            self.guesses.append((function, line))
            self.is_found = (function, line) in wrong_lines(sources)


def is_on() -> bool:
    """Return whether the visitor has chosen to be surprised."""
    return bool(st.session_state.get(MISTAKE) == SURPRISE)


def is_open() -> bool:
    """Return whether a mistake has to be kept hidden."""
    return is_on() and not hunt().is_over


def hunt() -> Hunt:
    """Return the visitor's hunt, the same after a reload; a new one at first."""
    kept: Hunt | None = visitor_state().kept.get(MISTAKE)
    return kept or another()


def has_guessed() -> None:
    """Note that a verdict waits; `rerun_if_guessed` makes the page show it."""
    st.session_state[GUESSED] = True


def rerun_if_guessed() -> None:
    """Run the whole page after a guess: a fragment shows only its own part."""
    if st.session_state.pop(GUESSED, False):
        st.session_state[VERDICT] = True
        st.rerun()


def take_verdict() -> bool:
    """Return once whether there is a verdict that the visitor has not seen."""
    return bool(st.session_state.pop(VERDICT, False))


def another() -> Hunt:
    """Begin a hunt for another mistake than the last one."""
    last: Hunt | None = visitor_state().kept.get(MISTAKE)
    names = [name for name in HIDDEN if last is None or name != last.mistake]
    begun = visitor_state().kept[MISTAKE] = Hunt(random.choice(names))
    return begun


def code_of(mistake: str, recording: Recording) -> dict[str, Source]:
    """Return all functions that run for a step: before it, and in it."""
    chosen = MISTAKES[mistake]
    return {
        "build": workers.source(chosen.build),
        "order": workers.source(f"{chosen.batches}.order"),
        **recording.sources,
    }


def wrong_lines(sources: Sources) -> list[Line]:
    """Return the lines of the mistake's statement."""
    return [
        (name, line) for name, source in sources.items() for line in mistaken(source)
    ]
