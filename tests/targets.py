"""Functions that tests have run in workers and in training processes."""

import os
import tempfile
import time

import numpy as np

from lenet.results.progress import Progress
from lenet.results.training import Evaluation, Outcome, Report
from lenet.state import TrainState


def nothing():
    return None


def add(first, second=0):
    return first + second


def refuse():
    raise ValueError("three is too many")


def break_down():
    raise KeyError("lost")


def sleep(seconds):
    time.sleep(seconds)
    return os.getpid()


def wait_for_file(path):
    while not os.path.exists(path):
        time.sleep(0.01)


def logical_cpus(number):
    import tensorflow as tf  # late: this module is for a server's tests as well

    cpu, *_ = tf.config.list_physical_devices("CPU")
    parts = [tf.config.LogicalDeviceConfiguration()] * number
    tf.config.set_logical_device_configuration(cpu, parts)
    return len(tf.config.list_logical_devices("CPU"))


def die():
    os.kill(os.getpid(), 9)


def state(step):
    return TrainState("Sequential", "adam", (np.zeros(2),), (), step, 0)


def outcome(step, finished):
    empty = np.zeros(0)
    evaluation = Evaluation(0.1, 0.9, np.eye(10), empty, empty, empty, empty)
    return Outcome(state(step), evaluation, "20260101-000000", finished)


def count(
    settings, on_report, on_state, should_stop, steps=10, seconds=0.02, log_root=None
):
    """Stand in for a training: a step is a nap, an epoch five of them."""
    for step in range(1, steps + 1):
        time.sleep(seconds)
        last = step % 5 == 0
        on_report(
            Report(step, 1 + step // 5, 1 / step, 0.5, 1.0, 0.1 if last else None)
        )
        if last:
            on_state(state(step))
        if should_stop():
            return outcome(step, finished=False)
    return outcome(steps, finished=True)


def deaf(settings, on_report, on_state, should_stop):
    on_state(state(5))
    time.sleep(600)


def crash_after_an_epoch(settings, on_report, on_state, should_stop):
    on_state(state(5))
    die()


def bad_settings(settings, on_report, on_state, should_stop):
    raise ValueError("no such digits")


def count_parts(parts=2, steps=3, seconds=0.02, *, on_progress):
    """Stand in for a computation: a step is a nap."""
    for part in range(1, parts + 1):
        for step in range(steps + 1):
            so_far = (part, step)
            on_progress(Progress("a part", part, parts, step, steps, partial=so_far))
            time.sleep(seconds)
    return parts * steps


def wait_for_ever(*, on_progress):
    """Report once and hear nothing; leave a file behind, as AutoGraph does."""
    path = tempfile.mkstemp()[1]
    on_progress(Progress("one", partial=(os.getpid(), path)))
    time.sleep(600)


def die_reporting(*, on_progress):
    on_progress(Progress("one"))
    die()


def refuse_computation(*, on_progress):
    refuse()
