"""The last training as a script and a notebook that need only TensorFlow."""

import ast
from dataclasses import replace
from functools import partial
from sys import stdlib_module_names

import streamlit as st

from lenet.results.export import Rerun
from lenet.settings import Settings
from ui.components import progress
from ui.components.fragments import guard
from ui.components.numbers import counted
from ui.components.questions import ask
from ui.components.training.taken import (
    described,
    expected,
    last_training,
    offer,
    written,
)
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.questions import SAME_WEIGHTS, how_both_ended
from ui.lessons.three_paradigms.tabs import EXPORT, close
from ui.visitor import computations, workers
from ui.visitor.state import Training

HEIGHT = 500
TAKEN = key("taken")
RERUN = key("rerun")


@guard
def show() -> None:
    """Show the last training as files to take along, and how they end."""
    training = last_training()
    chosen = training.settings if training else Settings(seed=st.session_state.seed)
    settings = replace(chosen, paradigm=st.session_state.paradigm)
    st.markdown(_introduction(training, settings))
    asked = ask(SAME_WEIGHTS, run=settings, running=_is_running(settings))
    with waiting("Writing the script and the notebook", HEIGHT):
        script, _ = written(settings)
    st.button(
        "Run both",
        type="primary",
        icon=":material/balance:",
        on_click=_begin,
        args=(settings,),
        help="Train once here and once by the script: one epoch of a few hundred "
        "images, with all other settings.",
    )
    ended: Rerun | None = progress.watch(RERUN, (settings,))
    if ended:
        asked.reveal(ended, how_both_ended(ended))
    st.subheader("The files")
    offer(settings, "it", partial(_take, settings))
    if training and training.settings == settings:
        st.caption(expected(training))
    st.code(script, wrap_lines=True)
    is_taken = st.session_state.get(TAKEN) == settings
    close(EXPORT, *(_showed(script, ended) if ended or is_taken else ()))


def _introduction(training: Training | None, settings: Settings) -> str:
    """Return whose settings these are, and what the files need."""
    if training is None:
        whose = "You have trained no network yet, so the settings are those of Train"
    elif training.settings == settings:
        whose = "Its settings are those of your last training"
    else:
        whose = (
            "Its settings are those of your last training, except for the paradigm: "
            f"that was {training.settings.paradigm}"
        )
    return (
        f"A training of the **{settings.paradigm}** LeNet to take along, as a script "
        f"and as a notebook for Jupyter or Colab. {whose}: {described(settings)}. "
        "Choose another paradigm in the sidebar, and all else on the page Train. The "
        "files need TensorFlow and nothing of this app."
    )


def _is_running(settings: Settings) -> bool:
    now = computations.current(RERUN)
    return now is not None and now.active and now.args == (settings,)


def _begin(settings: Settings) -> None:
    computations.begin(RERUN, "lenet.export.rerun:rerun", settings, shared=True)


def _showed(script: str, ended: Rerun | None) -> list[str]:
    """Return what there is in the script, and how it ended."""
    step = workers.source("lenet.training:train_step").text
    lines = counted(len(script.splitlines()), "line")
    said = [
        f"The script has {lines}. {len(step.splitlines())} of them are the training "
        "step that this app runs."
        if step.strip() in script
        else f"The script has {lines}. The training step in it is that of Keras's fit.",
        "Besides Python's own modules it imports "
        f"{' and '.join(f'`{name}`' for name in _imported(script))}, and nothing of "
        "this app.",
    ]
    return [*said, how_both_ended(ended)] if ended else said


def _imported(script: str) -> list[str]:
    """Return the packages that a script imports, besides Python's own, sorted."""
    nodes = list(ast.walk(ast.parse(script)))
    names = [
        name.name
        for node in nodes
        if isinstance(node, ast.Import)
        for name in node.names
    ]
    names += [
        node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module
    ]
    return sorted({name.partition(".")[0] for name in names} - stdlib_module_names)


def _take(settings: Settings) -> None:
    st.session_state[TAKEN] = settings
