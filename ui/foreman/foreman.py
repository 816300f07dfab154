"""The foreman: it runs the workers, trainings, computations and TensorBoard."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from pebble import ProcessExpired

from lenet.tensorboard.process import TensorBoard
from ui.foreman.attempts import FEW, first_reason, log
from ui.foreman.child import Failure
from ui.foreman.computations import Computations
from ui.foreman.jobs import Limits
from ui.foreman.pool import Call, FairPool
from ui.foreman.trainings import Status, Trainings

# What each worker runs first, and what a training runs.
WARM = "ui.foreman.template:warm"
TRAIN = "lenet.experiment:run"
MOST_WORKERS = 2
WARM_UP_SECONDS = 120
# From one attempt to warm up to the next; the last one again and again.
WARM_UP_DELAYS = (1.0, 5.0, 60.0)
# How long a result is kept for a page that asks twice a second.
RESULT_SECONDS = 600


def forking_context() -> Any:
    """Return the way to start processes: forked from the template where possible."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ui.foreman.template"])
    return context


class Foreman:
    """The verbs that the server can ask for; all are thread-safe."""

    def __init__(self, log_root: Path, log_quota: int, limits: Limits) -> None:
        context = forking_context()
        self.log_root, self.log_quota = log_root, log_quota
        self.pool = FairPool(min(MOST_WORKERS, os.cpu_count() or 1), WARM, context)
        # For calls that set up the devices of their process: one process for each.
        self.apart = FairPool(1, None, context, calls_per_worker=1)
        self.jobs = Trainings(limits, context)
        # One at a time: each uses all cores, and some measure their speed.
        one = replace(limits, at_once=1, grace=0, memory=RESULT_SECONDS)
        self.computations = Computations(one, context)
        self.tensorboard = TensorBoard(log_root)
        self._template: dict[str, Any] = {"state": "warming"}
        self._reasons: set[str] = set()  # that are in the log
        self._closed = threading.Event()
        threading.Thread(target=self._start_parts, daemon=True).start()

    def verbs(self) -> dict[str, Callable[..., Any]]:
        """Return the calls that a connection may ask for, by their names."""
        return {
            "call": self.call,
            "start_training": self.start_training,
            "stop_training": self.jobs.stop,
            "training_status": self.training_status,
            "forget_training": self.jobs.forget,
            "forget_visitor": self.forget_visitor,
            "begin": self.computations.begin,
            "computation_status": self.computations.status,
            "cancel": self.computations.cancel,
            "state": self.state,
        }

    def call(
        self,
        visitor: str,
        target: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        seconds: float,
        apart: bool = False,
    ) -> Any:
        """Return the value of a library function that runs in a worker, or a Failure.

        `apart` runs it in a new process, which ends with the call.
        """
        call = Call(target, args, kwargs, seconds)
        pool = self.apart if apart else self.pool
        try:
            return pool.wait_for(pool.submit(visitor, call))
        except TimeoutError:
            return Failure("fault", f"This took longer than {seconds:g} s.", "")
        except (ProcessExpired, BrokenProcessPool) as error:
            return Failure("fault", "The process that computed this ended.", str(error))

    def start_training(self, visitor: str, settings: Any, state: Any) -> int:
        """Queue a training for this visitor, and return its number."""
        arguments = {
            "settings": settings,
            "state": state,
            "log_root": str(self.log_root),
            "log_quota": self.log_quota,
        }
        return self.jobs.start(visitor, TRAIN, arguments)

    def training_status(
        self, visitor: str, job: int, reports_seen: int, step_seen: int
    ) -> Status | None:
        """Return the state of the visitor's training."""
        return self.jobs.status(visitor, job, reports_seen, step_seen)

    def forget_visitor(self, visitor: str) -> None:
        """Stop what runs for a visitor, and drop all of it."""
        self.jobs.forget_visitor(visitor)
        self.computations.forget_visitor(visitor)

    def state(self) -> dict[str, Any]:
        """Return the state of each part, for pages and for monitors."""
        board = self.tensorboard
        return {
            "template": self._template,
            "workers": {"count": self.pool.workers},
            "jobs": self.jobs.counts(),
            "computations": self.computations.counts(),
            "tensorboard": {
                "state": board.state,
                "port": board.port,
                "reason": board.reason,
            },
        }

    def close(self) -> None:
        """End everything that this foreman started."""
        self._closed.set()
        self.jobs.close()
        self.computations.close()
        self.pool.stop()
        self.apart.stop()
        self.tensorboard.stop()

    def _start_parts(self) -> None:
        # One after the other: a drawing needs the first, and there are few cores.
        failure = self._warm_up()
        self.tensorboard.start()
        *_, last = WARM_UP_DELAYS
        delays = chain(WARM_UP_DELAYS, repeat(last))
        while failure and not self._closed.wait(next(delays)):
            self.pool.renew()
            end_template()
            failure = self._warm_up()

    def _warm_up(self) -> Failure | None:
        """Warm up, and note the state; return the reason if TensorFlow cannot run."""
        started = time.monotonic()
        try:
            result = self.call("foreman", WARM, (), {}, WARM_UP_SECONDS)
        except Exception as error:  # no process can be started
            result = Failure.of(error)
        if isinstance(result, Failure):
            self._note_failure(result)
            return result
        seconds = round(time.monotonic() - started, 2)
        self._template = {"state": "ready", "seconds": seconds}
        log(each.details for each in result)
        return None

    def _note_failure(self, failure: Failure) -> None:
        """Log a new reason; the state is "failed" after a few attempts."""
        attempt = self._template.get("attempt", 0) + 1
        reason = first_reason(failure.message)
        if reason not in self._reasons:
            self._reasons.add(reason)
            log([f"TensorFlow did not start: {failure.message}\n{failure.details}\n"])
        state = "restarting" if attempt < FEW else "failed"
        self._template = {"state": state, "reason": reason, "attempt": attempt}


def end_template() -> None:
    """End the fork server, if there is one; the next process starts another.

    One that could not import TensorFlow goes on without it.
    """
    server = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    if pid := getattr(server, "_forkserver_pid", None):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
