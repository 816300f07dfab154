"""If a machine fails: which steps are done twice, and are the weights the same?"""

from collections.abc import Mapping

import streamlit as st

from lenet.command_line.options import JOIN_SECONDS, PEER_SECONDS
from lenet.results.failure import Failure
from lenet.settings import Settings
from ui.components import progress
from ui.components.numbers import counted
from ui.components.questions import Option, Question, ask
from ui.lessons.replicas import key
from ui.visitor import computations

FAIL = "lenet.replicas.lesson.failure:fail_and_resume"
FAILING = key("failing")
LOST = Question(
    key=key("lost"),
    page="replicas",
    before="Before a machine fails",
    text="A machine fails in the middle of the second epoch, and the training is "
    "started again. Which of its steps does it do a second time?",
    options=(
        Option(
            "None of them",
            "For this, a checkpoint would have to be written after each step.",
            lambda failure: failure.lost == 0,
        ),
        Option(
            "Those of the second epoch",
            "A checkpoint is written at the end of each epoch. It holds the weights, "
            "the optimizer's state and the step, so the training resumes there.",
            lambda failure: 0 < failure.lost < failure.failed,
        ),
        Option(
            "All of them",
            "This is so without a checkpoint: the weights lie in the memory of the "
            "machines, and that is lost.",
            lambda failure: failure.lost == failure.failed,
        ),
    ),
)
EXPECT = (
    f"- All machines must start within **{JOIN_SECONDS} s**. The first ones wait for "
    "the others.\n"
    f"- A machine that finishes no step for **{PEER_SECONDS} s** is treated as failed. "
    "A step needs the gradients of all machines, so the others end too, with a message "
    "and exit code 3. None of them hangs.\n"
    "- Machine 0 writes a checkpoint at the end of each epoch. Started again, the "
    "training resumes there: only the unfinished epoch is lost.\n"
)
AFTER: Mapping[str, str] = {
    "Your own machines": "- Start `train.sh` again on every machine. The checkpoint "
    "lies beside it on machine 0. If machine 0 failed, copy the checkpoint to the "
    "machine that replaces it.",
    "Slurm": "- If a node was lost, Slurm queues the job again. Otherwise submit it "
    "again with `sbatch`. The checkpoint lies in the folder from which you submit it. "
    "It must be on a disk that outlives the job.",
    "Kubernetes": "- A worker that ended starts again in its pod. The checkpoint lies "
    "on the volume `lenet`, which outlives the job. A pod on a lost node blocks the "
    "restart until you remove it with `kubectl delete pod --force`.",
}


def show(settings: Settings, kind: str) -> list[str]:
    """Ask, let a machine fail, and show what to do; return what it showed."""
    st.subheader("If a machine fails")
    now = computations.current(FAILING)
    running = now is not None and now.active and now.args == (settings,)
    asked = ask(LOST, run=settings, running=running)
    st.button(
        "Let a machine fail",
        type="primary",
        icon=":material/power_off:",
        on_click=_begin,
        args=(settings,),
        help="Train here for two short epochs, fail in the second one, and resume. All "
        "machines are one process. The checkpoints are those of a cluster.",
    )
    failure: Failure | None = progress.watch(FAILING, (settings,))
    if failure:
        asked.reveal(failure, _truth(failure))
    with st.expander("What happens then, and what to do"):
        st.markdown(EXPECT + AFTER[kind])
    return [_truth(failure), _weights(failure)] if failure else []


def _begin(settings: Settings) -> None:
    computations.begin(FAILING, FAIL, settings, shared=True)


def _truth(failure: Failure) -> str:
    return (
        f"A machine failed after step {failure.failed} of {failure.steps}. The last "
        f"checkpoint was that of step {failure.saved}, so "
        f"**{counted(failure.lost, 'step')}** had to be done again."
    )


def _weights(failure: Failure) -> str:
    is_same = failure.checksum == failure.unfailed_checksum
    words = "identical, bit for bit" if is_same else "not the same"
    return (
        "The weights at the end, compared with a training in which no machine failed: "
        f"**{words}**."
    )
