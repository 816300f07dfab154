"""The parts of the page "Welcome": a digit to draw, the map, this machine."""

from ui.visitor import keys

key = keys.of("welcome")
