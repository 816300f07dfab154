"""Change the picture: the gradient with respect to the input, and steps along it."""

import streamlit as st

from lenet.autodiff.picture import MOST_STEPS
from lenet.results.picture_gradient import Walk
from ui.components.charts import CONFIG
from ui.components.choices import one_in_a_row
from ui.components.code import HEIGHT, code_boxes
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.links import link_to
from ui.components.numbers import percent
from ui.components.questions import ask
from ui.components.waiting import waiting
from ui.lessons.automatic_differentiation import key, runs
from ui.lessons.automatic_differentiation.picture.charts import bars, curves
from ui.lessons.automatic_differentiation.picture.choices import (
    Chosen,
    choose,
    walk_of,
)
from ui.lessons.automatic_differentiation.picture.pictures import (
    only_picture,
    pictures,
)
from ui.lessons.automatic_differentiation.picture.questions import (
    how_many_steps,
    score_truth,
    steepest,
    steps_needed,
    steps_truth,
    which_score,
)
from ui.lessons.automatic_differentiation.picture.showed import showed
from ui.lessons.automatic_differentiation.tabs import PICTURE, close

FIRST_STEP = 20
PIECES = {
    "The gradient and a step": "lenet.autodiff.picture.gradient",
    "All steps": "lenet.autodiff.picture.walking:walk",
}


@part
def show() -> None:
    """Ask how far the picture must change; show each step of the walk."""
    st.markdown(
        "Training changes the weights and keeps the pictures. Here it is the other "
        "way round: the weights stay, and the tape computes the gradient **with "
        "respect to the picture**. It says for each pixel how much LeNet's score "
        "rises if the pixel becomes brighter. Where would this digit have to change "
        "to be less of a 3, or more of an 8?",
        help=explain("tape", "gradient", "logits", "adversarial example"),
    )
    chosen = choose()
    if chosen is None:
        close(PICTURE)
        return
    with waiting("Computing the steps", HEIGHT):
        walk = walk_of(chosen)
    picture, questions = st.columns([1, 2], gap="medium")
    with picture:
        show_picture(walk)
    with questions:
        has_run = ask_and_run(chosen, walk)
    if has_run:
        show_step(chosen, walk)
    code_boxes(PIECES, key=key("picture_code"))
    close(PICTURE, *(showed(walk) if has_run else ()), chosen=chosen.code(walk))
    link_to("draw_a_digit", "Draw a digit, and then change it here", "draw")


def show_picture(walk: Walk) -> None:
    """Show the picture itself, and what LeNet predicts for it."""
    st.html(only_picture(walk))
    predicted = walk.prediction(0)
    probability = percent(float(walk.probabilities[0, predicted]))
    st.markdown(f"LeNet predicts **{predicted}** with a probability of {probability}.")


def ask_and_run(chosen: Chosen, walk: Walk) -> bool:
    """Show the questions and the button; return whether it was pressed."""
    number_of_run = runs.begun(chosen.run) or chosen.run
    steps = ask(how_many_steps(walk), run=number_of_run)
    score = ask(which_score(walk), run=number_of_run)
    runs.button(
        chosen.run,
        "Compute the gradient, move the picture along it, and do it again.",
        f"Take {MOST_STEPS} steps",
        name="picture_run",
    )
    if not runs.begun(chosen.run) or steps.is_again or score.is_again:
        return False
    steps.reveal(steps_needed(walk), steps_truth(walk))
    score.reveal(steepest(walk), score_truth(walk))
    return True


def show_step(chosen: Chosen, walk: Walk) -> None:
    """Show the pictures and the probabilities after a step of the walk."""
    step = one_in_a_row(
        "Steps taken",
        list(range(MOST_STEPS + 1)),
        FIRST_STEP,
        key("picture_step"),
        "Move it to see the picture after each step.",
    )
    st.html(pictures(walk, chosen.score, step))
    now, over_the_steps = st.columns(2, gap="medium")
    with now:
        st.plotly_chart(
            bars(walk, step),
            key=key("picture_bars"),
            config=CONFIG,
            alt=f"The ten probabilities, of the picture and after step {step}",
        )
    with over_the_steps:
        st.plotly_chart(
            curves(walk, step),
            key=key("picture_curves"),
            config=CONFIG,
            alt="The probabilities of some digits over the steps",
        )
