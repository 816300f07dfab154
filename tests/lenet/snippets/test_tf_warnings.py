"""TensorFlow's warnings are kept by the thread that logs them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import tensorflow as tf

from lenet.snippets.tf_warnings import warnings_kept
from tests.deadlines import DEADLINE


def switched():
    logger = tf.get_logger()
    return logger.level, [*logger.filters], [*logger.handlers], logger.propagate


def test_blocks_that_overlap_leave_the_logger_as_it_was(capfd):
    before = switched()
    one, other = warnings_kept(), warnings_kept()
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    other.__exit__(None, None, None)
    assert switched() == before
    tf.get_logger().error("shown")
    with warnings_kept() as kept:
        tf.get_logger().error("shown too")
        tf.get_logger().warning("kept")
    assert kept == ["kept"]
    assert "kept" not in "".join(capfd.readouterr())


def test_each_thread_keeps_its_own_warnings():
    before, together = switched(), Barrier(3, timeout=DEADLINE)

    def warn(name):
        together.wait()
        with warnings_kept() as kept:
            for number in range(100):
                tf.get_logger().warning("%s %d", name, number)
            together.wait()
        return kept

    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(warn, "abc"))
    assert found == [[f"{name} {n}" for n in range(100)] for name in "abc"]
    assert switched() == before


def test_a_thread_without_a_block_loses_no_warning():
    passed = []

    def pass_on(record):
        passed.append(record.getMessage())
        return False

    with warnings_kept() as kept, ThreadPoolExecutor(1) as threads:
        tf.get_logger().addFilter(pass_on)
        try:
            threads.submit(tf.get_logger().warning, "of another thread").result()
        finally:
            tf.get_logger().removeFilter(pass_on)
    assert (kept, passed) == ([], ["of another thread"])
