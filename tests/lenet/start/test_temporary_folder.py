"""Temporary files go where they can be written, or the reason is said."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

import pytest

from lenet.start import temporary_folder
from lenet.start.temporary_folder import ENOUGH, candidates, usable
from tests.deadlines import LONG_DEADLINE
from tests.lenet.command_line.test_command_line import QUICK, command, run

# Without rights and without a disk of its own, a test can fill none.
CAN_MOUNT = (
    bool(shutil.which("unshare"))
    and not subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True
    ).returncode
)
# A small disk, with less room than one file of AutoGraph's needs.
FULL = "mount -t tmpfs -o size=8k none {0} && head -c 4000 /dev/zero > {0}/x"
READ_ONLY = "mount -t tmpfs -o ro none {0}"
# All usual folders, and the current one at the end of the list.
EVERYWHERE = ("/tmp", "/var/tmp", "/usr/tmp")
FOR_WEIGHTS = "mount -t tmpfs none /mnt"
TRAIN = ["train", *QUICK, "--output", "/mnt/weights.npz"]


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    for name in temporary_folder.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.mark.parametrize("unusable", ["/proc", "/sys", "/no/such/folder", "/dev/null"])
def test_a_folder_that_takes_no_file_is_passed_over(monkeypatch, tmp_path, unusable):
    for name, folder in zip(
        temporary_folder.VARIABLES, (unusable, "", tmp_path), strict=True
    ):
        monkeypatch.setenv(name, str(folder))
    assert usable() == str(tmp_path)
    assert list(tmp_path.iterdir()) == []
    temporary_folder.settle()
    assert tempfile.gettempdir() == str(tmp_path)


def test_the_order_is_that_of_tempfile(monkeypatch, tmp_path):
    monkeypatch.setenv("TMP", str(tmp_path))
    assert candidates() == tempfile._candidate_tempdir_list()


def test_each_reason_is_said_if_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", "/no/such/folder")
    monkeypatch.setattr(temporary_folder, "USUAL", ("/proc", str(tmp_path / "x")))
    monkeypatch.chdir("/sys")
    with pytest.raises(OSError, match="No temporary file can be written") as error:
        usable()
    assert "/no/such/folder: No such file or directory; /proc: " in str(error.value)
    assert "/sys: " in str(error.value)
    assert "set TMPDIR to a folder" in str(error.value)


@pytest.mark.parametrize("folder", ["/no/such/folder", "/proc"])
def test_a_training_falls_back(tmp_path, folder):
    ended = run("train", *QUICK, cwd=tmp_path, variables={"TMPDIR": folder})
    assert (ended.returncode, ended.stderr) == (0, "")


def on_disks(prepare, folders, *arguments, cwd):
    """Run the terminal where `prepare` has been done to these folders."""
    lines = [prepare.format(folder) for folder in folders if os.path.isdir(folder)]
    script = " && ".join([FOR_WEIGHTS, *lines, f"cd {cwd}", 'exec "$@"'])
    kept = {"PYTHONPATH": os.getcwd(), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        ["unshare", "-m", "sh", "-ec", script, "sh", *command(*arguments)],
        env={**os.environ, **kept},
        capture_output=True,
        text=True,
        timeout=LONG_DEADLINE,
    )


@pytest.mark.skipif(not CAN_MOUNT, reason="no disk can be mounted here")
@pytest.mark.parametrize("prepare", [FULL, READ_ONLY])
def test_a_training_falls_back_from_a_disk_that_takes_nothing(
    monkeypatch, tmp_path, prepare
):
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setenv("TMPDIR", str(disk))
    ended = on_disks(prepare, [disk], "train", *QUICK, "--json", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout.splitlines()[-1])["finished"]


@pytest.mark.skipif(not CAN_MOUNT, reason="no disk can be mounted here")
@pytest.mark.parametrize(
    ("prepare", "says"),
    [(FULL, "No space left on device"), (READ_ONLY, "Read-only file system")],
)
@pytest.mark.parametrize("words", [TRAIN, ["race", "--kind", "predict"]])
def test_the_real_cause_is_one_line(prepare, says, words):
    """The current folder takes nothing either: it is in /tmp."""
    folders = dict.fromkeys([*EVERYWHERE, os.path.realpath(tempfile.gettempdir())])
    ended = on_disks(prepare, folders, *words, cwd="/proc")
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "No temporary file can be written (/tmp: " in ended.stderr
    assert says in ended.stderr


TRACE = """
import tensorflow as tf
from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.training import train
train(PARADIGMS["Sequential"](), load("sample", limit=64), epochs=1)
"""


def test_the_size_that_is_tried_is_more_than_autograph_writes(tmp_path):
    """It removes its files at the end; here, the process ends without that."""
    subprocess.run(
        [sys.executable, "-c", TRACE + "import os\nos._exit(0)"],
        env={**os.environ, "PYTHONPATH": os.getcwd(), "TMPDIR": str(tmp_path)},
        timeout=LONG_DEADLINE,
        check=True,
    )
    sizes = [file.stat().st_size for file in tmp_path.glob("*.py")]
    assert sizes
    assert max(sizes) < ENOUGH
