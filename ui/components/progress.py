"""Whatever takes over two seconds: what it does, its progress, and Cancel.

A call of a second or two, which reports nothing, is in `ui.components.waiting`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from lenet.results.progress import Progress
from ui.components.waiting import NOT_STARTED, TENSORFLOW
from ui.visitor import computations, workers
from ui.visitor.computations import Computation

SECONDS_BETWEEN_LOOKS = 0.5
EARLIER = "Earlier choice: "
Draw = Callable[[Any], None]


def watch(
    key: str,
    args: tuple[Any, ...],
    draw: Draw | None = None,
    of: tuple[int, int] = (1, 1),
) -> Any:
    """Show the computation `key` while it runs; return its result for `args`.

    None where there is no result yet. `draw` shows the partial result, or a
    placeholder where that is None, but only for the computation of these `args`; one
    of an earlier choice has only a bar, which says so. Where a page needs several
    computations, `of` says which of them this is: (2, 5).

    Call it outside of all fragments: it is a fragment itself, which asks twice a
    second, and reruns the page once the computation has ended.
    """
    computation = computations.current(key)
    if computation is None:
        return None
    is_of_args = computation.args == args
    if computation.active:
        follow = st.fragment(_follow, run_every=SECONDS_BETWEEN_LOOKS)
        follow(key, draw if is_of_args else None, of, "" if is_of_args else EARLIER)
        return None
    if is_of_args:
        _show_end(computation, draw)
        return computation.result
    return None


def bar(share: float, text: str, key: str = "", cancel: Draw | None = None) -> None:
    """Show a bar with its text, and Cancel beside it where it is given a `cancel`.

    `cancel` is called with `key` when the button is pressed.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.progress(share, text=text)
        if cancel:
            st.button(
                "Cancel",
                icon=":material/close:",
                key=f"{key}_cancel",
                on_click=cancel,
                args=(key,),
            )


def describe(progress: Progress) -> str:
    """Return the progress in words: "2 of 3: on 4 replicas, step 12 of 16"."""
    text = progress.what
    if progress.parts > 1:
        text = f"{progress.part} of {progress.parts}: {text}"
    if progress.total:
        done, total = f"{progress.done:,g}", f"{progress.total:,g}"
        text = f"{text}, {progress.unit} {done} of {total}"
    return text


def starting() -> str:
    """Return what a process that has not reported yet is waiting for."""
    if workers.is_ready():
        return "Starting a process"
    return NOT_STARTED if workers.trouble() else TENSORFLOW


def _follow(key: str, draw: Draw | None, of: tuple[int, int], whose: str) -> None:
    computation = computations.follow(key)
    if computation is None or not computation.active:
        st.rerun()
    share, text = _stand(computation, of)
    bar(share, f"{whose}{text}", key, computations.cancel)
    if draw:
        draw(computation.partial)


def _stand(computation: Computation, of: tuple[int, int]) -> tuple[float, str]:
    progress = computation.progress or Progress(_before(computation))
    part, parts = of
    if parts > 1:  # each of the page's computations has one part of its own
        progress = replace(progress, part=part, parts=parts)
    return progress.share, describe(progress)


def _before(computation: Computation) -> str:
    if computation.phase == "queued":
        return f"Waiting, place {computation.place} in the queue"
    return "Setting up TensorFlow" if computation.begun else starting()


def _show_end(computation: Computation, draw: Draw | None) -> None:
    if computation.phase == "done":
        return
    if computation.phase == "failed":
        st.error(computation.message, icon=":material/error:")
    else:
        st.info(computation.message or "Cancelled.", icon=":material/cancel:")
    if draw and computation.partial is not None:
        draw(computation.partial)
