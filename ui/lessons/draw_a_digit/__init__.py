"""The parts of the page "Draw a digit": the input, the predictions, what they show."""

from ui.visitor import keys

key = keys.of("draw_a_digit")
