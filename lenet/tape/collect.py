"""Turn a recorded step into arrays and summaries."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from lenet.results.recording import LayerStep, VariableStep
from lenet.state import arrays
from lenet.tape.describe import looked_into
from lenet.tape.recorder import RecordedCall, Recorder


def collect(
    recorder: Recorder, before: Sequence[np.ndarray], keep: int
) -> dict[str, Any]:
    """Return the fields of a Recording that the recorder has seen.

    `before` are the trainable weights before the step. `keep` is the number of
    images for which the layers' outputs are kept.
    """
    step = recorder.names[recorder.step.name]
    probabilities = step["probabilities"]
    losses = tf.keras.losses.sparse_categorical_crossentropy(
        step["labels"], probabilities
    )
    logits = getattr(probabilities, "_keras_logits", None)
    checked = recorder.names[recorder.check.name]["probabilities"]
    sources = {each.name: each.source for each in recorder.followed}
    entered = dict.fromkeys(frame.function for frame in recorder.frames)
    return {
        "sources": {name: sources[name] for name in entered},
        "frames": tuple(recorder.frames),
        "layers": tuple(
            layer_step(call, recorder, keep) for call in recorder.calls
        ),
        "variables": tuple(variable_steps(recorder, before, step["gradients"])),
        "operations": tuple(recorder.log.operations),
        "watched": watched(recorder),
        "logits": None if logits is None else logits.numpy(),
        "probabilities": np.asarray(probabilities),
        "loss": float(step["loss"]),
        "losses": losses.numpy(),
        "probabilities_after": checked.numpy(),
    }


def layer_step(call: RecordedCall, recorder: Recorder, keep: int) -> LayerStep:
    """Return a layer's output for the first images, and its summary for all."""
    weights = {id(weight) for weight in call.layer.trainable_weights}
    variables = enumerate(recorder.model.trainable_variables)
    summary = recorder.values.summary(call.output)
    assert summary
    output = looked_into(call.output)
    return LayerStep(
        name=call.layer.name,
        kind=type(call.layer).__name__,
        variables=tuple(
            index for index, variable in variables if id(variable) in weights
        ),
        output=output[:keep].copy(),
        output_summary=summary,
        gradient=_kept(call.gradient, keep),
        gradient_summary=recorder.values.summary(call.gradient),
        toward=call.toward,
        dead=dead_channels(output),
    )


def variable_steps(
    recorder: Recorder,
    before: Sequence[np.ndarray],
    gradients: Sequence[tf.Tensor | None],
) -> Iterator[VariableStep]:
    """Yield each variable with its value, gradient and update."""
    variables = recorder.model.trainable_variables
    names = variable_names(recorder.model)
    for variable, gradient, old, new in zip(
        variables, gradients, before, arrays(variables), strict=True
    ):
        yield VariableStep(
            name=names[id(variable)],
            value=old,
            gradient=None if gradient is None else gradient.numpy(),
            update=new - old,
            origin=recorder.log.maker(gradient),
        )


def watched(recorder: Recorder) -> tuple[str, ...]:
    """Return the names of the variables that the step's tape watched."""
    if recorder.tape is None:
        return ()
    names = variable_names(recorder.model)
    known = {
        variable.value.ref(): names[id(variable)]
        for variable in recorder.model.trainable_variables
    }
    return tuple(
        known.get(variable.ref(), variable.name.partition(":")[0])
        for variable in recorder.tape.watched_variables()
    )


def variable_names(model: tf.keras.Model) -> dict[int, str]:
    """Return the names "layer/weight" of all variables, by their ids."""
    return {
        id(weight): f"{layer.name}/{weight.name}"
        for layer in model.layers
        for weight in layer.trainable_weights
    }


def dead_channels(output: np.ndarray) -> float:
    """Return the share of channels or units, 0 to 1, that are zero everywhere.

    For most of them the first images are enough to see that they are not. Only
    the others are searched in the whole batch.
    """
    channels = output.shape[-1]
    first = output[:4].reshape(-1, channels).any(axis=0)
    rest = output.reshape(-1, channels)[:, ~first]
    return float(1 - (first.sum() + rest.any(axis=0).sum()) / channels)


def _kept(tensor: tf.Tensor | None, images: int) -> np.ndarray | None:
    return None if tensor is None else looked_into(tensor)[:images].copy()
