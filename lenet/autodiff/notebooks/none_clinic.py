"""What the notebook of the tab The None clinic does."""

from lenet.autodiff.none_clinic.best_class import best_class, best_class_fixed
from lenet.autodiff.none_clinic.doubled import doubled, doubled_fixed
from lenet.autodiff.none_clinic.fine_tuning import (
    fine_tuning,
    fine_tuning_fixed,
)
from lenet.autodiff.none_clinic.grey_levels import (
    grey_levels,
    grey_levels_fixed,
)
from lenet.autodiff.none_clinic.prediction import prediction, prediction_fixed
from lenet.autodiff.none_clinic.right_or_wrong import (
    right_or_wrong,
    right_or_wrong_fixed,
)
from lenet.autodiff.none_clinic.running_total import (
    running_total,
    running_total_fixed,
)
from lenet.autodiff.none_clinic.saliency import saliency, saliency_fixed
from lenet.autodiff.none_clinic.settled_output import (
    settled_output,
    settled_output_fixed,
)
from lenet.autodiff.none_clinic.squared_error import (
    squared_error,
    squared_error_fixed,
)
from lenet.autodiff.none_clinic.squares import squares, squares_fixed
from lenet.autodiff.none_clinic.two_layers import two_layers, two_layers_fixed
from lenet.autodiff.none_clinic.two_pixels import two_pixels, two_pixels_fixed
from lenet.autodiff.none_clinic.weight_decay import (
    weight_decay,
    weight_decay_fixed,
)
from lenet.snippets.notebook import attempt


def main() -> None:
    """Run code whose gradient is None, and the fixed code.

    https://www.tensorflow.org/guide/autodiff#getting_a_gradient_of_none
    """
    # Nothing leads from the source to the target
    attempt(two_layers)
    attempt(two_layers_fixed)

    # A step ran while the tape did not record
    attempt(squared_error)
    attempt(squared_error_fixed)

    # An operation stops the gradient on purpose
    attempt(settled_output)
    attempt(settled_output_fixed)

    # The source is a constant, and is not watched
    attempt(saliency)
    attempt(saliency_fixed)

    # The source is not trainable
    attempt(fine_tuning)
    attempt(fine_tuning_fixed)

    # A tensor has taken the variable's name
    attempt(weight_decay)
    attempt(weight_decay_fixed)

    # A step ran outside TensorFlow: NumPy's square, and predict
    attempt(squares)
    attempt(squares_fixed)
    attempt(prediction)
    attempt(prediction_fixed)

    # A value was put into a variable on the way
    attempt(running_total)
    attempt(running_total_fixed)
    attempt(doubled)
    attempt(doubled_fixed)

    # A dtype is an integer: of the source, and on the way
    attempt(two_pixels)
    attempt(two_pixels_fixed)
    attempt(grey_levels)
    attempt(grey_levels_fixed)

    # An operation has no derivative: an index, and rounding
    attempt(best_class)
    attempt(best_class_fixed)
    attempt(right_or_wrong)
    attempt(right_or_wrong_fixed)
