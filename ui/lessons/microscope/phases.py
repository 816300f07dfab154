"""The phases of a step, each in one sentence, with the words that it needs."""

import streamlit as st

from lenet.results.recording import PHASES
from ui.components.glossary import explain

SENTENCES = {
    "batch": (
        "Images in: the batch of this step, with its labels.",
        ("batch", "tensor"),
    ),
    "forward": (
        "Forward pass: each layer computes its output, and the tape records how.",
        ("forward pass", "feature map", "tape", "norm"),
    ),
    "loss": (
        "Loss: one number for how wrong the predictions are.",
        ("loss", "logits", "probability"),
    ),
    "backward": (
        "Backward pass: the tape computes the gradients, from the loss to the first "
        "layer.",
        ("backward pass", "gradient", "norm", "RMS"),
    ),
    "update": (
        "Update: the optimizer turns the gradients into changes of the weights.",
        ("optimizer", "learning rate", "weight", "RMS"),
    ),
    "check": (
        "Check: was the step good for the images that it used?",
        ("loss", "probability"),
    ),
}
assert tuple(SENTENCES) == PHASES


def title_of(phase: str) -> str:
    """Return the title of a phase: the words before the colon of its sentence."""
    sentence, _ = SENTENCES[phase]
    return sentence.partition(":")[0]


def show_phase(phase: str) -> None:
    """Show what a phase does; its words are explained in the tooltip."""
    sentence, terms = SENTENCES[phase]
    st.caption(sentence, help=explain(*terms))
