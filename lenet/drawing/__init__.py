"""From what a person drew to what LeNet was trained on."""

from lenet.drawing.mnist_style import to_digit

__all__ = ["to_digit"]
