"""A few workers, shared fairly: visitors take turns, and calls have a time limit."""

import contextlib
import threading
from collections import OrderedDict, deque
from concurrent.futures import Future, InvalidStateError, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import BaseContext
from typing import Any

from pebble import ProcessPool

from ui.foreman.child import invoke, start_worker

# A page waits for each of its calls, so a visitor with more calls at once is a
# script, not a person.
CALLS_PER_VISITOR = 8
# A worker is replaced after this many calls, which frees whatever calls leaked.
CALLS_PER_WORKER = 2_000
SECONDS_BETWEEN_LOOKS = 1.0  # at a call that takes longer


@dataclass(frozen=True)
class Call:
    """One call: what to run, for how long at most, and its result."""

    target: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    seconds: float
    result: "Future[Any]" = field(default_factory=Future)


class FairPool:
    """Workers that keep no state, and a queue for each visitor."""

    def __init__(
        self,
        workers: int,
        warm: str | None,
        context: BaseContext,
        calls_per_worker: int = CALLS_PER_WORKER,
    ) -> None:
        self.workers = workers
        self._new_pool = partial(
            ProcessPool,
            max_workers=workers,
            max_tasks=calls_per_worker,
            initializer=start_worker,
            initargs=[warm],
            context=context,
        )
        self._pool = self._new_pool()
        self._lock = threading.Lock()
        self._free = workers
        self._waiting: OrderedDict[str, deque[Call]] = OrderedDict()
        self._running: set[Future[Any]] = set()

    def submit(self, visitor: str, call: Call) -> "Future[Any]":
        """Queue a call; return the future of its value, a Failure or an exception.

        The exception is TimeoutError after the call's time limit, and ProcessExpired
        where the worker died; the pool replaces that worker.
        """
        with self._lock:
            mine = self._waiting.setdefault(visitor, deque())
            if len(mine) >= CALLS_PER_VISITOR:
                raise RuntimeError(
                    f"{len(mine)} of your calls are already waiting. "
                    "Wait until they have finished."
                )
            mine.append(call)
            self._dispatch()
        return call.result

    def wait_for(self, result: "Future[Any]") -> Any:
        """Return the result of a call; raise what `submit` says.

        Pebble forgets a call that it takes while its workers cannot be started.
        """
        while wait([result], SECONDS_BETWEEN_LOOKS).not_done:
            self._end_forgotten()
        return result.result()

    def stop(self) -> None:
        """End the workers at once."""
        self._pool.stop()
        self._pool.join()

    def _dispatch(self) -> None:
        while self._free and self._waiting:
            visitor, calls = self._waiting.popitem(last=False)
            call = calls.popleft()
            if calls:  # the visitor goes to the end of the queue
                self._waiting[visitor] = calls
            try:
                future = self._schedule(call)
            except (RuntimeError, OSError) as error:  # no worker can be started
                call.result.set_exception(error)
                continue
            self._free -= 1
            future.add_done_callback(partial(self._finish, call))

    def _schedule(self, call: Call) -> "Future[Any]":
        try:
            return self._start(call)
        except RuntimeError:
            # Pebble closes a pool when an idle worker of it dies.
            self._replace_pool()
            return self._start(call)

    def _replace_pool(self) -> None:
        broken, self._pool = self._pool, self._new_pool()
        broken.stop()
        # It waits for what is left of its threads, and ends its other workers.
        threading.Thread(target=broken.join, daemon=True).start()

    def _end_forgotten(self) -> None:
        if not self._pool.active:
            self.renew(only_broken=True)

    def renew(self, only_broken: bool = False) -> None:
        """End the workers and the calls that run; the next call starts others."""
        with self._lock:
            if only_broken and self._pool.active:
                return
            self._replace_pool()
            forgotten = list(self._running)
        for future in forgotten:
            with contextlib.suppress(InvalidStateError):  # it ended just now
                future.set_exception(BrokenProcessPool("No worker can be started."))

    def _start(self, call: Call) -> "Future[Any]":
        task = [call.target, call.args, call.kwargs]
        future: Future[Any] = self._pool.schedule(
            invoke, args=task, timeout=call.seconds
        )
        self._running.add(future)
        return future

    def _finish(self, call: Call, done: "Future[Any]") -> None:
        with self._lock:
            self._running.discard(done)
            self._free += 1
            self._dispatch()
        error = done.exception()
        if error is None:
            call.result.set_result(done.result())
        else:
            call.result.set_exception(error)
