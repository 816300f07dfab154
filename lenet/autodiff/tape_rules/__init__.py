"""Rules of what a tape watches and records, each with a switch that breaks it.

Each rule is a module with two functions, which differ in a few tokens: `right`
follows the rule, `code` breaks it. What they return is not written down here:
`lenet.autodiff.tape_rules.running` runs them. This registry imports no
TensorFlow.

https://www.tensorflow.org/guide/autodiff
https://www.tensorflow.org/guide/advanced_autodiff
"""

from dataclasses import dataclass

from lenet.mistake import Mistake

__all__ = ["RULES", "Rule"]
PACKAGE = "lenet.autodiff.tape_rules"


@dataclass(frozen=True, kw_only=True)
class Rule(Mistake):
    """A rule of the tape: `right` follows it, `code` does not.

    `why` explains the result of `right` in a sentence or two, `broken` that of
    `code`. `fix` is the rule itself.
    """

    right: str
    why: str
    broken: str


def _rule(name: str, title: str, what: str, fix: str, **why: str) -> Rule:
    """Return the rule of the module of this name."""
    right = f"{PACKAGE}.{name}:{name}"
    code = f"{right}_broken"
    return Rule(title=title, what=what, fix=fix, code=code, right=right, **why)


RULES: dict[str, Rule] = {
    "variable": _rule(
        "variable",
        "Variables and constants",
        "The loss is the square of a weight. The switch makes the weight a "
        "constant.",
        "A tape watches trainable variables by itself, and no constants.",
        why="A trainable variable is watched as soon as it is read in the "
        "tape's block.",
        broken="A constant is not watched. So the tape did not record its "
        "square.",
    ),
    "trainable": _rule(
        "trainable",
        "trainable",
        "A variable knows whether it is trainable. The switch changes only "
        "this.",
        "Only trainable variables are watched without a call of `watch`.",
        why="A trainable variable is watched as soon as it is read.",
        broken="The tape does not watch a variable with `trainable=False` by "
        "itself. Keras freezes layers in this way.",
    ),
    "watch": _rule(
        "watch",
        "watch",
        "A constant is watched on request. The switch moves the request one "
        "line down.",
        "Call `tape.watch` before the tensor is used.",
        why="From `tape.watch` on, the tape records what uses the tensor.",
        broken="When the square was computed, the constant was not watched "
        "yet. A tape adds nothing later.",
    ),
    "automatic": _rule(
        "automatic",
        "watch_accessed_variables",
        "This tape watches no variable by itself. The switch leaves out the "
        "call of `watch`.",
        "With `watch_accessed_variables=False`, call `tape.watch` for each "
        "variable that needs a gradient.",
        why="The call of `tape.watch` chooses what this tape watches.",
        broken="Nobody asked this tape to watch the weight, and by itself it "
        "watches nothing.",
    ),
    "stop_recording": _rule(
        "stop_recording",
        "stop_recording",
        "A scale is computed while the tape does not record. The switch moves "
        "the loss into the same block.",
        "In `tape.stop_recording()`, compute only what needs no gradient.",
        why="For the tape the scale is a constant: only the path through the "
        "square is recorded.",
        broken="The last step was not recorded, so no recorded path leads "
        "from the weight to the loss.",
    ),
    "persistent": _rule(
        "persistent",
        "persistent",
        "Two gradients are requested from one tape. The switch makes it an "
        "ordinary tape.",
        "For more than one request, make the tape with `persistent=True`.",
        why="A persistent tape keeps its record after a request.",
        broken="An ordinary tape drops its record after the first request, to "
        "free memory.",
    ),
    "inside": _rule(
        "inside",
        "Inside its own block",
        "A gradient is requested inside the tape's own `with` block, and used "
        "there. The switch makes it an ordinary tape.",
        "Request gradients after the block. For a second derivative, nest two "
        "tapes.",
        why="A persistent tape goes on recording. So it also records the "
        "backward pass, and can differentiate it. This costs memory "
        "and time, and TensorFlow warns of it once in a process.",
        broken="TensorFlow allows the first request: it ends the recording of "
        "an ordinary tape. The second request then raises an error.",
    ),
    "nested": _rule(
        "nested",
        "Second derivatives",
        "The inner tape gives a slope, the outer tape the slope of this "
        "slope. The switch moves one line out of a block.",
        "Request the first gradient inside the outer tape's block.",
        why="The outer tape recorded the inner tape's backward pass, so it "
        "can differentiate it.",
        broken="The inner tape's backward pass ran after the outer tape's "
        "block, so it is on no tape.",
    ),
    "jacobian": _rule(
        "jacobian",
        "jacobian",
        "Two outputs depend on two weights. The switch calls `gradient` "
        "instead of `jacobian`.",
        "For one derivative per output, call `tape.jacobian`.",
        why="A row for each output, a column for each weight.",
        broken="`gradient` adds up the derivatives of all outputs: the sum of "
        "each column of the Jacobian.",
    ),
    "stop_gradient": _rule(
        "stop_gradient",
        "stop_gradient",
        "The loss compares a weight with a target, which depends on the same "
        "weight. The switch leaves out `stop_gradient`.",
        "Wrap in `tf.stop_gradient` what the gradient shall take as a "
        "constant.",
        why="The target counts as a constant. Only the path through `weight` "
        "is left.",
        broken="Now both paths count. The target moves with the weight, and "
        "faster than it.",
    ),
    "custom_gradient": _rule(
        "custom_gradient",
        "custom_gradient",
        "A square has its own gradient function. The switch leaves out a "
        "factor in it.",
        "Multiply by the upstream gradient: that is the chain rule.",
        why="The gradient function multiplies the upstream gradient by the "
        "local derivative.",
        broken="The gradient function ignores the upstream gradient, so the "
        "factor of the loss is lost. TensorFlow cannot know this, and raises "
        "no error.",
    ),
    "branch": _rule(
        "branch",
        "Through an if",
        "Python chooses one of two branches. The switch changes the limit in "
        "the condition.",
        "Check what each branch computes from the source.",
        why="The tape recorded the branch that ran. The comparison has no "
        "derivative.",
        broken="The other branch ran, and its loss does not depend on the "
        "weight. The tape knows nothing of the branch that did not run.",
    ),
    "where": _rule(
        "where",
        "Through tf.where",
        "The loss is a logarithm, or 0 where there is none. The switch gives "
        "the logarithm an unsafe input.",
        "Give both sides of `tf.where` inputs for which they have a "
        "derivative.",
        why="The logarithm gets a 1 instead of the 0, and has a derivative "
        "there. `tf.where` takes the other side, so the gradient of this "
        "side is multiplied by 0.",
        broken="Both sides are computed, and so are the gradients of both. "
        "At 0 the slope of the logarithm is infinite, and 0 times infinity is "
        "not a number.",
    ),
    "loop": _rule(
        "loop",
        "Through a Python loop",
        "A product of three equal factors grows in a loop. The switch makes "
        "a new tape in each turn.",
        "Put the loop into the tape's block, and not the tape into the loop.",
        why="The tape recorded the multiplication of each turn.",
        broken="Each turn has a new tape. The last one recorded only the last "
        "multiplication.",
    ),
    "while_loop": _rule(
        "while_loop",
        "Through tf.while_loop",
        "The same product in a graph. For the tape, the call of the graph is "
        "one operation. The switch stops the gradient in each turn.",
        "Keep each value of the loop on the path from the source to the "
        "target.",
        why="The graph keeps the values of each turn. Its gradient is a loop "
        "as well, from the last turn to the first.",
        broken="The gradient passes only the last factor. The product of "
        "earlier turns counts as a constant.",
    ),
    "unconnected": _rule(
        "unconnected",
        "unconnected_gradients",
        "The loss does not depend on a variable. The switch asks for the "
        "default.",
        "If a zero is easier to use than `None`, ask for "
        "`tf.UnconnectedGradients.ZERO`.",
        why="Without a path, this request gives zeros in the variable's shape.",
        broken="Without a path, the default is `None`.",
    ),
}
