"""Three questions that end in a paradigm, its reason, and an example."""

import streamlit as st

from lenet.paradigms import advice
from lenet.paradigms.behaviours import BEHAVIOURS
from ui.components.fragments import part
from ui.components.snippets import observation
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.behaviour import observe
from ui.lessons.three_paradigms.columns import side_by_side


@part
def show() -> None:
    """Ask, recommend, and run what only the recommended one can do."""
    answers = {
        name: st.segmented_control(
            question,
            advice.ANSWERS,
            default="No",
            required=True,
            key=key(name),
            persist_state="session",
        )
        for name, question in advice.QUESTIONS.items()
    }
    found = advice.recommend(**answers)
    example = BEHAVIOURS[found.example]
    st.success(f"**{found.paradigm}.** {found.reason}", icon=":material/signpost:")
    st.markdown(f"**{example.title}**: {example.why}")
    seen = observe(found.example)
    side_by_side("advice", lambda paradigm: observation(seen[paradigm]))
