"""The parts of the page TensorBoard: the visitor's runs, and their curves."""

from ui.visitor import keys

key = keys.of("tensorboard")
