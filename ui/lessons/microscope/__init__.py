"""What the microscope shows of one frame: a panel for each phase of a step."""

from ui.visitor import keys

key = keys.of("microscope")
