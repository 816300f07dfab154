"""The stages of a step on replicas: the code that runs, and its results."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from lenet.results.replicas import SplitStep
from lenet.source import Source
from ui.lessons.replicas.panels import all_reduce, gradients


@dataclass(frozen=True)
class Stage:
    """One stage: its panel, and for each function the text of the line that is lit."""

    title: str
    code: Mapping[str, str]
    panel: Callable[[SplitStep, str], str]
    draws: bool = False  # the gradient of a kernel


STAGES = (
    Stage(
        "the global batch",
        {"shares": "for batch in batches.of(epoch):"},
        gradients.batch,
    ),
    Stage(
        "a share for each replica",
        {
            "shares": "np.array_split(x, replicas)",
            "distributed_step": "strategy.run(replica, ",
        },
        gradients.parts,
    ),
    Stage(
        "forward, and a share of the loss",
        {
            "train_step": "loss = loss_fn(labels, probabilities)",
            "ShareOfLoss": "tf.nn.compute_average_loss(",
        },
        gradients.losses,
    ),
    Stage(
        "a gradient on each replica",
        {"train_step": "gradients = tape.gradient("},
        gradients.gradients,
        draws=True,
    ),
    Stage(
        "the all-reduce",
        {
            "train_step": "optimizer.apply(gradients, ",
            "GradientRecorder.apply": 'replica.all_reduce("SUM", gradients)',
        },
        all_reduce.all_reduce,
        draws=True,
    ),
    Stage(
        "the update",
        {
            "train_step": "optimizer.apply(gradients, ",
            "GradientRecorder.apply": "self.optimizer.apply(gradients, ",
        },
        all_reduce.update,
    ),
    Stage(
        "the proof",
        {
            "distributed_step": 'strategy.reduce("SUM", share, ',
            "on_one_device": "loss = train_step(",
        },
        all_reduce.proof,
        draws=True,
    ),
)
# Lines of the step that measure its time, which are folded in the code.
STOPWATCH, STEP = "stopwatch", "train_step("
MEASURES = "time measurement"
TITLES = [stage.title for stage in STAGES]
# The stage that shows whether the prediction was right.
LOSS = next(
    index for index, stage in enumerate(STAGES) if stage.panel is gradients.losses
)


def lit_line(source: Source, text: str) -> int:
    """Return the line, from 1, with this text; ValueError unless only one has it."""
    lines = source.text.splitlines()
    found = [number for number, line in enumerate(lines, start=1) if text in line]
    if len(found) != 1:
        raise ValueError(
            f"{len(found)} lines of {source.file} have {text!r}; expected one."
        )
    return found[0]


def measuring(source: Source) -> dict[range, str]:
    """Return the lines, from 1, that only measure the step's time, to be folded.

    They are those that name the stopwatch, but for the training step itself.
    """
    folds: dict[range, str] = {}
    lines = source.text.splitlines()
    measures = [STOPWATCH in line and STEP not in line for line in lines]
    for does_measure, group in groupby(
        enumerate(measures, start=1), key=lambda numbered: numbered[1]
    ):
        numbers = [number for number, _ in group]
        if does_measure:
            folds[range(numbers[0], numbers[-1] + 1)] = MEASURES
    return folds
