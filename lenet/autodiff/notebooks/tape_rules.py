"""The notebook of the tab What the tape watches."""

from lenet.autodiff.tape_rules.automatic import automatic, automatic_broken
from lenet.autodiff.tape_rules.branch import branch, branch_broken
from lenet.autodiff.tape_rules.custom_gradient import (
    custom_gradient,
    custom_gradient_broken,
)
from lenet.autodiff.tape_rules.inside import inside, inside_broken
from lenet.autodiff.tape_rules.jacobian import jacobian, jacobian_broken
from lenet.autodiff.tape_rules.loop import loop, loop_broken
from lenet.autodiff.tape_rules.nested import nested, nested_broken
from lenet.autodiff.tape_rules.persistent import persistent, persistent_broken
from lenet.autodiff.tape_rules.stop_gradient import (
    stop_gradient,
    stop_gradient_broken,
)
from lenet.autodiff.tape_rules.stop_recording import (
    stop_recording,
    stop_recording_broken,
)
from lenet.autodiff.tape_rules.trainable import trainable, trainable_broken
from lenet.autodiff.tape_rules.unconnected import (
    unconnected,
    unconnected_broken,
)
from lenet.autodiff.tape_rules.variable import variable, variable_broken
from lenet.autodiff.tape_rules.watch import watch, watch_broken
from lenet.autodiff.tape_rules.where import where, where_broken
from lenet.autodiff.tape_rules.while_loop import while_loop, while_loop_broken
from lenet.snippets.notebook import attempt


def main() -> None:
    """Run each rule of the tape as written, and broken.

    https://www.tensorflow.org/guide/autodiff
    https://www.tensorflow.org/guide/advanced_autodiff
    """
    # Variables are watched, constants are not
    attempt(variable)
    attempt(variable_broken)

    # Only trainable variables are watched by themselves
    attempt(trainable)
    attempt(trainable_broken)

    # A constant is watched from the call of watch on
    attempt(watch)
    attempt(watch_broken)

    # A tape that watches no variable by itself
    attempt(automatic)
    attempt(automatic_broken)

    # A block in which the tape records nothing
    attempt(stop_recording)
    attempt(stop_recording_broken)

    # Two requests need a persistent tape
    attempt(persistent)
    attempt(persistent_broken)

    # A request inside the tape's own block
    attempt(inside)
    attempt(inside_broken)

    # A second derivative needs two tapes
    attempt(nested)
    attempt(nested_broken)

    # One derivative for each output, or their sum
    attempt(jacobian)
    attempt(jacobian_broken)

    # A value that the gradient does not pass
    attempt(stop_gradient)
    attempt(stop_gradient_broken)

    # A gradient function of one's own
    attempt(custom_gradient)
    attempt(custom_gradient_broken)

    # Only the branch that ran is recorded
    attempt(branch)
    attempt(branch_broken)

    # tf.where computes both sides
    attempt(where)
    attempt(where_broken)

    # A Python loop inside one tape
    attempt(loop)
    attempt(loop_broken)

    # A loop of TensorFlow in a graph
    attempt(while_loop)
    attempt(while_loop_broken)

    # Zeros instead of None
    attempt(unconnected)
    attempt(unconnected_broken)
