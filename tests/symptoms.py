"""Which symptom gives each mistake away."""

SHOWN_BY = {
    "learning_rate": "Exploding update",
    "unshuffled": "Few digits",
    "zeros": "No gradient",
    "softmax": "A softmax too many",
    "training": "Idle dropout",
    "variable": "Never updated",
    "outside": "No gradient",
}
