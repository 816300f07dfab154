"""Above the tabs: what to do in a hunt, the verdict on each guess, and the reason."""

import streamlit as st

from lenet.microscope.mistakes import MISTAKES
from ui.components.numbers import counted
from ui.lessons.microscope import key
from ui.lessons.microscope.hunt import (
    Hunt,
    another,
    code_of,
    hunt,
    take_verdict,
    wrong_lines,
)
from ui.lessons.microscope.hunt_code import choose_click, text_of
from ui.lessons.microscope.hunt_fixed import show_fixed
from ui.lessons.microscope.session import Session


def show_hunt(session: Session) -> None:
    """Show the visitor's hunt for the mistake that a session was recorded with."""
    game = hunt()
    if take_verdict():  # the code may be far below the panel
        st.toast("Right, this line!" if game.is_found else "Not this line.")
    with st.container(border=True):
        if game.is_over:
            _show_end(game, session)
        else:
            _show_open(game, session)


def _show_open(game: Hunt, session: Session) -> None:
    st.markdown(
        "**Bug hunt.** One line of the code that runs is wrong. Step through it, and "
        "look at the numbers. Then click the wrong line, on the tab *Line by line*."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose_click()
        st.button(
            "Show me the line",
            icon=":material/visibility:",
            key=key("hunt_show"),
            on_click=_show_line,
            args=(game,),
        )
        _another_button()
    if game.guesses:
        sources = code_of(game.mistake, session.recording)
        function, line = game.guesses[-1]
        st.markdown(
            f":orange[Not this line:] `{text_of(sources[function], line)}` in "
            f"`{function}`. Wrong guesses so far: {len(game.guesses)}."
        )


def _show_end(game: Hunt, session: Session) -> None:
    sources = code_of(game.mistake, session.recording)
    function, line = wrong_lines(sources)[0]
    code = text_of(sources[function], line)
    if game.is_found:
        tries = counted(len(game.guesses), "guess", "guesses")
        st.markdown(f":green[Right,] after {tries}: `{code}` in `{function}`.")
    else:
        st.markdown(f"The wrong line is `{code}` in `{function}`.")
    mistake = MISTAKES[game.mistake]
    reasons = [f"**{mistake.title}.** {mistake.fix}"]
    reasons += [f"This run shows it. {each.text}" for each in session.symptoms]
    st.markdown("\n".join(f"- {reason}" for reason in reasons))
    with st.container(horizontal=True):
        if not game.is_fixed:
            st.button(
                "Apply the fix and run again",
                type="primary",
                icon=":material/build:",
                key=key("hunt_fix"),
                on_click=_fix,
                args=(game,),
                help="Record the first step with the mistake and without it.",
            )
        _another_button()
    if game.is_fixed:
        show_fixed(session.choice, game.mistake)


def _another_button() -> None:
    st.button(
        "Another mistake",
        icon=":material/shuffle:",
        key=key("hunt_another"),
        on_click=_begin_another,
    )


def _begin_another() -> None:
    another()


def _show_line(game: Hunt) -> None:
    game.is_shown = True


def _fix(game: Hunt) -> None:
    game.is_fixed = True
