"""The microscope: one recorded training step, shown on four tabs."""

from ui.visitor import keys

key = keys.of("microscope")
TABS = key("view")
