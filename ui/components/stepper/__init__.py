"""The stepper: one way to move through a recording, for every lesson.

A lesson with a fixed number of positions writes

    stages = stepper_of("replicas_stages", len(TITLES))
    stages.follow()
    show_stepper(stages, f"Stage {stages.index + 1}: {TITLES[stages.index]}")

A lesson that keeps its own position, and decides what lies beyond the last one,
writes a class with the members of `Steps` and calls `stepper_through`. With Play,
`Stepper.fragment` takes the place of `follow`.
"""

from ui.components.stepper.controls import Button, show_stepper
from ui.components.stepper.play import SPEEDS
from ui.components.stepper.positions import Positions, Steps
from ui.components.stepper.stepper import Stepper, stepper_of, stepper_through

__all__ = [
    "SPEEDS",
    "Button",
    "Positions",
    "Stepper",
    "Steps",
    "show_stepper",
    "stepper_of",
    "stepper_through",
]
