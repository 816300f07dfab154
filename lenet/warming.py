"""What a process does once, so that its first visitor need not wait for it."""

from lenet.drawing import inference
from lenet.paradigms import anatomy


def warm() -> None:
    """Trace the models that read digits, and take LeNet apart."""
    inference.warm()
    anatomy.dissect()
