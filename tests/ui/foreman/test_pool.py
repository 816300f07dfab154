"""Workers: values, refusals, faults, limits, fair turns."""

import threading
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

import psutil
import pytest
from pebble import ProcessExpired

from tests.deadlines import DEADLINE, wait_until
from tests.processes import survivors
from ui.foreman.child import Failure
from ui.foreman.foreman import forking_context
from ui.foreman.pool import CALLS_PER_VISITOR, Call, FairPool


@pytest.fixture(scope="module")
def pool():
    pool = FairPool(1, "tests.targets:nothing", forking_context())
    yield pool
    pool.stop()


def call(name, *args, seconds=DEADLINE, **kwargs):
    return Call(f"tests.targets:{name}", args, kwargs, seconds)


def test_a_call_gives_its_value(pool):
    assert pool.submit("ann", call("add", 2, second=3)).result() == 5


def test_refused_input_and_faults_come_back_as_text(pool):
    refused = pool.submit("ann", call("refuse")).result()
    assert (refused.kind, refused.message) == ("input", "three is too many")
    fault = pool.submit("ann", call("break_down")).result()
    assert fault.kind == "fault"
    assert "KeyError" in fault.details


def test_an_unknown_function_is_a_fault(pool):
    assert isinstance(pool.submit("ann", call("no_such")).result(), Failure)


def test_a_call_past_its_limit_ends_and_the_pool_goes_on(pool):
    with pytest.raises(TimeoutError):
        pool.submit("ann", call("sleep", 60, seconds=0.3)).result()
    assert pool.submit("ann", call("add", 1)).result() == 1


def test_a_worker_that_dies_is_replaced(pool):
    with pytest.raises(ProcessExpired):
        pool.submit("ann", call("die")).result()
    assert pool.submit("ann", call("add", 1)).result() == 1


def test_a_worker_that_dies_idle_is_replaced(pool):
    worker = pool.submit("ann", call("sleep", 0)).result()
    psutil.Process(worker).kill()
    wait_until(lambda: not pool._pool.active)  # it has noticed
    assert pool.submit("ann", call("add", 1)).result() == 1


@contextmanager
def busy(pool, path):
    """Keep the pool's one worker busy until the block ends."""
    blocker = pool.submit("eve", call("wait_for_file", str(path)))
    yield
    path.touch()
    blocker.result()


def test_visitors_take_turns(pool, tmp_path):
    order = []
    with busy(pool, tmp_path / "done"):
        greedy = [pool.submit("eve", call("add", n)) for n in range(4)]
        modest = pool.submit("ann", call("add", 9))
        for name, future in [("eve", f) for f in greedy] + [("ann", modest)]:
            future.add_done_callback(lambda _, name=name: order.append(name))
    for future in [*greedy, modest]:
        future.result()
    assert "ann" in order[:2], "one visitor's calls came before another's first"


def test_one_visitor_cannot_fill_the_queue(pool, tmp_path):
    with busy(pool, tmp_path / "done"):
        queued = [pool.submit("eve", call("add", 1)) for _ in range(CALLS_PER_VISITOR)]
        with pytest.raises(RuntimeError, match="already waiting"):
            pool.submit("eve", call("add", 1))
        other = pool.submit("ann", call("add", 1))
    for future in [*queued, other]:
        assert future.result() == 1


def test_calls_of_many_threads_at_once(pool):
    results = []

    def ask(visitor):
        results.append(pool.submit(visitor, call("add", 1)).result())

    threads = [threading.Thread(target=ask, args=(f"v{n}",)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [1] * 20


def test_stop_ends_a_worker_in_the_middle_of_a_call():
    pool = FairPool(1, "tests.targets:nothing", forking_context())
    worker = psutil.Process(pool.submit("ann", call("sleep", 0)).result())
    pool.submit("ann", call("sleep", 600, seconds=600))
    pool.stop()
    assert not survivors([worker])


def test_a_call_apart_has_a_process_of_its_own():
    apart = FairPool(1, None, forking_context(), calls_per_worker=1)
    try:
        pids = [apart.submit("ann", call("sleep", 0)).result() for _ in range(3)]
        # Devices can be set up once in a process, before the first operation.
        counts = [apart.submit("ann", call("logical_cpus", n)).result() for n in (2, 3)]
    finally:
        apart.stop()
    assert len(set(pids)) == 3
    assert counts == [2, 3]
    assert not any(psutil.pid_exists(pid) for pid in pids)


@pytest.mark.parametrize("error", [BrokenProcessPool("no worker"), OSError("full")])
def test_a_worker_that_cannot_be_started_costs_no_place(pool, monkeypatch, error):
    def fail(call):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(pool, "_start", fail)
        for _ in range(pool.workers + 1):
            with pytest.raises(type(error)):
                pool.wait_for(pool.submit("ann", call("add", 1)))
    assert pool.wait_for(pool.submit("ann", call("add", 1))) == 1


def test_a_call_that_the_workers_forgot_ends(pool):
    forgotten = pool.submit("ann", call("sleep", 600, seconds=600))
    pool._pool.stop()
    with pytest.raises(BrokenProcessPool):
        pool.wait_for(forgotten)
    assert pool.wait_for(pool.submit("ann", call("add", 1))) == 1
