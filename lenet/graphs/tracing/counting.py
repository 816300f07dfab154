"""Count what a traced function does: its body, and runs of its graphs."""

import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# TensorFlow has no public way to listen to eager operations: see
# lenet/tape/operation_log.py. The call of a graph is one such operation.
from tensorflow.python.framework import op_callbacks

# How the calls of a graph are named; the second one is under a GradientTape.
GRAPH_CALLS = ("__inference_", "__forward_")
# Each thread has its callbacks, but the last one that is removed in any thread
# switches them off for the whole process.
LISTENING = threading.RLock()


class CountedBody:
    """A function that counts how often Python runs its body.

    It is an object and no function: TensorFlow keeps the history for its
    retracing warning by the code of a function, in all calls of this process.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.runs = 0
        self.__name__ = getattr(function, "__name__", "f")
        self.__signature__ = inspect.signature(function)
        self._function = function

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the body once: in eager execution at each call, else to trace."""
        self.runs += 1
        return self._function(*args, **kwargs)


class Executions:
    """Keeps the name of each graph that this thread runs, in order."""

    def __init__(self) -> None:
        self.names: list[str] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen in this block; TensorFlow calls back for each operation.

        One thread listens at a time, the others wait.
        """
        with LISTENING:
            op_callbacks.add_op_callback(self._note)
            try:
                yield
            finally:
                op_callbacks.remove_op_callback(self._note)

    def _note(
        self,
        kind: str | bytes,
        inputs: Any,
        attributes: Any,
        outputs: Any,
        op_name: str | None = None,
        graph: Any = None,
    ) -> None:
        name = kind if isinstance(kind, str) else kind.decode()
        # In a graph the call of another graph is a node, and does not run yet.
        if graph is None and name.startswith(GRAPH_CALLS):
            self.names.append(name)
