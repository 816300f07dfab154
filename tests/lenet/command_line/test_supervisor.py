"""Clusters of real processes on this machine, and what ends them."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace

import numpy as np
import psutil
import pytest

from lenet.command_line.command import options
from lenet.command_line.local import free_ports, tf_config
from lenet.replicas.members import is_listening
from lenet.settings import Placement, Settings
from lenet.weights import file as weights_file
from lenet.weights.checkpoint import Checkpoint
from lenet.weights.checksum import checksum
from tests.deadlines import DEADLINE, LONG_DEADLINE, wait_until
from tests.processes import survivors

SETTINGS = Settings(
    epochs=4,
    limit=3200,
    batch_size=32,
    optimizer="momentum",
    learning_rate=0.01,
    seed=3,
    placement=Placement("multi-worker"),
)
EPOCH = SETTINGS.steps_per_epoch
OPTIONS = [*options(replace(SETTINGS, placement=Placement())), "--json"]


@pytest.fixture
def start():
    """Start `python -m lenet ...` in a folder; end it after the test."""
    started = []

    def start(folder, *arguments, **variables):
        process = psutil.Popen(
            [sys.executable, "-m", "lenet", *map(str, arguments)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.getcwd(), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
        process.communicate()


def start_worker(start, folder, addresses, index, *more):
    config = tf_config(addresses, index)
    arguments = [*OPTIONS, "--strategy", "multi-worker", *more]
    return start(folder, "train", *arguments, TF_CONFIG=config)


def until(process, epoch):
    """Read reports until the middle of an epoch."""
    for line in process.stdout:
        report = json.loads(line)
        if report.get("epoch") == epoch and report["step"] % EPOCH > 5:
            return report
    raise AssertionError(process.stderr.read())


def local_addresses(count):
    return [f"127.0.0.1:{port}" for port in free_ports(count)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Train on two workers; return the folder and the output."""
    folder = tmp_path_factory.mktemp("whole")
    done = subprocess.run(
        [sys.executable, "-m", "lenet", "cluster", "--local", "2", *OPTIONS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        timeout=LONG_DEADLINE,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder, [json.loads(line) for line in done.stdout.splitlines()]


def test_both_workers_end_with_the_same_weights_and_one_writes_them(whole):
    folder, lines = whole
    ended = {line["worker"]: line for line in lines if "checksum" in line}
    assert set(ended) == {0, 1}
    weights = weights_file.load(folder / "weights.npz")
    assert {end["checksum"] for end in ended.values()} == {checksum(weights)}
    assert (ended[0]["weights"], ended[1]["weights"]) == ("weights.npz", None)
    assert ended[1]["run"] is None
    assert os.listdir(folder / "logs" / "fit") == [ended[0]["run"]]
    assert sorted(os.listdir(folder)) == ["logs", "weights.npz"]
    reports = [line for line in lines if "checksum" not in line]
    assert {line["worker"] for line in reports} == {0, 1}
    assert all(len(line["replica_speeds"]) == 1 for line in reports)
    assert {line["step"] for line in reports} >= {1, EPOCH, EPOCH + 1, 4 * EPOCH}


def test_two_workers_come_to_the_weights_of_one_device(start, tmp_path):
    """After 20 steps; the sums are in another order, and that difference grows."""
    from lenet.experiment import run

    few = Settings(epochs=2, limit=640, seed=3)
    there = start(tmp_path, "cluster", "--local", "2", *options(few))
    said, _ = there.communicate(timeout=LONG_DEADLINE)
    assert there.returncode == 0
    assert "worker 0 | Done after 20 steps" in said
    assert "worker 1 | Done after 20 steps" in said
    two = weights_file.load(tmp_path / "weights.npz")
    one = run(few).state.weights
    assert max(np.abs(a - b).max() for a, b in zip(one, two, strict=True)) < 1e-5


def test_what_broke_resumes_and_ends_as_if_it_had_not(start, whole, tmp_path):
    cluster = ["cluster", "--local", "2", *OPTIONS, "--no-logs"]
    kept = Checkpoint(tmp_path / "checkpoint.npz", SETTINGS)

    # One worker's machine fails; the other notices it, prints a line and ends.
    broken = start(tmp_path, *cluster)
    until(broken, epoch=2)
    victim = next(
        child
        for child in broken.children()
        if json.loads(child.environ()["TF_CONFIG"])["task"]["index"] == 1
    )
    everyone = broken.children(recursive=True)
    victim.kill()
    _, said = broken.communicate(timeout=DEADLINE)
    assert broken.returncode == 128 + signal.SIGKILL  # the worst of the two
    (line,) = said.splitlines()
    assert line.startswith("worker 0 | python -m lenet: The cluster failed in epoch")
    assert ", no connection." in line
    assert line.endswith("to resume from checkpoint.npz, at epoch 2.")
    assert survivors(everyone) == []
    assert kept.read().step == EPOCH

    # The command is killed: no process is left, and no finished epoch is lost.
    killed = start(tmp_path, *cluster)
    assert until(killed, epoch=3)["step"] > 2 * EPOCH
    everyone = killed.children(recursive=True)
    assert len(everyone) == 4
    killed.kill()
    assert survivors(everyone) == []
    # A worker that finds its output closed first saves what it has.
    assert kept.read().step >= 2 * EPOCH

    # A signal stops it: all stop after the same batch, whose weights are saved.
    stopped = start(tmp_path, *cluster)
    assert until(stopped, epoch=3)["step"] > 2 * EPOCH
    # Each process gets the signal, as from Slurm and systemd.
    for process in (*stopped.children(recursive=True), stopped):
        process.terminate()
    said, errors = stopped.communicate(timeout=DEADLINE)
    assert (stopped.returncode, errors) == (128 + signal.SIGTERM, "")
    ends = [json.loads(line) for line in said.splitlines() if "checksum" in line]
    assert len({(end["step"], end["checksum"]) for end in ends}) == 1
    assert [end["finished"] for end in ends] == [False, False]
    assert kept.read().step == ends[0]["step"]
    assert kept.read().step % EPOCH

    done = start(tmp_path, *cluster)
    said, errors = done.communicate(timeout=LONG_DEADLINE)
    assert (done.returncode, errors) == (0, "")
    assert json.loads(said.splitlines()[0])["step"] == ends[0]["step"] + 1
    weights = weights_file.load(tmp_path / "weights.npz")
    never_broken = weights_file.load(whole[0] / "weights.npz")
    assert checksum(weights) == checksum(never_broken)
    assert kept.read() is None


def test_a_worker_waits_within_its_limit_and_handles_signals(start, tmp_path):
    """While TensorFlow waits, it holds Python's lock: no other thread runs."""
    addresses = [local_addresses(2) for _ in range(3)]
    limits = ["25", "600", "600"]
    impatient, asked, killed = (
        start_worker(
            *(start, tmp_path, both, 0, "--join-timeout", limit),
            *("--checkpoint", f"{number}.npz"),
        )
        for number, (both, limit) in enumerate(zip(addresses, limits, strict=True))
    )
    children = []
    for process in (impatient, asked, killed):
        children += wait_until(lambda own=process: own.children(recursive=True))
    assert len(children) == 3
    wait_until(
        lambda: all(is_listening(own) for own, _ in addresses[1:]), LONG_DEADLINE
    )
    assert (asked.poll(), killed.poll()) == (None, None)
    asked.terminate()
    killed.kill()
    assert asked.communicate(timeout=DEADLINE) == ("", "")
    assert asked.returncode == 128 + signal.SIGTERM
    assert survivors(children[1:]) == []
    said, line = impatient.communicate(timeout=LONG_DEADLINE)
    assert impatient.returncode == 3
    assert (said, line.count("\n")) == ("", 1)
    assert "no first step of all workers within 25 s (--join-timeout)" in line
    assert f"1 at {addresses[0][1]}, no connection" in line
    assert survivors(children) == []


def test_another_command_is_named_where_it_was_given(start, tmp_path):
    addresses = local_addresses(2)
    chief = start_worker(start, tmp_path, addresses, 0)
    other = start_worker(start, tmp_path, addresses, 1, "--seed", "4")
    _, line = other.communicate(timeout=LONG_DEADLINE)
    assert other.returncode == 2
    assert "All workers need the same command" in line
    assert "seed 3 (here 4)" in line
    assert line.count("\n") == 1
    _, line = chief.communicate(timeout=DEADLINE)
    assert chief.returncode == 3
    assert "The cluster failed" in line


WITHOUT_TENSORFLOW = "raise SystemExit('imported')"


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("", "TF_CONFIG is not set"),
        ("{", "TF_CONFIG is not JSON"),
        (tf_config(["127.0.0.1:1", "127.0.0.1:2"], 2), "It can be 0 to 1"),
        (tf_config(["127.0.0.1", "127.0.0.1:2"], 0), "'127.0.0.1' needs"),
    ],
)
def test_a_bad_cluster_is_one_line_before_tensorflow_comes(
    start, tmp_path, config, says
):
    (tmp_path / "tensorflow.py").write_text(WITHOUT_TENSORFLOW)
    worker = start(tmp_path, "train", "--strategy", "multi-worker", TF_CONFIG=config)
    said, line = worker.communicate(timeout=LONG_DEADLINE)
    assert (worker.returncode, said, line.count("\n")) == (2, "", 1)
    assert says in line


def test_a_port_in_use_is_one_line(start, tmp_path):
    (tmp_path / "tensorflow.py").write_text(WITHOUT_TENSORFLOW)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        worker = start_worker(start, tmp_path, [address, "127.0.0.1:1"], 0)
        _, line = worker.communicate(timeout=LONG_DEADLINE)
    assert worker.returncode == 2
    assert f"at {address}, but the port cannot be opened" in line
    assert line.count("\n") == 1
