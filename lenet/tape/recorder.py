"""Watch a training step: its lines, its layers and its operations."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import tensorflow as tf

from lenet.results.recording import PHASES, Frame, Value
from lenet.tape.describe import Values
from lenet.tape.layer_calls import Call, wrapped
from lenet.tape.line_tracer import Activation, Function, LineTracer
from lenet.tape.operation_log import OperationLog, passed_on

# The functions that a step calls, and the phase that begins with each.
BEGINS = {
    "GradientTape": "forward",
    "loss_fn": "loss",
    "gradient": "backward",
    "apply": "update",
}


@dataclass
class RecordedCall:
    """One call of a layer: its output, and the gradient with respect to it."""

    layer: tf.keras.layers.Layer
    output: tf.Tensor
    gradient: tf.Tensor | None = None
    toward: str = "output"


class Recorder:
    """Makes the frames of one step while it runs."""

    def __init__(
        self,
        model: tf.keras.Model,
        step: Callable[..., Any],
        check: Callable[..., Any],
    ) -> None:
        self.model = model
        self.called = step
        self.step, self.check = function(step), function(check)
        self.own_call = own_call(model)
        self.followed = [self.step, self.check]
        if self.own_call:
            self.followed.append(self.own_call)
        self.tracer = LineTracer(self.followed, self._begin, self._end)
        self.phase = PHASES[0]
        self.log = OperationLog(lambda: self.phase)
        self.values = Values()
        self.frames: list[Frame] = []
        self.calls: list[RecordedCall] = []
        self.names: dict[str, dict[str, Any]] = {}  # by function, at its end
        self.tape: tf.GradientTape | None = None
        self.begun: Activation | None = None  # at the line that began last

    @contextmanager
    def recording(
        self, optimizer: tf.keras.optimizers.Optimizer
    ) -> Iterator[None]:
        """Record the step that runs inside, with each layer that it calls."""
        with ExitStack() as afterwards:
            enter = afterwards.enter_context
            enter(wrapped(_layers(self.model), self._recorded))
            enter(self.log.listening())
            enter(self._unfollowed(optimizer, "apply"))
            if not self.own_call:
                enter(self._unfollowed(self.model, "call"))
            enter(self.tracer.following())
            yield

    def run(self, *args: Any) -> str:
        """Run the step; return the error that the optimizer raised, if any.

        Other errors are not caught.
        """
        try:
            self.called(*args)
        except ValueError as error:
            if self.phase != "update" or self.begun is None:
                raise
            self._add(self.begun, self.values.of(self.begun.names, set()))
            return str(error)
        return ""

    @contextmanager
    def checking(self) -> Iterator[None]:
        """Record the check that runs inside: its lines, without the model's."""
        self.phase = PHASES[-1]
        with self._unfollowed(self.model, "call"), self.tracer.following():
            yield

    def release(self) -> None:
        """Release all tensors.

        They take megabytes, and Python's garbage collector would find them
        late: the recorder is part of reference cycles.
        """
        if self.tape is not None:
            del self.tape.gradient  # the class has its own
        self.tape, self.begun, self.values = None, None, Values()
        self.calls.clear()
        self.names.clear()
        self.log.forget()

    # Called by the tracer

    def _begin(self, at: Activation) -> None:
        self.begun = at
        called = at.function.called_at(at.line)
        if at.function is self.step:
            begun = [BEGINS[name] for name in called & BEGINS.keys()]
            self.phase = max([self.phase, *begun], key=PHASES.index)
        if self.phase == "update":
            self.log.stop()
        if self._reaches_unfollowed(at, called):
            self.tracer.pause()

    def _end(self, at: Activation, made: set[str]) -> None:
        self.names[at.function.name] = at.names
        if self.tape is None and at.function is self.step:
            self._find_tape(at)
        with self.log.muted():
            values = self.values.of(at.names, made)
        last = self.frames[-1] if self.frames else None
        if last and last.layer is not None and self._is_same_line(last, at):
            self.frames[-1] = replace(last, values=values)
        else:
            self._add(at, values)

    def _is_same_line(self, last: Frame, at: Activation) -> bool:
        """Return whether the line only assigns its last layer's output."""
        line = (last.function, last.line, last.phase)
        return line == (at.function.name, at.line, "forward")

    def _find_tape(self, at: Activation) -> None:
        for value in at.names.values():
            if isinstance(value, tf.GradientTape):
                self.tape = value
                value.gradient = self.tracer.unfollowed(value.gradient)

    # Called by the layers and the tape

    def _recorded(self, layer: tf.keras.layers.Layer, call: Call) -> Call:
        def recorded(*args: Any, **kwargs: Any) -> Any:
            return self._pass(layer, call(*args, **kwargs))

        return self.tracer.unfollowed(recorded) if self.own_call else recorded

    def _pass(self, layer: tf.keras.layers.Layer, output: tf.Tensor) -> Any:
        """Record a layer's output and return it; watch for its gradient.

        Keras's softmax attaches the logits to its output, and Keras's loss uses
        them: the gradient bypasses the softmax.
        """
        index = len(self.calls)
        self.calls.append(RecordedCall(layer, output))
        self._add(self.tracer.here, self._known(), index)
        with self.log.muted():
            passed = self._watch(output, index, "output")
            logits = getattr(output, "_keras_logits", None)
            if logits is not None:
                passed._keras_logits = self._watch(logits, index, "logits")
        return passed

    def _watch(self, tensor: tf.Tensor, index: int, toward: str) -> tf.Tensor:
        def note(gradient: tf.Tensor) -> None:
            call = self.calls[index]
            call.gradient, call.toward = gradient, toward
            self._add(self.tracer.here, self._known(), index)

        return passed_on(tensor, note)

    def _known(self) -> tuple[Value, ...]:
        """Describe the values while a line runs: it assigned nothing yet."""
        with self.log.muted():
            return self.values.of(self.tracer.here.names, set())

    def _add(
        self,
        at: Activation,
        values: tuple[Value, ...],
        layer: int | None = None,
    ) -> None:
        self.frames.append(
            Frame(
                function=at.function.name,
                line=at.line,
                phase=self.phase,
                values=values,
                layer=layer,
                operations=len(self.log.operations),
            )
        )

    # Speed

    @contextmanager
    def _unfollowed(self, owner: Any, name: str) -> Iterator[None]:
        """Run a method at full speed: it calls nothing that is followed."""
        setattr(owner, name, self.tracer.unfollowed(getattr(owner, name)))
        try:
            yield
        finally:
            delattr(owner, name)  # the class has its own

    def _reaches_unfollowed(self, at: Activation, called: set[str]) -> bool:
        """Return whether a line is sure to call an unfollowed function."""
        if at.function is self.own_call:
            layer = tf.keras.layers.Layer
            return any(
                isinstance(getattr(self.model, name, None), layer)
                for name in called
            )
        is_followed = self.own_call and self.phase != PHASES[-1]
        return "model" in called and not is_followed


@cache
def function(followed: Callable[..., Any]) -> Function:
    """Return a function that can be followed, read and parsed once."""
    return Function(followed)


def own_call(model: tf.keras.Model) -> Function | None:
    """Return the `call` of a subclassed model, None for Keras's own classes."""
    call = type(model).call
    is_keras = call.__module__.partition(".")[0] == "keras"
    return None if is_keras else function(call)


def _layers(model: tf.keras.Model) -> list[tf.keras.layers.Layer]:
    inputs = tf.keras.layers.InputLayer
    return [layer for layer in model.layers if not isinstance(layer, inputs)]
