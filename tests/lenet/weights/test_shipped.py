import os
import subprocess
import sys

import numpy as np
import pytest

import lenet
from benchmarks.canvas_digits import STYLES, draw
from lenet.digits import load
from lenet.drawing import to_digit
from lenet.settings import PARADIGM_NAMES
from lenet.weights import SHIPPED, shipped
from lenet.weights.file import SHAPES

DIGITS = load("sample", limit=1)


def test_shipped_weights_are_lenets() -> None:
    weights = shipped()
    assert [weight.shape for weight in weights] == list(SHAPES.values())
    assert {weight.dtype for weight in weights} == {np.dtype(np.float32)}
    assert sum(weight.size for weight in weights) == 81_194


def test_shipped_weights_take_a_few_hundred_kilobytes() -> None:
    assert SHIPPED.stat().st_size < 400_000


def test_nobody_can_change_the_shipped_weights() -> None:
    with pytest.raises(ValueError, match="read-only"):
        shipped()[0][:] = 0


def test_pretrained_reads_the_samples_test_images() -> None:
    predictions = lenet.pretrained("Sequential")(DIGITS.test_images).numpy()
    accuracy = (predictions.argmax(axis=1) == DIGITS.test_labels).mean()
    assert accuracy >= 0.985


@pytest.mark.skipif(
    not os.environ.get("LENET_MNIST"),
    reason="LENET_MNIST names no file with all of MNIST",
)
def test_pretrained_reads_mnists_test_images() -> None:
    digits = load("mnist", limit=1)
    predictions = lenet.pretrained("Functional").predict_on_batch(digits.test_images)
    accuracy = (predictions.argmax(axis=1) == digits.test_labels).mean()
    assert accuracy >= 0.99


def test_all_paradigms_agree_to_the_last_bit() -> None:
    predictions = [
        lenet.pretrained(paradigm)(DIGITS.test_images).numpy()
        for paradigm in PARADIGM_NAMES
    ]
    np.testing.assert_array_equal(predictions[0], predictions[1])
    np.testing.assert_array_equal(predictions[0], predictions[2])


@pytest.mark.parametrize("digit", range(10))
def test_pretrained_reads_what_people_draw(digit: int) -> None:
    random = np.random.default_rng([7, digit])
    drawings = [to_digit(draw(digit, random)) for _ in range(20 * len(STYLES[digit]))]
    predictions = lenet.pretrained("Sequential")(np.array(drawings)).numpy()
    assert (predictions.argmax(axis=1) == digit).mean() >= 0.95


def test_a_model_of_ones_own_leaves_the_shipped_weights_alone() -> None:
    model = lenet.pretrained("Functional")
    model.set_weights([np.zeros_like(weight) for weight in model.get_weights()])
    again = lenet.pretrained("Functional")
    np.testing.assert_array_equal(again.get_weights()[0], shipped()[0])
    assert again.get_weights()[0].any()


def test_another_paradigm_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'Torch'.*'Sequential'"):
        lenet.pretrained("Torch")


@pytest.mark.parametrize(
    "code", ["import lenet", "import lenet.weights as w; w.shipped()"]
)
def test_no_tensorflow_until_a_model_is_built(code: str) -> None:
    check = "import sys; assert not {'tensorflow', 'keras'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", f"{code}\n{check}"], check=True)
