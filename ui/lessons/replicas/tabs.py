"""The titles of the page's tabs, which also lead from one to the next."""

ONE_BATCH = "One batch, split"
MISTAKES = "Make the mistake"
TRAIN = "Train"
SCALING = "Is it faster?"
CLUSTER = "On a cluster"
