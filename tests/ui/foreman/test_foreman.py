"""The foreman's process: it answers, it comes back, it leaves nothing behind."""

import time
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client

import numpy as np
import psutil
import pytest

from lenet.settings import Placement, Settings
from tests.deadlines import DEADLINE, LONG_DEADLINE, wait_until
from tests.processes import survivors
from ui.foreman.client import ForemanClient, WorkError
from ui.foreman.jobs import ACTIVE


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """Return the folder that takes the temporary files of all processes."""
    return tmp_path_factory.mktemp("tmp")


@pytest.fixture(scope="module")
def client(tmp_path_factory, scratch):
    patch = pytest.MonkeyPatch()
    patch.setenv("LENET_LOGS", str(tmp_path_factory.mktemp("logs")))
    patch.setenv("TMPDIR", str(scratch))
    client = ForemanClient()
    client.start()
    wait_until(lambda: parts_are_ready(client), LONG_DEADLINE)
    yield client
    client.stop()
    patch.undo()


def parts_are_ready(client):
    state = client.state()
    parts = ("foreman", "template", "tensorboard")
    return all(state.get(part, {}).get("state") == "ready" for part in parts)


def call(client, target, *args, seconds=DEADLINE, **kwargs):
    return client.ask(
        "call",
        visitor="ann",
        target=target,
        args=args,
        kwargs=kwargs,
        seconds=seconds,
    )


def processes(client):
    foreman = psutil.Process(client._process.pid)
    return [foreman, *foreman.children(recursive=True)]


def test_a_library_function_runs_in_a_worker(client):
    machine = call(client, "lenet.machine:describe")
    assert machine["TensorFlow"]


def test_refused_input_is_a_value_error_with_its_own_words(client):
    with pytest.raises(ValueError, match="not in the library"):
        call(client, "lenet.source:source", "os:path")


def test_a_fault_is_a_work_error(client):
    with pytest.raises(WorkError, match="lost"):
        call(client, "tests.targets:break_down")


def test_a_call_past_its_limit_is_a_work_error(client):
    with pytest.raises(WorkError, match=r"longer than 0\.2 s"):
        call(client, "tests.targets:sleep", 60, seconds=0.2)


def test_an_unknown_verb_is_refused(client):
    with pytest.raises(WorkError):
        client.ask("shut_down_everything")


def test_a_stranger_without_the_key_is_turned_away(client):
    with pytest.raises(AuthenticationError):
        Client(client._address, authkey=b"guess")
    assert call(client, "tests.targets:add", 1) == 1


def trained(client, *visitors, **choices):
    """Train for all visitors at once; give each one's weights."""
    settings = {
        visitor: Settings(limit=300, epochs=1, batch_size=50, seed=seed, **choices)
        for seed, visitor in enumerate(visitors)
    }
    for visitor, chosen in settings.items():
        client.ask("start_training", visitor=visitor, settings=chosen, state=None)
    weights = {}
    while len(weights) < len(visitors):
        for visitor in visitors:
            status = client.ask(
                "training_status", visitor=visitor, job=0, reports_seen=0, step_seen=-1
            )
            assert status.phase in (*ACTIVE, "done"), status.message
            if status.outcome:
                weights[visitor] = status.outcome.state.weights
        time.sleep(0.05)
    return weights


@pytest.mark.parametrize("loop", ["graph", "fit", "eager"])
def test_trainings_at_once_give_the_weights_that_each_gives_alone(client, loop):
    together = trained(client, "ann", "bob", loop=loop)
    alone = trained(client, "cem", loop=loop)  # the seed of the first
    for one, other in zip(together["ann"], alone["cem"], strict=True):
        np.testing.assert_array_equal(one, other)
    assert any((a != b).any() for a, b in zip(*together.values(), strict=True))


def test_a_killed_training_on_replicas_says_so_and_frees_its_place(client):
    placement = Placement("mirrored", logical_cpus=2)
    settings = Settings(epochs=1000, placement=placement)
    job = client.ask("start_training", visitor="eva", settings=settings, state=None)

    def status():
        asked = {"visitor": "eva", "job": job, "reports_seen": 0, "step_seen": -1}
        return client.ask("training_status", **asked)

    before = set(processes(client))
    wait_until(lambda: status().reports, LONG_DEADLINE)
    assert len(status().reports[-1].replica_speeds) == 2
    for process in set(processes(client)) - before:
        process.kill()
    wait_until(lambda: status().phase == "failed")
    assert "ended (code -9)" in status().message
    assert client.state()["jobs"]["running"] == 0


def test_a_training_leaves_no_temporary_file(client, scratch):
    before = sorted(scratch.rglob("*"))
    trained(client, "dot", loop="graph")
    assert sorted(scratch.rglob("*")) == before


def begin(client, target, *args):
    return client.ask(
        "begin", visitor="ann", target=target, args=args, kwargs={}, seconds=600.0
    )


def computation(client, number):
    return client.ask("computation_status", visitor="ann", number=number)


def test_a_computation_leaves_no_temporary_file(client, scratch):
    before = sorted(scratch.rglob("*"))
    number = begin(client, "tests.targets:count_parts")
    wait_until(lambda: computation(client, number).result, LONG_DEADLINE)
    number = begin(client, "tests.targets:wait_for_ever")
    wait_until(lambda: computation(client, number).progress, LONG_DEADLINE)
    client.ask("cancel", visitor="ann", number=number)
    wait_until(lambda: computation(client, number).phase == "stopped")
    assert sorted(scratch.rglob("*")) == before


def test_a_killed_foreman_takes_all_with_it_and_comes_back(client):
    number = begin(client, "tests.targets:wait_for_ever")
    pid, _ = wait_until(
        lambda: computation(client, number).progress, LONG_DEADLINE
    ).partial
    old = processes(client)
    assert pid in [process.pid for process in old]
    assert len(old) >= 4  # template, its tracker, workers, TensorBoard
    old[0].kill()
    assert not survivors(old)
    wait_until(lambda: parts_are_ready(client), LONG_DEADLINE)
    assert call(client, "tests.targets:add", 1) == 1
    assert computation(client, number) is None


def test_stop_ends_every_process_and_clears_up(client, scratch):
    before = set(scratch.iterdir())
    old = processes(client)
    client.stop()
    assert not survivors(old)
    gone = before - set(scratch.iterdir())
    assert {folder.name.partition("-")[0] for folder in gone} == {"lenet", "pymp"}
    assert client.state()["foreman"]["state"] in ("stopped", "starting")


KERAS_JSON = '{"floatx": "float16", "image_data_format": "channels_first"}'


def test_what_the_machine_has_set_changes_no_training(client, monkeypatch, tmp_path):
    """Another backend, Keras's settings, and no folder for temporary files."""
    (tmp_path / "keras.json").write_text(KERAS_JSON)
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "1")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", "/no/such/folder")
    monkeypatch.setenv("LENET_LOGS", str(tmp_path / "logs"))
    elsewhere = ForemanClient()
    elsewhere.start()
    try:
        wait_until(lambda: parts_are_ready(elsewhere), LONG_DEADLINE)
        there = trained(elsewhere, "ann", loop="graph")["ann"]
    finally:
        elsewhere.stop()
    here = trained(client, "ann", loop="graph")["ann"]
    for one, other in zip(there, here, strict=True):
        np.testing.assert_array_equal(one, other)
