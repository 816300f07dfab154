"""The question before the backward pass: whose gradient comes first?"""

from lenet.results.recording import Frame, Recording
from ui.components.questions import Option, Question, exactly
from ui.components.questions.once import Result, ask_once
from ui.lessons.microscope import key
from ui.lessons.microscope.panels.names import layer_name
from ui.lessons.microscope.session import Session

FIRST_GRADIENT = Question(
    key=key("first_gradient"),
    page="microscope",
    before="Before you step",
    text="Which layer's gradient does the tape compute first?",
    options=(
        Option(
            "The first layer's",
            "The chain rule starts at the loss. The first layer's gradient needs the "
            "gradients of all later layers, so it comes last.",
            exactly("first"),
        ),
        Option(
            "The last layer's",
            "The chain rule starts at the loss, and the last layer is next to it. "
            "From its gradient the tape computes that of the layer before.",
            exactly("last"),
        ),
        Option(
            "All at the same time",
            "Each layer's gradient is computed from that of the layer after it, so "
            "they come one after the other.",
            exactly("together"),
        ),
    ),
)


def question(session: Session) -> None:
    """Ask before the backward pass; its first gradient reveals the result."""
    frames = session.recording.frames
    backward = [index for index, frame in enumerate(frames) if has_gradient(frame)]
    if not backward:
        return
    result = None
    if session.index >= backward[0]:
        order = [frames[index].layer or 0 for index in backward]
        result = Result(first_gradient(order), truth(session.recording, order))
    ask_once(FIRST_GRADIENT, (session.choice, session.before.step), result)


def first_gradient(order: list[int]) -> str:
    """Return which layer's gradient came first; `order` holds the layers' indices."""
    return "last" if order[0] == max(order) else "first"


def truth(recording: Recording, order: list[int]) -> str:
    """Return the sentence that says in which order the gradients came."""
    first, last = (layer_name(recording, index) for index in (order[0], order[-1]))
    return f"The gradient of **{first}** came first, that of **{last}** last."


def has_gradient(frame: Frame) -> bool:
    """Return whether the tape has computed a layer's gradient in this frame."""
    return frame.phase == "backward" and frame.layer is not None
