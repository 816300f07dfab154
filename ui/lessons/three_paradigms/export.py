"""The chosen model as a script and a notebook that need only TensorFlow."""

import ast
from sys import stdlib_module_names

import streamlit as st

from ui.components.fragments import part
from ui.components.numbers import counted
from ui.components.waiting import waiting
from ui.lessons.three_paradigms import key
from ui.lessons.three_paradigms.tabs import EXPORT, close
from ui.visitor import workers

HEIGHT = 500
TAKEN = key("taken")


@part
def show() -> None:
    """Show the model of the sidebar's paradigm as a script, to be downloaded."""
    paradigm = st.session_state.paradigm
    with waiting("Writing the script and the notebook", HEIGHT):
        script = workers.recall("lenet.export:script", paradigm)
        notebook = workers.recall("lenet.export:notebook", paradigm)
    name = f"lenet_{paradigm.lower()}"
    st.markdown(
        f"This is the **{paradigm}** LeNet with its data, one epoch of training and "
        "the training step of this app. Choose another paradigm in the sidebar. The "
        f"file needs TensorFlow and nothing else of this app. Run `python {name}.py`, "
        "or open the notebook in Jupyter or Colab."
    )
    with st.container(horizontal=True):
        _download("script", script, name, "py", "text/x-python")
        _download("notebook", notebook, name, "ipynb", "application/x-ipynb+json")
    st.code(script, wrap_lines=True)
    close(EXPORT, *(_showed(script) if st.session_state.get(TAKEN) == name else ()))


def _showed(script: str) -> tuple[str, str]:
    """Return what there is in the file that was downloaded."""
    step = workers.source("lenet.training:train_step").text
    return (
        f"The script has {counted(len(script.splitlines()), 'line')}. "
        f"{len(step.splitlines())} of them are the training step that this app runs.",
        "Besides Python's own modules it imports "
        f"{' and '.join(f'`{name}`' for name in _imported(script))}, and nothing of "
        "this app.",
    )


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


def _take(name: str) -> None:
    st.session_state[TAKEN] = name


def _download(what: str, text: str, name: str, end: str, mime: str) -> None:
    file = f"{name}.{end}"
    st.download_button(
        f"Download the {what}",
        text,
        file_name=file,
        mime=mime,
        icon=":material/download:",
        on_click=_take,
        args=(name,),
        help=f"Save {file} on your computer.",
    )
