"""The proof that all three paradigms compute the same numbers."""

from collections.abc import Iterable, Iterator
from itertools import count, islice

import numpy as np
import tensorflow as tf

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.results.paradigms import Comparison, Pass, Race
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.results.summary import largest_difference
from lenet.settings import OPTIMIZER_NAMES, PARADIGM_NAMES, one_of, within
from lenet.training.batches import Batches
from lenet.training.optimizers import OPTIMIZERS
from lenet.training.step import train_step

BATCH_SIZES = (1, 512)
STEPS = (1, 200)


def copy_weights(
    donor: tf.keras.Model, others: Iterable[tf.keras.Model]
) -> None:
    """Copy the donor's weights to other models with the same layers.

    Weights are matched by their order, that of `model.layers`. It is the same
    in each paradigm. Raises ValueError, as Keras does, for a model
    whose weights have other shapes.

    https://keras.io/api/layers/base_layer/#set_weights-method
    """
    for model in others:
        model.set_weights(donor.get_weights())


def forward_and_backward(
    model: tf.keras.Model, images: np.ndarray, labels: np.ndarray
) -> Pass:
    """Run one batch forwards and backwards through a model; change no weight.

    Takes (batch, 32, 32, 1) float32 images and their (batch,) integer labels.

    https://www.tensorflow.org/guide/autodiff
    """
    weights = {
        f"{layer.name}/{weight.name}": weight
        for layer in model.layers
        for weight in layer.trainable_weights
    }
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()

    with tf.GradientTape() as tape:
        probabilities = model(images, training=True)
        loss = loss_fn(labels, probabilities)
    gradients = tape.gradient(loss, weights)

    return Pass(
        loss=float(loss),
        probabilities=probabilities.numpy(),
        gradients={name: value.numpy() for name, value in gradients.items()},
    )


def compare(
    models: dict[str, tf.keras.Model], images: np.ndarray, labels: np.ndarray
) -> Comparison:
    """Run the same batch through each of `models`, by name, and compare.

    Takes (batch, 32, 32, 1) float32 images and their (batch,) integer labels.
    A difference is 0.0 where the models agree bit for bit, and NaN where one
    of them has a value that is not finite. The models' weights must have the
    same names and shapes. Raises ValueError for fewer than two models.
    """
    if len(models) < 2:
        raise ValueError(f"compare got {list(models)}; it needs two models.")
    passes = {
        name: forward_and_backward(model, images, labels)
        for name, model in models.items()
    }
    every = list(passes.values())
    weights = every[0].gradients
    return Comparison(
        images=images,
        labels=labels,
        passes=passes,
        differences={
            "loss": largest_difference(*[[one.loss] for one in every]),
            "probabilities": largest_difference(
                *[[one.probabilities] for one in every]
            ),
            "gradients": largest_difference(
                *[
                    [one.gradients[weight] for weight in weights]
                    for one in every
                ]
            ),
        },
    )


def prove(
    seed: int = 0, batch_size: int = 64, donor: str = "Subclassing"
) -> Comparison:
    """Compare the paradigms on digits of the sample, with the same weights.

    Each model first has its own weights, the donor those of `seed`. Then all
    get the donor's. The batch is the first of a training with this seed. Raises
    ValueError for a `batch_size` outside 1 to 512 and for a donor that is no
    paradigm's name.
    """
    one_of("donor", donor, PARADIGM_NAMES)
    images, labels = next(first_batches(1, batch_size, seed))
    others = count(seed + 1)
    models = {
        name: build(seed=seed if name == donor else next(others))
        for name, build in PARADIGMS.items()
    }
    copy_weights(
        models[donor], [models[name] for name in models if name != donor]
    )
    return compare(models, images, labels)


def race(
    seed: int = 0,
    steps: int = 20,
    batch_size: int = 64,
    optimizer: str = "adam",
    learning_rate: float = 1e-3,
    on_progress: OnProgress = ignore,
) -> Race:
    """Train the paradigms side by side, eagerly, and compare the weights.

    All start from the weights of `seed` and use the batches of a training on
    the sample with this seed. `on_progress` is called after each step; its
    `partial` maps a model to its losses so far, a list of floats. Raises
    ValueError for `steps` outside 1 to 200, `batch_size` outside 1 to 512,
    `learning_rate` outside 0 to 100 and an optimizer that is not in
    `lenet.settings.OPTIMIZER_NAMES`.
    """
    within("steps", steps, *STEPS)
    one_of("optimizer", optimizer, OPTIMIZER_NAMES)
    within("learning_rate", learning_rate, 0, 100)
    batches = first_batches(steps, batch_size, seed)
    models = {name: build(seed=seed) for name, build in PARADIGMS.items()}
    optimizers = {
        name: OPTIMIZERS[optimizer](learning_rate=float(learning_rate))
        for name in models
    }
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    losses: dict[str, list[float]] = {name: [] for name in models}

    for step, (images, labels) in enumerate(batches, start=1):
        for name, model in models.items():
            loss = train_step(model, loss_fn, optimizers[name], images, labels)
            losses[name].append(float(loss))
        partial = {name: list(each) for name, each in losses.items()}
        on_progress(
            Progress(
                "all three models", done=step, total=steps, partial=partial
            )
        )

    return Race(
        losses={name: np.array(each) for name, each in losses.items()},
        loss_difference=largest_difference(
            *[[each] for each in losses.values()]
        ),
        difference=largest_difference(
            *[each.get_weights() for each in models.values()]
        ),
    )


def first_batches(
    number: int, batch_size: int, seed: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Return the first batches of a training on the sample, one at a time.

    Images are (batch, 32, 32, 1) float32, labels (batch,) int64. Raises
    ValueError for a `batch_size` outside 1 to 512 and a seed outside those
    of `lenet.settings.Settings`.
    """
    within("batch_size", batch_size, *BATCH_SIZES)
    within("seed", seed, 0, 2**31 - 1)
    batches = Batches(load("sample"), batch_size, seed, 0, epochs=number)
    every = (batch for epoch in batches.epochs for batch in batches.of(epoch))
    return islice(every, number)
