"""One process at a time writes a file, and who has it is said."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from lenet.weights.lock import InUseError, lock
from tests.deadlines import DEADLINE

KEEP = """
import sys, time
from pathlib import Path
from lenet.weights.lock import lock

with lock(Path(sys.argv[1]), waits=False):
    print("mine", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def keep():
    started = []

    def keep(path):
        process = subprocess.Popen(
            [sys.executable, "-c", KEEP, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout.readline() == "mine\n"
        return process

    yield keep
    for process in started:
        process.kill()
        process.communicate()


def test_it_says_who_has_the_file_and_leaves_nothing(keep, tmp_path):
    path = tmp_path / "kept.npz"
    other = keep(path)
    said = rf"kept.npz is in use by process {other.pid} on .+, since \d{{4}}-"
    with pytest.raises(InUseError, match=said), lock(path, waits=False):
        pass
    other.communicate(timeout=DEADLINE)
    with lock(path, waits=False):
        assert os.listdir(tmp_path) == [".kept.npz.lock"]
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_killed_has_it_no_more(keep, tmp_path, number):
    path = tmp_path / "kept.npz"
    other = keep(path)
    other.send_signal(number)
    other.wait(DEADLINE)
    assert os.listdir(tmp_path) == [".kept.npz.lock"]
    with lock(path, waits=False):
        pass
    assert os.listdir(tmp_path) == []


def test_of_those_who_wait_one_at_a_time_has_it(tmp_path):
    path, inside, most = tmp_path / "kept.npz", [], []

    def work():
        for _ in range(50):
            with lock(path, waits=True):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
    assert most == [1] * 400
    assert os.listdir(tmp_path) == []


def test_other_files_are_not_locked(keep, tmp_path):
    keep(tmp_path / "kept.npz")
    with lock(tmp_path / "other.npz", waits=False):
        pass


def test_an_error_ends_it(tmp_path):
    path = tmp_path / "kept.npz"
    with pytest.raises(ZeroDivisionError), lock(path, waits=False):
        _ = 1 / 0
    with lock(path, waits=False):
        pass
    assert os.listdir(tmp_path) == []
