"""Call one traced function several times, and record what each call does."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import tensorflow as tf

from lenet.graphs.tracing.causes import FIRST, UNWRITTEN, cause
from lenet.graphs.tracing.counting import CountedBody, Executions
from lenet.graphs.tracing.differences import Signature, nearest, signature_of
from lenet.graphs.tracing.type_words import signature_text
from lenet.results.tracing import TracedCall
from lenet.snippets.attempt import attempt
from lenet.snippets.text import cleaned, error_text
from lenet.snippets.tf_warnings import warnings_kept


@dataclass(frozen=True)
class Call:
    """The arguments of one call, by position and by keyword.

    `Call.of(2, y=3)` are those of `f(2, y=3)`.
    """

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, *args: Any, **kwargs: Any) -> "Call":
        """Return the arguments that this method is called with."""
        return cls(args, kwargs)


def f(x: Any) -> tf.Tensor:
    """Return how many values an argument of any kind holds."""
    return tf.constant(len(tf.nest.flatten(x, expand_composites=True)))


def call_sequence(
    calls: Iterable[tuple[Any, ...] | Call], **options: Any
) -> list[TracedCall]:
    """Call a new `tf.function` with each of the arguments; return the results.

    Each of `calls` is a tuple of positional arguments, or a Call, which has
    keyword arguments as well. `options` are those of `tf.function`; without
    `func`, its function takes one argument of any kind. An exception in a call
    is part of its result: a call whose trace failed left no graph, so it counts
    as not traced, though its body ran. Nothing stays switched in the process.

    Raises ValueError for a call or an option of another form.

    https://www.tensorflow.org/guide/function#controlling_retracing
    """
    allowed = inspect.signature(tf.function).parameters
    if unknown := options.keys() - allowed.keys():
        raise ValueError(
            f"tf.function has no option {', '.join(sorted(unknown))}. "
            f"Its options are {', '.join(allowed)}."
        )
    if not isinstance(calls, Iterable):
        raise ValueError(
            f"The calls are of type {type(calls).__name__}. Pass them in a "
            "list, such as [(2,), (3,)]."
        )
    checked = [_checked(call, index) for index, call in enumerate(calls)]
    traced = _TracedFunction(options.pop("func", None) or f, options)
    return [traced.call(call) for call in checked]


def _checked(call: Any, index: int) -> Call:
    if isinstance(call, Call):
        return call
    if isinstance(call, tuple):
        return Call(call)
    raise ValueError(
        f"Call {index} is of type {type(call).__name__}. Pass a tuple of "
        "positional arguments, such as (2,), or Call.of(2, y=3)."
    )


class _TracedFunction:
    """A `tf.function`, its counters, and the signatures of its graphs."""

    def __init__(
        self, function: Callable[..., Any], options: dict[str, Any]
    ) -> None:
        self._body = CountedBody(function)
        self._function = tf.function(self._body, **options)
        self._executions = Executions()
        self._signatures: list[Signature] = []
        self._numbers: dict[int, int] = {}

    def call(self, call: Call) -> TracedCall:
        """Make one call; return it with the counters after it."""
        before = len(self._executions.names)
        # The call may change its arguments, so their signature is taken first.
        new, _ = attempt(
            signature_of, self._function, self._body, call.args, call.kwargs
        )
        with warnings_kept() as warned, self._executions.listening():
            _, error = attempt(self._function, *call.args, **call.kwargs)
        count = self._function.experimental_get_tracing_count()
        traced = count > len(self._signatures)
        return TracedCall(
            traced=traced,
            tracing_count=count,
            error=error_text(error) if error else None,
            body_runs=self._body.runs,
            executions=len(self._executions.names),
            graph=self._graph_since(before),
            warning="\n".join(map(cleaned, warned)),
            **(self._reason(new) if traced else {"cause": None}),
        )

    def _graph_since(self, before: int) -> int | None:
        """Return the number of the graph that ran after the first `before`."""
        names = self._executions.names
        if len(names) == before:
            return None
        return list(dict.fromkeys(names)).index(names[-1]) + 1

    def _reason(self, new: Signature | None) -> dict[str, Any]:
        """Return why a call was traced; keep the signatures of its graphs.

        What the arguments' own classes raise meanwhile is said as the cause.
        """
        old = list(self._signatures)
        # Public methods return this as text only: pretty_printed_...
        graphs = self._function._list_all_concrete_functions()
        self._signatures = [_of_graph(graph) for graph in graphs]
        found, error = attempt(self._compared, new, old)
        if error:
            return {"cause": f"{UNWRITTEN} {error_text(error)}"}
        return found

    def _compared(
        self, new: Signature | None, old: list[Signature]
    ) -> dict[str, Any]:
        """Return the cause, and the signatures as text."""
        made = self._signatures[-1]
        if not old:
            return {"cause": FIRST, "signature": self._text(made)}
        new = made if new is None else new
        index, differences = nearest(new, old)
        text, made_text = self._text(new), self._text(made)
        return {
            "cause": cause(differences),
            "signature": text,
            "nearest": self._text(old[index]),
            "generalised": "" if made_text == text else made_text,
            "differences": differences,
        }

    def _text(self, signature: Signature) -> str:
        return signature_text(signature, self._numbers)


def _of_graph(graph: Any) -> Signature:
    return {
        name: parameter.type_constraint
        for name, parameter in graph.function_type.parameters.items()
    }
