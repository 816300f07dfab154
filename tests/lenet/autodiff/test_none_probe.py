"""The probe names a cause from the run alone: code that it has never seen."""

import sys
import threading

import pytest
import tensorflow as tf
from tensorflow.python.framework import op_callbacks

from lenet.autodiff.none_clinic.finding import find, reached
from lenet.autodiff.none_clinic.observing import observe
from lenet.autodiff.none_clinic.probe import Probe
from lenet.results.none_clinic import CAUSES
from tests.lenet.autodiff.none_snippets import CAUSE_OF, WHOLE, floor, mean_square


def test_each_cause_has_other_code():
    assert set(CAUSE_OF.values()) == set(CAUSES)


@pytest.mark.parametrize("function", CAUSE_OF, ids=lambda each: each.__name__)
def test_the_cause_of_other_code_is_named(function):
    assert function() is None
    probe = Probe(function)
    finding = find(probe)
    assert finding.cause == CAUSE_OF[function]
    start, end = finding.missing
    assert start in probe.flow.after(probe.source)
    assert end in probe.flow.before(probe.target) | {probe.target}
    assert probe.source not in reached(probe, finding)


@pytest.mark.parametrize("function", WHOLE, ids=lambda each: each.__name__)
def test_a_gradient_has_no_cause(function):
    probe = Probe(function)
    assert function() is not None
    assert find(probe) is None
    assert probe.source in reached(probe, None)


def test_code_without_a_tape_is_refused():
    with pytest.raises(ValueError, match="asks no tape"):
        Probe(lambda: mean_square(tf.constant(1.0)))


def test_nothing_listens_after_a_run_that_raised():
    def fails():
        with tf.GradientTape():
            raise RuntimeError("stop")

    before = sys.getprofile()
    with pytest.raises(RuntimeError, match="stop"):
        observe(fails)
    assert sys.getprofile() is before
    assert not op_callbacks.should_invoke_op_callbacks()


def test_a_tape_in_another_thread_is_not_noted():
    def beside():
        other = threading.Thread(target=floor)
        other.start()
        other.join()
        return floor()

    assert len(observe(beside).asked) == 1
