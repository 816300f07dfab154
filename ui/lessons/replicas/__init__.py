"""The parts of the page "Replicas", a file each."""

from ui.visitor import keys

key = keys.of("replicas")
