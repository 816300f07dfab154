"""Code whose gradient is None, and the same code with the cause removed.

Each case is a module with two functions, which differ in one token, or in one
call or assignment. The names do not tell the cause:
`lenet.autodiff.none_clinic.probe` finds it in the run.
This registry imports no TensorFlow; a case does when it is called.
"""

from dataclasses import dataclass
from typing import Any

from lenet.mistake import Mistake
from lenet.source import resolve

__all__ = ["CASES", "Case"]


@dataclass(frozen=True, kw_only=True)
class Case(Mistake):
    """A function whose gradient is None, `code`; `right` is the fixed one."""

    right: str

    def broken(self) -> None:
        """Return the gradient of the broken code, which is None."""
        result: None = resolve(self.code)()
        return result

    def fixed(self) -> Any:
        """Return the gradient of the fixed code, a float32 tensor."""
        return resolve(self.right)()


CASES: dict[str, Case] = {
    "weight_decay": Case(
        title="Weight decay",
        what="A weight is made a little smaller. Then comes a training step.",
        fix="Change a variable with `assign`, `assign_add` or `assign_sub`. "
        "`=` only gives its name to a new tensor.",
        code="lenet.autodiff.none_clinic.weight_decay:weight_decay",
        right="lenet.autodiff.none_clinic.weight_decay:weight_decay_fixed",
    ),
    "squares": Case(
        title="Sum of squares",
        what="The loss is the sum of the squares of two pixels.",
        fix="Compute with TensorFlow's function of the same name.",
        code="lenet.autodiff.none_clinic.squares:squares",
        right="lenet.autodiff.none_clinic.squares:squares_fixed",
    ),
    "two_pixels": Case(
        title="Two pixels",
        what="The loss is the sum of each pixel times itself.",
        fix="Write a number with a point: then the dtype of all is float32.",
        code="lenet.autodiff.none_clinic.two_pixels:two_pixels",
        right="lenet.autodiff.none_clinic.two_pixels:two_pixels_fixed",
    ),
    "running_total": Case(
        title="Running total",
        what="A weight is added to a total. The loss is the total's square.",
        fix="Keep each new value in a tensor of its own.",
        code="lenet.autodiff.none_clinic.running_total:running_total",
        right="lenet.autodiff.none_clinic.running_total:running_total_fixed",
    ),
    "two_layers": Case(
        title="Two layers",
        what="An image goes through two dense layers. The gradient is that "
        "for the first kernel.",
        fix="Pass the first layer's output to the second layer.",
        code="lenet.autodiff.none_clinic.two_layers:two_layers",
        right="lenet.autodiff.none_clinic.two_layers:two_layers_fixed",
    ),
    "squared_error": Case(
        title="Squared error",
        what="The output is three times the weight. The loss is its squared "
        "distance from 1.",
        fix="Indent the line: the loss then belongs to the `with` block.",
        code="lenet.autodiff.none_clinic.squared_error:squared_error",
        right="lenet.autodiff.none_clinic.squared_error:squared_error_fixed",
    ),
    "fine_tuning": Case(
        title="Fine-tuning",
        what="A dense layer's kernel is to be trained further.",
        fix="Make the variable trainable, or call `tape.watch` with it.",
        code="lenet.autodiff.none_clinic.fine_tuning:fine_tuning",
        right="lenet.autodiff.none_clinic.fine_tuning:fine_tuning_fixed",
    ),
    "best_class": Case(
        title="The best class",
        what="Three classes have a logit each. The best one is to become "
        "better.",
        fix="Use the largest logit itself. Its index moves in jumps, and has "
        "no derivative.",
        code="lenet.autodiff.none_clinic.best_class:best_class",
        right="lenet.autodiff.none_clinic.best_class:best_class_fixed",
    ),
    "saliency": Case(
        title="Saliency",
        what="How much would a change of each pixel change the output?",
        fix="Call `tape.watch` with the tensor before it is used.",
        code="lenet.autodiff.none_clinic.saliency:saliency",
        right="lenet.autodiff.none_clinic.saliency:saliency_fixed",
    ),
    "prediction": Case(
        title="A model's score",
        what="A Keras model with one layer gives an image a score. The "
        "gradient is that for its kernel.",
        fix="Call the model. `predict` is for use without training, and "
        "returns a NumPy array.",
        code="lenet.autodiff.none_clinic.prediction:prediction",
        right="lenet.autodiff.none_clinic.prediction:prediction_fixed",
    ),
    "grey_levels": Case(
        title="Grey levels",
        what="An image gets the grey levels that a file has, from 0 to 255. "
        "The loss is their mean.",
        fix="Keep a float dtype on the whole path.",
        code="lenet.autodiff.none_clinic.grey_levels:grey_levels",
        right="lenet.autodiff.none_clinic.grey_levels:grey_levels_fixed",
    ),
    "settled_output": Case(
        title="A settled output",
        what="An output is three times the weight. It is to come near a "
        "target, 5.",
        fix="Leave `tf.stop_gradient` out. It belongs around what is to stay "
        "as it is, such as a target.",
        code="lenet.autodiff.none_clinic.settled_output:settled_output",
        right="lenet.autodiff.none_clinic.settled_output:settled_output_fixed",
    ),
    "doubled": Case(
        title="Twice the weight",
        what="The loss is the square of twice the weight.",
        fix="Keep the value in a tensor. A new variable only copies it.",
        code="lenet.autodiff.none_clinic.doubled:doubled",
        right="lenet.autodiff.none_clinic.doubled:doubled_fixed",
    ),
    "right_or_wrong": Case(
        title="Right or wrong",
        what="An output is compared with its label, 1. The loss is the "
        "squared difference.",
        fix="Compare the output itself. Rounding is flat almost everywhere.",
        code="lenet.autodiff.none_clinic.right_or_wrong:right_or_wrong",
        right="lenet.autodiff.none_clinic.right_or_wrong:right_or_wrong_fixed",
    ),
}
