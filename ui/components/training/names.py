"""The names of a training's numbers: the same in charts, figures and text."""

TRAINING = "Training images, mean so far this epoch"
TEST = "Test images"
