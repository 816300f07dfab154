"""The parts of the page Train: its question, the live view, what a run showed."""

from ui.visitor import keys

key = keys.of("train")
