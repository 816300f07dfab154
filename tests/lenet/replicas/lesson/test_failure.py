"""A machine fails: what is trained twice, and that the weights are the same."""

import pytest

from lenet.replicas.lesson.failure import FAILS, STEPS, fail_and_resume
from lenet.settings import LOOP_NAMES, Settings


@pytest.mark.parametrize("loop", LOOP_NAMES)
def test_only_the_unfinished_epoch_is_trained_twice(loop):
    told = []
    failure = fail_and_resume(Settings(loop=loop, seed=3), told.append)
    assert (failure.failed, failure.saved, failure.steps) == (FAILS, STEPS, 2 * STEPS)
    assert failure.lost == STEPS // 2
    assert failure.checksum == failure.unfailed_checksum
    assert [(each.part, each.parts) for each in told] == [(1, 3), (2, 3), (3, 3)]
