"""The parts of the page "Draw a digit": where a digit comes from, how it is read."""
