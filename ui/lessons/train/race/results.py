"""What a race showed, in its own numbers, and the question before it."""

import math
from itertools import permutations

import streamlit as st

from lenet.results.loop_race import TESTS, LoopRace, LoopTimes
from lenet.settings import LOOP_NAMES, Settings
from ui.components.numbers import (
    NOT_YET,
    agreement,
    counted,
    decimal,
    duration,
    percent,
    tenths,
    whole,
)
from ui.components.questions import Option, Question, exactly
from ui.components.tables import table

# A larger difference is more than the rounding of a few hundred updates.
ROUNDING = 1e-3

FIRST_TO_FINISH = Question(
    key="train_race_prediction",
    page="train",
    before="Before you start",
    text="Which loop needs the least time for the whole training, tracing included?",
    options=(
        Option(
            "graph",
            "It traces first. After that, TensorFlow runs one batch after another "
            "without Python. This pays as soon as enough batches follow.",
            exactly("graph"),
        ),
        Option(
            "fit",
            "It traces its step, too. Python then starts each batch and calls the "
            "callbacks, but does not run the operations one by one.",
            exactly("fit"),
        ),
        Option(
            "eager",
            "It traces no step, so it has an early start. It needs the least time only "
            "in a short training: later, Python runs every operation of every batch.",
            exactly("eager"),
        ),
    ),
)

assert set(FIRST_TO_FINISH.labels) == set(LOOP_NAMES)


def describe(settings: Settings) -> str:
    """Return the settings of a race in a line."""
    return (
        f"{settings.paradigm}, {counted(settings.images, 'image')} of "
        f"{settings.source}, {counted(settings.epochs, 'epoch')}, batches of "
        f"{settings.batch_size}, {settings.optimizer} with "
        f"{decimal(settings.learning_rate)}, seed {settings.seed}"
    )


def truth(race: LoopRace) -> str:
    """Return how long each loop took, as a sentence."""
    times = ", ".join(
        f"`{loop.loop}` **{duration(loop.seconds)}**"
        for loop in sorted(race.loops, key=lambda loop: loop.seconds)
    )
    return f"For {describe(race.settings)}: {times}."


def show_table(race: LoopRace) -> None:
    """Show each loop as a row, and what the columns mean."""
    first, *_ = race.loops
    table([_row(loop, first) for loop in race.loops])


def _row(loop: LoopTimes, first: LoopTimes) -> dict[str, str]:
    speed, accuracy = loop.images_per_second, loop.accuracy
    difference = loop.difference
    is_known = loop is not first and difference is not None
    return {
        "Loop": f"`{loop.loop}`",
        "To the first batch, with tracing": duration(loop.first_seconds),
        "Images per second after it": whole(speed) if speed else NOT_YET,
        "Test images": duration(loop.seconds_of(TESTS)),
        "In all": duration(loop.seconds),
        "Accuracy, test images": NOT_YET if accuracy is None else percent(accuracy),
        f"Largest weight difference to {first.loop}": agreement(difference or 0.0)
        if is_known
        else NOT_YET,
    }


def show_reasons(race: LoopRace) -> None:
    """Show what the numbers of the race say."""
    lines = [_tracing(race), *_caught_up(race), _same(race)]
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.caption(
        "The images per second leave out the first batch and the test images. With "
        "every loop, Keras predicts these at the end of an epoch, and traces that the "
        "first time. Another race, on the page Sessions vs eager, measures single "
        "steps in turns, without a training."
    )


def _tracing(race: LoopRace) -> str:
    firsts = ", ".join(
        f"`{loop.loop}` {duration(loop.first_seconds)}" for loop in race.loops
    )
    return (
        f"Until the first batch was done: {firsts}. `graph` and `fit` trace meanwhile, "
        "`eager` does not."
    )


def _caught_up(race: LoopRace) -> list[str]:
    """Return which loop passes which, and after how many images."""
    lines = []
    for quick, early in permutations([loop.loop for loop in race.loops], 2):
        images = race.caught_up(quick, early)
        one, other = race.of(quick), race.of(early)
        if images and one.images_per_second and other.images_per_second:
            times = one.images_per_second / other.images_per_second
            lines.append(
                f"`{quick}` began later than `{early}`, but is then "
                f"**{tenths(times)} times as fast**: after about "
                f"{counted(round(images), 'image')} it has caught up."
            )
    return lines


def _same(race: LoopRace) -> str:
    """Return how far the weights of the loops are apart, and what that means."""
    apart = [loop.difference or 0.0 for loop in race.loops]
    if not all(map(math.isfinite, apart)):
        return "Some weights are no numbers any more, so the loops cannot be compared."
    said = f"The weights of the three loops are {agreement(max(apart))}."
    if max(apart) > ROUNDING:
        return f"{said} Their roundings differ, and many updates let that grow."
    return f"{said} The loop changes the speed, not the mathematics."
