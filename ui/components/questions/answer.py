"""The answer to a question: the verdict, the result, and why."""

import streamlit as st

from ui.visitor.answers import Answer


def show_first(first: Answer, *, truth: bool = False) -> None:
    """Show the first prediction in short, above a later one.

    `truth` adds its result, which an open question must not tell. Without a
    prediction there is nothing to show.
    """
    if first.predicted is not None:
        mark = "right" if first.is_right else "not quite"
        said = f"First prediction: **{first.predicted}**, {mark}."
        st.caption(f"{said} {first.truth}" if truth else said)


def show_answer(answer: Answer) -> None:
    """Show the verdict, the result, and why the options are right or wrong."""
    if answer.predicted is None:
        st.markdown(f"There was no prediction for this run. {answer.truth}")
    elif answer.is_right:
        st.markdown(f":green[Right.] {answer.truth}")
    else:
        st.markdown(
            f":orange[Not quite.] You predicted **{answer.predicted}**. {answer.truth}"
        )
    st.markdown("\n".join(f"- {reason}" for reason in reasons(answer)))


def reasons(answer: Answer) -> list[str]:
    """Return the reasons: of a wrong prediction, and of each right option."""
    said = [f"**{label}** is right. {why}" for label, why in answer.right.items()]
    if answer.predicted is not None and not answer.is_right:
        said.insert(0, f"**{answer.predicted}** is wrong here. {answer.predicted_why}")
    return said if answer.right else [*said, "No option describes this run."]
