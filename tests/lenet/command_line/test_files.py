"""Special files and shared files, given to `python -m lenet train`."""

import json
import os
import signal
import socket
import stat

import numpy as np
import pytest

from lenet.weights import file as weights_file
from lenet.weights.checksum import checksum
from tests.deadlines import LONG_DEADLINE
from tests.lenet.command_line.test_command_line import LONG, QUICK, run, start

__all__ = ["start"]  # a fixture


@pytest.fixture
def special(tmp_path):
    """Return the folder with a special file of each kind."""
    os.mkfifo(tmp_path / "pipe.npz")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "socket.npz"))
    server.close()
    (tmp_path / "to-device.npz").symlink_to("/dev/null")
    (tmp_path / "loop.npz").symlink_to("loop.npz")
    (tmp_path / "folder.npz").mkdir()
    if os.geteuid() == 0:
        os.mknod(tmp_path / "device.npz", 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    return tmp_path


KINDS = {
    "pipe.npz": "is a pipe, not a file",
    "socket.npz": "is a socket, not a file",
    "to-device.npz": "is a device, not a file",
    "/dev/full": "is a device, not a file",
    "loop.npz": "Too many levels of symbolic links",
    "folder.npz": "is a directory, not a file",
}


def kinds(folder):
    """Return what each name in a folder is, and its number on the disk."""
    return {
        entry.name: (entry.stat(follow_symlinks=False).st_mode, entry.inode())
        for entry in os.scandir(folder)
    }


@pytest.mark.parametrize("option", ["--output", "--checkpoint"])
def test_what_is_no_file_is_refused_and_stays(special, option):
    (special / "tensorflow.py").write_text("raise SystemExit('imported')")
    before = kinds(special)
    device = {"device.npz": "is a device"} if "device.npz" in before else {}
    for name, says in {**KINDS, **device}.items():
        ended = run("train", option, name, cwd=special)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert says in ended.stderr
        assert ended.stderr.count("\n") == 1
        assert ended.stderr.startswith(f"python -m lenet: {option}")
    assert kinds(special) == before


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "real.npz").write_text("precious")
    (tmp_path / "link.npz").symlink_to("disk/real.npz")
    (tmp_path / "kept.npz").symlink_to("disk/new.npz")  # to no file, as yet
    options = ["--output", "link.npz", "--checkpoint", "kept.npz"]
    ended = run("train", *QUICK, *options, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert os.readlink(tmp_path / "link.npz") == "disk/real.npz"
    assert len(weights_file.load(tmp_path / "link.npz")) == 10
    assert sorted(os.listdir(tmp_path)) == ["disk", "kept.npz", "link.npz"]
    assert sorted(os.listdir(tmp_path / "disk")) == ["real-1.npz", "real.npz"]
    assert (tmp_path / "disk" / "real-1.npz").read_text() == "precious"


@pytest.mark.parametrize("name", ["x.h5", "x.keras", "x.weights", "weights.hdf5"])
def test_a_name_that_promises_another_format_is_refused(tmp_path, name):
    ended = run("train", "--output", name, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert f"{name} must end in .npz" in ended.stderr
    assert ".weights.h5" in ended.stderr
    assert os.listdir(tmp_path) == []


def test_one_file_cannot_be_both(tmp_path):
    (tmp_path / "link.npz").symlink_to("a.npz")
    for other in ("a.npz", "./a.npz", str(tmp_path / "a.npz"), "link.npz"):
        both = ["--output", "a.npz", "--checkpoint", other]
        ended = run("train", *both, cwd=tmp_path)
        assert ended.returncode == 2
        assert "choose two files" in ended.stderr


@pytest.mark.parametrize("paradigm", ["Sequential", "Subclassing"])
def test_keras_reads_the_file_that_has_its_ending(tmp_path, paradigm):
    from lenet.models import PARADIGMS

    options = [*QUICK, "--paradigm", paradigm, "--json", "--output", "my.weights.h5"]
    for _ in range(2):
        ended = run("train", *options, cwd=tmp_path)
        assert (ended.returncode, ended.stderr) == (0, "")
    assert sorted(os.listdir(tmp_path)) == ["my-1.weights.h5", "my.weights.h5"]
    outcome = json.loads(ended.stdout.splitlines()[-1])
    for build in PARADIGMS.values():
        model = build(seed=9)
        model.load_weights(tmp_path / outcome["weights"])
        assert checksum(model.get_weights()) == outcome["checksum"]


def test_a_second_training_is_told_who_has_the_checkpoint(start, tmp_path):
    kept = ["--checkpoint", "kept.npz"]
    first = start("train", *LONG, *kept)
    assert json.loads(first.stdout.readline())["step"] == 1
    second = run("train", *LONG, *kept, cwd=tmp_path)
    assert (second.returncode, second.stdout) == (2, "")
    assert f"kept.npz is in use by process {first.pid} on " in second.stderr
    assert second.stderr.count("\n") == 1
    first.send_signal(signal.SIGTERM)
    said, errors = first.communicate(timeout=LONG_DEADLINE)
    assert (first.returncode, errors) == (143, b"")
    assert sorted(os.listdir(tmp_path)) == ["kept.npz", "weights.npz"]

    resumed = start("train", *LONG, *kept)
    step = json.loads(said.splitlines()[-1])["step"]
    assert json.loads(resumed.stdout.readline())["step"] == step + 1
    resumed.kill()  # its lock ends with it
    resumed.communicate()
    third = start("train", *LONG, *kept)
    assert json.loads(third.stdout.readline())["step"] == step + 1
    third.terminate()
    third.communicate(timeout=LONG_DEADLINE)
    assert third.returncode == 143


def test_trainings_with_one_output_keep_all_weights(start, tmp_path):
    seeds = range(4)
    processes = [start("train", *QUICK, "--json", "--seed", str(n)) for n in seeds]
    sums = set()
    for process in processes:
        said, errors = process.communicate(timeout=LONG_DEADLINE)
        assert (process.returncode, errors) == (0, b"")
        sums.add(json.loads(said.splitlines()[-1])["checksum"])
    names = os.listdir(tmp_path)
    assert sorted(names) == [*(f"weights-{n}.npz" for n in (1, 2, 3)), "weights.npz"]
    assert {checksum(weights_file.load(tmp_path / name)) for name in names} == sums
    assert len(sums) == 4


def test_saving_in_parallel_never_mixes_two_files(tmp_path):
    """As a library: several threads and one path."""
    from threading import Thread

    path = tmp_path / "weights.npz"
    shapes = weights_file.SHAPES.values()
    sets = [[np.full(shape, n, np.float32) for shape in shapes] for n in range(4)]
    threads = [
        Thread(target=weights_file.save, args=(path, weights))
        for weights in sets
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = {float(array.flat[0]) for array in weights_file.load(path)}
    assert len(values) == 1
    assert os.listdir(tmp_path) == ["weights.npz"]
