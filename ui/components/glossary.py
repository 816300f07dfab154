"""The field's words, each in one plain sentence: one place for all lessons.

A lesson explains a word where it is first used, in the tooltip of that text:
`st.markdown(text, help=explain("epoch", "batch"))`.
"""

TERMS = {
    "activation": "What a layer returns for one input: the output of its units.",
    "adversarial example": "An input that was changed a little, on purpose, so that a "
    "network's prediction changes.",
    "all-reduce": "Add up (or average) an array over all replicas, and return the "
    "result to every one of them.",
    "AutoGraph": "The part of `tf.function` that turns `if`, `for` and `while` on "
    "tensors into graph operations.",
    "backward pass": "From the loss back to the first layer, compute the gradient of "
    "the loss for each weight.",
    "batch": "The images that one training step uses together.",
    "confusion matrix": "A table that counts, for each true digit, which digits were "
    "predicted.",
    "eager": "Each operation runs at once, when Python reaches its line, and returns "
    "its value.",
    "epoch": "One pass over all training images.",
    "feature map": "What one filter of a convolution returns for an image: a new, "
    "small picture.",
    "feed": "The values that `session.run` puts in the place of placeholders.",
    "fetch": "What `session.run` is asked to compute. Only the nodes that it needs "
    "are run.",
    "finite difference": "The difference of two values of a function, close to each "
    "other, divided by their distance, which is twice epsilon. It is close to the "
    "derivative.",
    "forward mode": "Automatic differentiation from the inputs on: each operation also "
    "computes how its output changes along one direction of the inputs.",
    "forward pass": "From the images through all layers to the probabilities.",
    "global batch": "The images that one step uses on all replicas together.",
    "gradient": "How much a result rises for a small rise of each number that it is "
    "computed from. In training, the result is the loss, and the numbers are the "
    "weights.",
    "graph": "Operations and the tensors between them, built once and then run "
    "without Python.",
    "Grappler": "The part of TensorFlow that rewrites a graph before it runs, for "
    "example by joining two nodes into one.",
    "Jacobian": "All derivatives of several outputs for several inputs: a row for each "
    "output, a column for each input.",
    "kernel": "The weights of a convolution's filters, or the weight matrix of a "
    "dense layer.",
    "learning rate": "A factor that sets how far the optimizer moves the weights in "
    "one step.",
    "logical CPU": "A device that TensorFlow makes out of a part of the CPU: good "
    "for learning, no faster.",
    "logits": "A network's ten outputs before softmax turns them into probabilities.",
    "loss": "One number for how wrong the predictions are: the lower, the better.",
    "node": "One operation in a graph. It has no value until the graph is run.",
    "norm": "The length of an array seen as one long vector: the square root of the "
    "sum of its squares.",
    "op kernel": "The compiled code that computes one operation on a device. A "
    "convolution's weights are called kernel as well, but are something else.",
    "operation": "One computation of TensorFlow, such as a matrix product or an "
    "addition.",
    "optimizer": "The rule that turns gradients into changes of the weights.",
    "placeholder": "A node without a value of its own: each `session.run` must feed "
    "it.",
    "probability": "A softmax output between 0 and 1. The ten of one image sum to 1. "
    "It is not the chance of being right.",
    "replica": "One copy of the model, on one device, with all of its weights.",
    "retrace": "Trace a function again, because its arguments are of a new kind.",
    "reverse mode": "Automatic differentiation from the outputs back: the gradient of "
    "one output for all inputs. Backpropagation is reverse mode.",
    "RMS": "Root mean square: the typical size of one value in an array.",
    "seed": "The number that random choices start from. The same seed repeats the "
    "same choices.",
    "session": "TensorFlow 1's connection between Python and a graph: `session.run` "
    "computes the chosen nodes.",
    "shard": "The part of the data that one replica or one machine reads.",
    "side effect": "What a function does besides returning a value: print, append to "
    "a list, count.",
    "signature": "The kinds of a call's arguments: shapes and dtypes of tensors, "
    "values of Python objects.",
    "source": "What a gradient is computed for: a variable, or a tensor that the tape "
    "watches.",
    "tape": "GradientTape: it records the operations of the forward pass, so that "
    "gradients can be computed from them.",
    "target": "What a gradient is computed of: usually the loss.",
    "tensor": "An array of numbers with a shape and a dtype.",
    "trace": "Run a Python function once to build a graph from it. Later calls run "
    "the graph.",
    "weight": "One of the numbers that training changes.",
}


def explain(*terms: str) -> str:
    """Return Markdown that explains some terms; KeyError for one not in TERMS."""
    return "\n".join(f"- **{term}**: {TERMS[term]}" for term in terms)
