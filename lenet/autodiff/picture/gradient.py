"""The gradient of one of LeNet's outputs with respect to the picture."""

import tensorflow as tf

# Each makes, of (batch, 10) logits, as many scores of the digits.
SCORES = {
    "logit": tf.identity,
    "log probability": tf.nn.log_softmax,
    "probability": tf.nn.softmax,
}


def gradient_of_score(
    model: tf.keras.Model, image: tf.Tensor, digit: int, score: str
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the gradient of a digit's score, and LeNet's probabilities.

    `image` is (1, 32, 32, 1) float32 in [0, 1], and so is the gradient's
    shape; `score` is one of SCORES. The probabilities are (1, 10).

    Simonyan et al. (2013), section 3, https://arxiv.org/abs/1312.6034
    """
    with tf.GradientTape() as tape:
        tape.watch(image)  # it is no variable
        probabilities = model(image)
        # Keras keeps them beside its softmax: its losses use them too.
        logits = probabilities._keras_logits
        value = SCORES[score](logits)[0, digit]
    return tape.gradient(value, image), probabilities


def moved(image: tf.Tensor, gradient: tf.Tensor, size: float) -> tf.Tensor:
    """Return the image one step along the gradient, its pixels in [0, 1].

    `size` is the factor of the gradient. Where it is negative, the score falls.

    https://www.tensorflow.org/tutorials/generative/adversarial_fgsm
    """
    return tf.clip_by_value(image + size * gradient, 0, 1)
