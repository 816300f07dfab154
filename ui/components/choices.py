"""The choices for a training: all discrete, and kept in the URL."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from lenet.microscope.training_symptoms import USUAL_RATES
from lenet.results.cost import usual_image_bytes
from lenet.settings import (
    LOOP_NAMES,
    OPTIMIZER_NAMES,
    SOURCE_NAMES,
    TRAINING_IMAGES,
    Settings,
)
from ui.components.glossary import explain
from ui.components.numbers import decimal, memory_size
from ui.visitor.keys import Key

SHARES = [0.125, 0.25, 0.5, 1.0]
EPOCHS = [1, 2, 3, 5, 10, 20]
BATCH_SIZES = [8, 16, 32, 64, 128, 256, 512]
LEARNING_RATES = [1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0]

MORE_OF_MNIST = usual_image_bytes(Settings(source="mnist")) - usual_image_bytes(
    Settings(source="sample")
)

Number = TypeVar("Number", int, float)


def choose(key: Key) -> Settings:
    """Show the choices; the URL keeps them, so a class can share a link."""
    source = choose_source(key)
    share = st.select_slider(
        "Number of images",
        SHARES,
        value=1.0,
        format_func=lambda share: f"{int(share * TRAINING_IMAGES[source]):,}",
        key=key("share"),
        bind="query-params",
        help="How many training images one epoch has. Half as many: an epoch takes "
        "half the time, and the accuracy on the test images is usually lower.",
    )
    return Settings(
        paradigm=st.session_state.paradigm,
        seed=st.session_state.seed,
        source=source,
        limit=int(share * TRAINING_IMAGES[source]),
        loop=choose_loop(key),
        optimizer=choose_optimizer(key),
        learning_rate=choose_learning_rate(key),
        batch_size=one_in_a_row(
            "Batch size",
            BATCH_SIZES,
            64,
            key("batch_size"),
            f"{explain('batch')}\n\nTwice the batch size: half as many updates in an "
            "epoch, so it usually learns less in it. Each update takes longer, but an "
            "epoch takes less time, above all with `eager`.",
        ),
        epochs=choose_epochs(key),
    )


def choose_source(key: Key) -> str:
    """Return the images that the visitor chooses."""
    return one_of_few(
        "Images",
        SOURCE_NAMES,
        key("source"),
        "`sample` ships with this app: 4,000 images of MNIST. `mnist` is all 60,000: "
        "more of the test images are predicted correctly. An epoch takes 15 times as "
        f"long, the images take {memory_size(round(MORE_OF_MNIST, -8))} more memory, "
        "and the first use downloads them.",
    )


def choose_loop(key: Key) -> str:
    """Return the loop that the visitor chooses."""
    return one_of_few(
        "Loop",
        LOOP_NAMES,
        key("loop"),
        "How the training step runs. It does not change what the network learns. "
        "`graph` and `fit`, Keras's own loop, trace the step first, which takes some "
        "seconds, and each batch is then quick. `eager` begins at once as plain "
        "Python, and each batch takes several times as long.\n\n"
        + explain("eager", "graph", "trace"),
    )


def choose_optimizer(key: Key) -> str:
    """Return the optimizer that the visitor chooses."""
    chosen: str = st.selectbox(
        "Optimizer",
        OPTIMIZER_NAMES,
        key=key("optimizer"),
        bind="query-params",
        help=f"{explain('optimizer')}\n\n`sgd` is the simplest, and an update of it "
        "takes the least time. `momentum` is SGD with a momentum of 0.9. `rmsprop` and "
        "`adam` adapt the step of each weight, and an update of them takes a little "
        "longer. Learning rates with which each learns well here: "
        + ", ".join(f"`{name}` {decimal(rate)}" for name, rate in USUAL_RATES.items()),
    )
    return chosen


def choose_learning_rate(key: Key) -> float:
    """Return the learning rate that the visitor chooses."""
    return one_in_a_row(
        "Learning rate",
        LEARNING_RATES,
        1e-3,
        key("learning_rate"),
        f"{explain('learning rate')}\n\nToo small: the network learns slowly. Too "
        "large: the loss grows instead of falling. It costs no time: an update takes "
        "equally long with each rate.",
        decimal,
    )


def choose_epochs(key: Key) -> int:
    """Return how many epochs the visitor chooses."""
    return one_in_a_row(
        "Epochs",
        EPOCHS,
        5,
        key("epochs"),
        f"{explain('epoch')}\n\nMore epochs: the network learns more, but less in "
        "each one, and it may only fit its training images better. Twice as many take "
        "twice as long.",
    )


def one_of_few(label: str, options: Sequence[str], key: str, help: str) -> str:
    """Return one of a few names; the first is the default."""
    chosen: str = st.segmented_control(
        label,
        options,
        default=options[0],
        required=True,
        key=key,
        bind="query-params",
        help=help,
        wrap=True,
    )
    return chosen


def one_in_a_row(
    label: str,
    options: Sequence[Number],
    default: Number,
    key: str,
    help: str | None = None,
    write: Callable[[Number], str] = str,
) -> Number:
    """Return one of a row of numbers; the URL holds it as `write` writes it."""
    return st.select_slider(
        label,
        options,
        value=default,
        format_func=write,
        key=key,
        bind="query-params",
        help=help,
    )
