"""The command line as a shell sees it: real processes, real signals."""

import ctypes
import json
import os
import pty
import signal
import subprocess
import sys

import numpy as np
import pytest

from lenet.command_line.options import parse, parser, settings_from
from lenet.settings import Placement, Settings
from lenet.weights import file as weights_file
from lenet.weights.checksum import checksum
from tests.deadlines import LONG_DEADLINE

QUICK = ["--limit", "100", "--batch-size", "25", "--epochs", "2", "--no-logs"]
LONG = ["--limit", "1000", "--epochs", "1000", "--no-logs", "--json"]


def command(*arguments):
    return [sys.executable, "-m", "lenet", *arguments]


def run(*arguments, cwd, variables=None, **options):
    options = {
        "capture_output": True,
        "text": True,
        "timeout": LONG_DEADLINE,
        **options,
    }
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment(variables), **options
    )


def environment(variables):
    return {**os.environ, "PYTHONPATH": os.getcwd(), **(variables or {})}


@pytest.fixture
def start(tmp_path):
    started = []

    def start(*arguments, variables=None, **options):
        process = subprocess.Popen(
            command(*arguments),
            cwd=tmp_path,
            env=environment(variables),
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_it_trains_and_prints_the_result(tmp_path):
    ended = run("train", *QUICK, "--paradigm", "SEQUENTIAL", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    *epochs, last = ended.stdout.splitlines()
    assert [line.split()[:2] for line in epochs] == [
        ["Epoch", "1/2"],
        ["Epoch", "2/2"],
    ]
    assert "val_accuracy" in epochs[1]
    assert "weights.npz" in last
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10
    assert os.listdir(tmp_path) == ["weights.npz"]


def test_json_has_everything_for_a_program(tmp_path):
    output = tmp_path / "made.npz"
    output.write_text("precious")
    options = ["--json", "--loop", "fit", "--seed", "3", "--output", str(output)]
    ended = run("train", *QUICK[:-1], *options, "--logs", "runs", cwd=tmp_path)
    assert ended.returncode == 0
    *reports, outcome = map(json.loads, ended.stdout.splitlines())
    assert (reports[0]["step"], reports[-1]["step"]) == (1, 8)
    assert reports[-1]["val_accuracy"] == pytest.approx(outcome["accuracy"])
    assert outcome["finished"] is True
    assert os.listdir(tmp_path / "runs" / "fit") == [outcome["run"]]
    assert (tmp_path / "made-1.npz").read_text() == "precious"

    from lenet.experiment import run as run_here
    from lenet.settings import Settings

    settings = Settings(limit=100, batch_size=25, epochs=2, loop="fit", seed=3)
    here = run_here(settings).state.weights
    there = weights_file.load(outcome["weights"])
    assert all(map(np.array_equal, here, there))


def hear_all():
    """Undo what `nohup` or a shell in the background did to the tests."""
    for number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def to_another_thread(process, number):
    """Send the signal to any thread of the process, as the kernel may do."""
    newest = max(map(int, os.listdir(f"/proc/{process.pid}/task")))
    assert newest != process.pid
    assert ctypes.CDLL(None).tgkill(process.pid, newest, number) == 0


@pytest.mark.parametrize(
    ("number", "send"),
    [
        (signal.SIGINT, subprocess.Popen.send_signal),
        (signal.SIGTERM, subprocess.Popen.send_signal),
        (signal.SIGTERM, to_another_thread),
        (signal.SIGHUP, subprocess.Popen.send_signal),
        (signal.SIGUSR1, subprocess.Popen.send_signal),  # from a batch system
    ],
)
def test_a_signal_ends_it_cleanly_and_keeps_the_weights(start, tmp_path, number, send):
    process = start("train", *LONG, preexec_fn=hear_all)
    assert json.loads(process.stdout.readline())["step"] == 1
    send(process, number)
    output, errors = process.communicate(timeout=LONG_DEADLINE)
    assert process.returncode == 128 + number
    assert errors == b""
    outcome = json.loads(output.splitlines()[-1])
    assert outcome["finished"] is False
    assert 0 < outcome["step"] < 16_000
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10


def test_a_reader_that_leaves_ends_it_quietly(start, tmp_path):
    process = start("train", *LONG)
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(LONG_DEADLINE) == 141
    assert process.stderr.read() == b""
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10


def test_a_terminal_gets_a_bar(start):
    ours, theirs = pty.openpty()
    process = start("train", *QUICK, stdout=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 1000)
        except OSError:  # a terminal ends like this on Linux
            break
    os.close(ours)
    assert process.wait(LONG_DEADLINE) == 0
    text = shown.decode()
    assert "━╌" in text
    assert text.count("━" * 24) >= 2
    assert text.count("val_loss") == 2
    assert text.rsplit("\r\033[K", 1)[1].startswith("Done after 8 steps")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["train", "--paradigm", "imperative"], "imperative"),
        (["train", "--loop", "vectorised"], "vectorised"),
        (["train", "--epochs", "many"], "many"),
        (["train", "--epochs", "0"], "epochs is 0"),
        (["train", "--learning-rate", "nan"], "learning_rate is nan"),
        (["train", "--output", "no/such/folder.npz"], "no/such"),
        (["train", "--tpu"], "--tpu"),
        (["tain"], "tain"),
        (["train", "--devices", "gpu:0"], "need a strategy"),
        (["train", "--strategy", "mirrored", "--loop", "fit"], "'fit'"),
        (["train", "--strategy", "mirrored", "--logical-cpus", "65"], "0 to 64"),
        (["train", "--strategy", "tpu"], "'tpu'"),
        (["train", "--join-timeout", "0"], "0.1 to"),
        (["train", "--checkpoint", "no/such/kept.npz"], "no/such"),
        (["cluster"], "--local"),
        (["cluster", "--local", "0"], "1 to 16"),
        (["cluster", "--local", "2", "--tpu"], "--tpu"),
        (["cluster", "--local", "2", "--epochs", "0"], "epochs is 0"),
        (["cluster", "--local", "2", "--loop", "fit"], "'fit'"),
        (["cluster", "--local", "2", "--strategy", "mirrored"], "remove --strategy"),
        (["cluster", "--local", "2", "--cluster", "slurm"], "remove --strategy"),
    ],
)
def test_bad_arguments_are_one_line_before_tensorflow_comes(tmp_path, arguments, says):
    (tmp_path / "tensorflow.py").write_text("raise SystemExit('imported')")
    ended = run(*arguments, cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert says in ended.stderr


def test_help_needs_no_tensorflow(tmp_path):
    (tmp_path / "tensorflow.py").write_text("raise SystemExit('imported')")
    alone = run(cwd=tmp_path)
    assert alone.returncode == 0
    assert "train" in alone.stdout
    train = run("train", "--help", cwd=tmp_path)
    assert train.returncode == 0
    assert "exit codes" in train.stdout


def test_the_options_are_the_settings():
    words = "--strategy mirrored --devices gpu:0,gpu:1 --mixed-precision --batch-size 8"
    options, further = parse(parser(), ["train", *words.split()])
    placement = Placement("mirrored", ("gpu:0", "gpu:1"), mixed_precision=True)
    assert settings_from(options) == Settings(batch_size=8, placement=placement)
    assert further == []
    assert settings_from(parse(parser(), ["train"])[0]) == Settings()


def test_every_option_has_help():
    _, subparsers = parser()._actions
    assert subparsers.choices.keys() == {"train", "cluster", "race"}
    for command in subparsers.choices.values():
        assert all(action.help for action in command._actions)


def test_replicas_report_each_its_speed(tmp_path):
    there = ["--strategy", "mirrored", "--logical-cpus", "2", "--json"]
    ended = run("train", *QUICK, *there, "--batch-size", "20", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    *reports, outcome = map(json.loads, ended.stdout.splitlines())
    assert {len(report["replica_speeds"]) for report in reports} == {2}
    assert all(speed > 0 for speed in reports[-1]["replica_speeds"])
    weights = weights_file.load(tmp_path / "weights.npz")
    assert (outcome["worker"], outcome["checksum"]) == (None, checksum(weights))


@pytest.mark.parametrize(
    ("devices", "says"),
    [
        (["--devices", "gpu:7"], "no device 'gpu:7'"),
        (["--logical-cpus", "3"], "batch_size is 25"),
    ],
)
def test_devices_that_cannot_be_used_are_one_line(tmp_path, devices, says):
    ended = run("train", *QUICK, "--strategy", "mirrored", *devices, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
    assert says in ended.stderr
    assert os.listdir(tmp_path) == []


def test_a_stopped_training_resumes_from_its_checkpoint(start, tmp_path):
    options = "--limit 1000 --batch-size 20 --epochs 3 --no-logs --json"
    command = ["train", *options.split(), "--checkpoint", "kept.npz"]
    stopped = start(*command)
    assert json.loads(stopped.stdout.readline())["step"] == 1
    stopped.terminate()
    said, _ = stopped.communicate(timeout=LONG_DEADLINE)
    assert stopped.returncode == 128 + signal.SIGTERM
    step = json.loads(said.splitlines()[-1])["step"]
    assert 0 < step < 150
    assert (tmp_path / "kept.npz").exists()

    other = run(*command, "--seed", "1", cwd=tmp_path)
    assert other.returncode == 2
    assert "seed 0 (here 1)" in other.stderr
    assert len(other.stderr.splitlines()) == 1

    ended = run(*command, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert lines[0]["step"] == step + 1
    assert not (tmp_path / "kept.npz").exists()

    from lenet.experiment import run as run_here

    never_stopped = run_here(Settings(limit=1000, batch_size=20, epochs=3))
    assert lines[-1]["checksum"] == checksum(never_stopped.state.weights)


def test_a_damaged_checkpoint_is_one_line_before_tensorflow_comes(tmp_path):
    (tmp_path / "tensorflow.py").write_text("raise SystemExit('imported')")
    (tmp_path / "kept.npz").write_bytes(b"no checkpoint")
    ended = run("train", "--checkpoint", "kept.npz", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
    assert "kept.npz is damaged" in ended.stderr


def test_a_cluster_names_each_line_of_its_workers(tmp_path):
    """A cluster of one, whose checkpoint cannot be written to a full disk."""
    limit = 'ulimit -f 40; exec "$0" "$@"'  # blocks of 512 or 1024 bytes
    ended = subprocess.run(
        ["sh", "-c", limit, *command("cluster", "--local", "1", *QUICK)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        timeout=LONG_DEADLINE,
    )
    assert ended.returncode == 1
    (line,) = ended.stdout.splitlines()
    assert line.startswith("worker 0 | Epoch 1/2  loss")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("worker 0 | python -m lenet: The checkpoint checkpoint.npz")
    assert "too large" in line
    assert os.listdir(tmp_path) == []


def test_data_that_cannot_be_used_is_one_line(tmp_path):
    broken = tmp_path / "mnist.npz"
    broken.write_bytes(b"not MNIST")
    environment = {
        **os.environ,
        "PYTHONPATH": os.getcwd(),
        "LENET_MNIST": str(broken),
    }
    ended = subprocess.run(
        command("train", "--source", "mnist", "--no-logs"),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert str(broken) in ended.stderr
    assert os.listdir(tmp_path) == ["mnist.npz"]
