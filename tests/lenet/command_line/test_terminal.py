"""What a terminal, a full disk or a closed connection does to a training."""

import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from contextlib import contextmanager
from fcntl import ioctl

import psutil
import pytest

from lenet.weights import file as weights_file
from tests.deadlines import DEADLINE, LONG_DEADLINE, wait_until
from tests.lenet.command_line.test_command_line import (
    LONG,
    QUICK,
    command,
    environment,
    hear_all,
    run,
    start,
)
from tests.processes import survivors

__all__ = ["start"]  # a fixture
CLEAR = "\r\033[K"
SHOWN = LONG[:-1]  # for people, not as JSON


@contextmanager
def terminal(columns=80):
    """Yield the two ends of a terminal: ours to read, theirs to write."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def all_shown(ours):
    """Return all that was written to a terminal."""
    shown = b""
    while True:
        try:
            shown += os.read(ours, 1000)
        except OSError:  # a terminal ends like this on Linux
            return shown


def shown_by(start, columns=80, **variables):
    """Train in a terminal; return its text, with the line ends of a file."""
    with terminal(columns) as (ours, theirs):
        process = start("train", *QUICK, stdout=theirs, variables=variables)
        os.close(theirs)
        shown = all_shown(ours)
        assert process.wait(LONG_DEADLINE) == 0, process.stderr.read()
    encoding = variables.get("PYTHONIOENCODING", "utf-8")
    return shown.decode(encoding).replace("\r\n", "\n")


def test_80_columns_show_an_epochs_accuracy_and_speed(start):
    lines = shown_by(start, TERM="xterm").split("\n")
    ended = [line.rsplit(CLEAR, 1)[1] for line in lines if "val_accuracy" in line]
    assert len(ended) == 2
    assert all(line.endswith(" images/s") for line in ended)
    assert max(map(len, ended)) < 80
    drawn = [part for line in lines for part in line.split(CLEAR)]
    assert any("━╌" in part and part.endswith(" images/s") for part in drawn)


def test_a_wide_terminal_shows_all_numbers_and_the_bar(start):
    *_, ended, _, _ = shown_by(start, columns=140, TERM="xterm").split("\n")
    for name in ("━" * 24, " loss ", " accuracy ", " val_loss ", " val_accuracy "):
        assert name in ended


@pytest.mark.parametrize(
    ("variables", "has_escapes"),
    [
        ({"PYTHONIOENCODING": "cp1252", "TERM": "xterm"}, True),
        ({"PYTHONIOENCODING": "ascii", "TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "PYTHONIOENCODING": "latin-1"}, False),
    ],
)
def test_a_bar_is_plain_where_the_terminal_needs_it(start, variables, has_escapes):
    text = shown_by(start, **variables)
    assert "#-" in text
    assert text.isascii()
    assert ("\033" in text) == has_escapes
    assert "Done after 8 steps" in text
    assert max(len(line) for line in text.replace("\r", "\n").splitlines()) <= 83


def test_a_name_that_the_encoding_lacks_is_no_error(tmp_path):
    for encoding, name in [("ascii", "Gewichte für 数.npz"), ("cp1252", "数.npz")]:
        variables = {"PYTHONIOENCODING": encoding}
        ended = run(
            "train", *QUICK, "--output", name, cwd=tmp_path, variables=variables
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        assert "\\u6570" in ended.stdout
        assert (tmp_path / name).exists()


@pytest.mark.parametrize("options", [[], ["--json"], ["-u"]])
def test_a_full_disk_takes_no_output_and_all_weights(tmp_path, options):
    unbuffered = {"PYTHONUNBUFFERED": "1"} if options == ["-u"] else {}
    with open("/dev/full", "w") as full:
        ended = run(
            "train",
            *QUICK,
            *(["--json"] if "--json" in options else []),
            cwd=tmp_path,
            variables=unbuffered,
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert ended.returncode == 0
    assert ended.stderr == (
        "The output cannot be written (No space left on device). The work "
        "continues without it.\n"
    )
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-", "2>/dev/full"])
def test_closed_or_full_streams_lose_no_weights(tmp_path, closed):
    ended = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command("train", *QUICK)],
        cwd=tmp_path,
        env=environment({}),
        timeout=LONG_DEADLINE,
        stdout=subprocess.DEVNULL,
    )
    assert ended.returncode == 0
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10


def test_a_cluster_outlives_its_output_too(tmp_path):
    with open("/dev/full", "w") as full:
        ended = run(
            *("cluster", "--local", "1", *QUICK),
            cwd=tmp_path,
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert ended.returncode == 0
    assert ended.stderr.count("\n") == 1
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10


def test_a_race_that_nobody_can_read_ends_with_a_sentence(tmp_path):
    with open("/dev/full", "w") as full:
        ended = run(
            *("race", "--kind", "predict", "--repeats", "50"),
            cwd=tmp_path,
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith("The output cannot be written (No space left")


def test_a_terminal_that_is_slow_to_read_loses_nothing():
    """The other end is full, and does not wait: the write is tried again."""
    code = (
        "from lenet.command_line import output; output.protect();"
        "print('x' * 200_000, flush=True)"
    )
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    child = subprocess.Popen([sys.executable, "-c", code], stdout=writer)
    os.close(writer)
    with open(reader) as file:
        is_whole = file.read() == "x" * 200_000 + "\n"
    assert (child.wait(DEADLINE), is_whole) == (0, True)


def closes_terminal(start, ignores, *arguments, until=b"loss"):
    """Start in a terminal of its own; close it once it shows some progress."""

    def lead():
        hear_all()
        if ignores:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.setsid()
        ioctl(1, termios.TIOCSCTTY, 0)

    with terminal() as (ours, theirs):
        ends = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
        process = start(*arguments, **ends, preexec_fn=lead)
        os.close(theirs)
        shown = b""
        while until not in shown:
            shown += os.read(ours, 1000)
    return process


def test_a_closed_terminal_stops_it_and_keeps_the_weights(start, tmp_path):
    process = closes_terminal(start, False, "train", *SHOWN, "--checkpoint", "c.npz")
    assert process.wait(LONG_DEADLINE) == 128 + signal.SIGHUP
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10
    assert sorted(os.listdir(tmp_path)) == ["c.npz", "weights.npz"]


def test_after_nohup_it_trains_on_without_its_terminal(start, tmp_path):
    quick = ["--limit", "4000", "--epochs", "8", "--no-logs"]
    process = closes_terminal(start, True, "train", *quick)
    assert process.wait(LONG_DEADLINE) == 0
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10


def test_a_closed_terminal_stops_a_cluster_and_keeps_the_weights(start, tmp_path):
    process = closes_terminal(start, False, "cluster", "--local", "2", *SHOWN)
    workers = psutil.Process(process.pid).children(recursive=True)
    assert process.wait(LONG_DEADLINE) == 128 + signal.SIGHUP
    assert len(workers) == 4
    assert survivors(workers) == []
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10


def test_a_closed_terminal_ends_a_race(start):
    race = ("race", "--repeats", "50", "--batch-size", "512")
    process = closes_terminal(start, False, *race, until=b"repeat 1")
    assert process.wait(LONG_DEADLINE) == 128 + signal.SIGHUP


def test_a_hang_up_may_come_twice(start, tmp_path):
    """A shell sends it to its jobs, and so does the terminal itself."""
    process = start("train", *LONG, preexec_fn=hear_all)
    assert json.loads(process.stdout.readline())["step"] == 1
    for _ in range(20):
        process.send_signal(signal.SIGHUP)
    process.communicate(timeout=LONG_DEADLINE)
    assert process.returncode == 128 + signal.SIGHUP
    assert len(weights_file.load(tmp_path / "weights.npz")) == 10


def test_a_hang_up_reaches_both_workers_of_a_cluster(start, tmp_path):
    process = start("cluster", "--local", "2", *LONG, preexec_fn=hear_all)
    while json.loads(process.stdout.readline())["step"] < 2:
        pass
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGHUP)
    said, errors = process.communicate(timeout=DEADLINE)
    assert (process.returncode, errors) == (128 + signal.SIGHUP, b"")
    ends = [json.loads(line) for line in said.splitlines() if b"checksum" in line]
    assert len({(end["step"], end["checksum"]) for end in ends}) == 1
    assert survivors(workers) == []
    wait_until((tmp_path / "weights.npz").exists)
