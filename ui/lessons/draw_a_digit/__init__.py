"""The parts of the page "Draw a digit": where a digit comes from, how it is read."""

from ui.visitor import keys

key = keys.of("draw_a_digit")
