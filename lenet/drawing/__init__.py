"""From a drawing to an image of the kind that LeNet was trained on."""

from lenet.drawing.mnist_style import to_digit, unprepared

__all__ = ["to_digit", "unprepared"]
