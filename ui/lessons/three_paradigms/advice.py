"""Three questions that end in a paradigm, its reason, and an example."""

import streamlit as st

from lenet.paradigms import advice
from lenet.paradigms.advice import Advice
from lenet.paradigms.behaviours import BEHAVIOURS
from ui.components.fragments import guard
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.behaviour import observe, show_attempt
from ui.lessons.three_paradigms.columns import side_by_side
from ui.lessons.three_paradigms.tabs import ADVICE, close

HELP = {
    "branches": "A branch is a layer whose output goes to two layers, or a layer "
    "that takes the outputs of two.",
    "decides": "For example: invert an image only if it is bright.",
    "alone": "For example: a server that loads the file, and has no Python code of "
    "yours.",
}


@guard
def show() -> None:
    """Show the questions; recommend, and run what only that paradigm can do."""
    answers = _ask()
    given = {name: answer for name, answer in answers.items() if answer}
    if len(given) < len(answers):
        st.info(
            f"Answer the three questions about a model that you have in mind: "
            f"{len(given)} of {len(answers)} answered.",
            icon=":material/signpost:",
        )
        close(ADVICE)
        return
    found = advice.recommend(**given)
    _recommend(found)
    _run_example(found)
    close(
        ADVICE,
        f"For such a model: **{found.paradigm}**.",
        "The paradigm changes what Keras knows about a model. It does not change "
        "what the model computes.",
    )


def _ask() -> dict[str, str | None]:
    return {
        name: st.segmented_control(
            question,
            advice.ANSWERS,
            key=key(name),
            bind="query-params",
            help=HELP[name],
        )
        for name, question in advice.QUESTIONS.items()
    }


def _recommend(found: Advice) -> None:
    st.success(f"**{found.paradigm}.** {found.reason}", icon=":material/signpost:")
    if found.paradigm != st.session_state.paradigm:
        st.button(
            f"Use {found.paradigm} in all lessons",
            icon=":material/check:",
            on_click=_choose,
            args=(found.paradigm,),
            help="Choose it in the sidebar. It trains, draws and exports this LeNet.",
        )


def _choose(paradigm: str) -> None:
    st.session_state.paradigm = paradigm


def _run_example(found: Advice) -> None:
    example = BEHAVIOURS[found.example]
    st.markdown(
        f"Only {found.paradigm} can do this. **{example.title}**: {example.why}"
    )
    seen = observe(found.example)
    side_by_side(
        "advice",
        lambda paradigm: show_attempt(found.example, paradigm, seen[paradigm]),
        framed=found.paradigm,
        badge="recommended",
    )
