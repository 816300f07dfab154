"""The field's words, each in one plain sentence: one place for all lessons.

A lesson explains a word where it is first used, in the tooltip of that text:
`st.markdown(text, help=explain("epoch", "batch"))`.
"""

TERMS = {
    "activation": "What a layer returns for one input: the output of its units.",
    "all-reduce": "Add up (or average) an array over all replicas, and return the "
    "result to every one of them.",
    "backward pass": "From the loss back to the first layer, compute the gradient "
    "of the loss for each weight.",
    "batch": "The images that one training step uses together.",
    "confusion matrix": "A table that counts, for each true digit, which digits "
    "were predicted.",
    "eager": "Each operation runs at once, when Python reaches its line, and "
    "returns its value.",
    "epoch": "One pass over all training images.",
    "feature map": "What one filter of a convolution returns for an image: a new, "
    "small picture.",
    "forward pass": "From the images through all layers to the probabilities.",
    "global batch": "The images that one step uses on all replicas together.",
    "gradient": "How much the loss rises for a small rise of each weight: one "
    "number for each weight.",
    "graph": "Operations and the tensors between them, built once and then run "
    "without Python.",
    "kernel": "The weights of a convolution's filters, or the weight matrix of a "
    "dense layer.",
    "learning rate": "A factor that sets how far the optimizer moves the weights "
    "in one step.",
    "logical CPU": "A device that TensorFlow makes out of a part of the CPU: good "
    "for learning, no faster.",
    "logits": "A network's ten outputs before softmax turns them into probabilities.",
    "loss": "One number for how wrong the predictions are: the lower, the better.",
    "norm": "The length of an array seen as one long vector: the square root of "
    "the sum of its squares.",
    "optimizer": "The rule that turns gradients into changes of the weights.",
    "probability": "A softmax output between 0 and 1. The ten of one image sum to 1. "
    "It is not the chance of being right.",
    "replica": "One copy of the model, on one device, with all of its weights.",
    "retrace": "Trace a function again, because its arguments are of a new kind.",
    "RMS": "Root mean square: the typical size of one value in an array.",
    "seed": "The number that random choices start from. The same seed repeats the "
    "same choices.",
    "shard": "The part of the data that one replica or one machine reads.",
    "tape": "GradientTape: it records the operations of the forward pass, so that "
    "gradients can be computed from them.",
    "tensor": "An array of numbers with a shape and a dtype.",
    "trace": "Run a Python function once to build a graph from it. Later calls run "
    "the graph.",
    "weight": "One of the numbers that training changes.",
}


def explain(*terms: str) -> str:
    """Return Markdown that explains some terms; KeyError for one not in TERMS."""
    return "\n".join(f"- **{term}**: {TERMS[term]}" for term in terms)
