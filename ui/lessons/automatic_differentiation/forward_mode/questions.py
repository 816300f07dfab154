"""The questions of Forward and reverse: which mode, and how many passes."""

from lenet.results.forward_mode import FORWARD, MODES, REVERSE, Counted
from ui.components.numbers import counted, whole
from ui.components.questions import Option, Question, between, exactly
from ui.lessons.automatic_differentiation import key

# Answered by the mode with fewer operations, "" if they are equal.
FEWER = Question(
    key=key("guess_fewer"),
    page="automatic_differentiation",
    before="Before you count",
    text="Which mode needs fewer operations for the whole Jacobian?",
    options=(
        Option(
            FORWARD,
            "It needs a pass for each input, so it is cheap for few inputs and many "
            "outputs.",
            exactly(FORWARD),
        ),
        Option(
            REVERSE,
            "It needs a backward pass for each output, but computes the values only "
            "once. Forward mode computes them again in each pass.",
            exactly(REVERSE),
        ),
        Option(
            "Both the same",
            "The counts meet where the passes of one mode cost as much as those of "
            "the other.",
            exactly(""),
        ),
    ),
)
# Answered by the number of LeNet's weights.
LENET = Question(
    key=key("guess_passes"),
    page="automatic_differentiation",
    before="Before you count",
    text="How many forward passes would the gradient of LeNet's loss take?",
    options=(
        Option(
            "1",
            "That is reverse mode: one loss, so one backward pass.",
            between(1, 2),
        ),
        Option(
            "10",
            "LeNet has ten outputs, but the loss is one number, and forward mode "
            "counts inputs.",
            between(10, 11),
        ),
        Option(
            "About a thousand",
            "There are more weights than that.",
            between(500, 5_000),
        ),
        Option(
            "More than 80,000",
            "The inputs are what the derivative is taken by: each weight is one.",
            between(80_000),
        ),
    ),
)


def truth(this: Counted) -> str:
    """Return what was counted, in a sentence."""
    passes = dict(zip(MODES, (this.inputs, this.outputs), strict=True))
    return " ".join(
        f"{mode}: {counted(passes[mode], 'pass', 'passes')}, "
        f"{whole(this.operations[mode])} operations."
        for mode in MODES
    )
