"""The library as `pip install` makes it: built, installed, and used elsewhere."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from lenet.settings import LOOP_NAMES, PARADIGM_NAMES
from tests.deadlines import LONG_DEADLINE

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DISTRIBUTIONS = {"PIL": "pillow"}  # by import, where the name is another


def run(*arguments, cwd, **variables):
    """Run Python in a folder; return what it printed."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **variables}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONG_DEADLINE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files():
    """Return the names of the files that a clone of the project has."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    ).stdout.splitlines()
    return [name for name in listed if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from a copy of the project, as pip does from its address."""
    clone, built = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("built")
    for name in files():
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    run("-m", "pip", "wheel", *options, "--wheel-dir", str(built), ".", cwd=clone)
    (made,) = built.iterdir()
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel; return its folder."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--no-deps", "--no-index", "--quiet", "--target", str(folder)]
    run("-m", "pip", "install", *options, str(wheel), cwd=folder)
    return folder


@pytest.fixture
def python(installed, tmp_path):
    """Return what runs Python in an empty folder, with the installed library."""

    def python(*arguments):
        return run(*arguments, cwd=tmp_path, PYTHONPATH=str(installed))

    return python


def test_the_wheel_has_the_whole_library_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == {name for name in files() if name.startswith("lenet/")}
    assert {"lenet/data/weights.npz", "lenet/data/sample.npz"} < inside
    assert wheel.name.startswith(f"lenet_lab-{PROJECT['version']}-py3-none-any")


TRAINS_AND_READS = """
import sys
import numpy as np
import lenet
assert lenet.__file__.startswith({folder!r}), lenet.__file__
assert {root!r} not in sys.path
from lenet import digits
from lenet.drawing.inference import read_digit
from lenet.models import PARADIGMS
from lenet.training import train
data = digits.load("sample", limit=100)
state = train(PARADIGMS[{paradigm!r}](), data, loop={loop!r}, epochs=1)
assert state.step == 2
image, label = digits.random_digit(np.random.default_rng(0))
assert read_digit(image).predictions["Shipped"].argmax() == label
model = lenet.pretrained({paradigm!r})
assert model(image[np.newaxis]).numpy().argmax() == label
"""


@pytest.mark.parametrize(
    ("paradigm", "loop"), [*zip(PARADIGM_NAMES, LOOP_NAMES, strict=True)]
)
def test_it_trains_and_reads(python, installed, paradigm, loop):
    values = {"paradigm": paradigm, "loop": loop}
    code = TRAINS_AND_READS.format(folder=str(installed), root=str(ROOT), **values)
    python("-c", code)


# What reads its own files or source code: an export, templates, a listing, TensorBoard.
READS_ITSELF = {
    "script": "from lenet import export; from lenet.settings import Settings;"
    "text = export.script(Settings()); compile(text, 'script', 'exec');"
    "assert 'import lenet' not in text; assert 'def train_step' in text",
    "notebook": "from lenet import export; from lenet.settings import Settings;"
    "assert 'cells' in export.notebook(Settings(loop='fit'))",
    "source": "from lenet.source import source;"
    "assert source('lenet.training:train_step').file == 'lenet/training/step.py'",
    "templates": "from lenet.command_line.cluster_files import TEMPLATES;"
    "assert len([*TEMPLATES.iterdir()]) == 4",
    "listing": "from lenet.paradigms.course import listing;"
    "assert [*listing.FOLDER.glob('listing_*.py')]",
    "tensorboard": "from lenet.tensorboard.child import SERVE; assert SERVE.is_file()",
}


@pytest.mark.parametrize("part", READS_ITSELF)
def test_it_reads_its_own_files(python, part):
    python("-c", READS_ITSELF[part])


def test_its_command_line_trains(python):
    printed = python("-m", "lenet", "train", "--limit", "100", "--epochs", "1")
    assert "accuracy" in printed


def test_it_depends_on_what_it_imports():
    imported = set()
    for file in (ROOT / "lenet").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    outside = imported - sys.stdlib_module_names - {"lenet", "_typeshed"}
    needed = {re.split(r"[<>=]", each)[0] for each in PROJECT["dependencies"]}
    assert needed == {DISTRIBUTIONS.get(name, name) for name in outside}


def test_its_lowest_versions_are_those_that_the_app_is_tested_with():
    pinned = re.findall(
        r"^([\w-]+)==([\d.]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE
    )
    versions = {name: version.split(".") for name, version in pinned}
    for needed in PROJECT["dependencies"]:
        name, lowest = needed.split(">=")
        assert versions[name][:2] == lowest.split("."), needed
