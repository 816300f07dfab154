"""Code boxes: the text is that of the object which runs."""

import inspect
import re
from pathlib import Path

import pytest

import lenet.models.subclassing
from lenet import models
from lenet.source import resolve, source

ROOT = Path(__file__).parents[2]
APP_FILES = [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
TARGET = re.compile(r'"(lenet(?:\.\w+)+:\w+)"')


def test_a_function_is_shown_as_it_runs():
    shown = source("lenet.models:initialise")
    assert shown.text == inspect.getsource(models.initialise)
    assert shown.file == "lenet/models/__init__.py"
    lines = (ROOT / shown.file).read_text().splitlines()
    assert lines[shown.line - 1] == shown.text.splitlines()[0]


def test_a_function_imported_from_elsewhere_names_its_own_file():
    assert source("lenet.training:train_step").file == "lenet/training/step.py"


def test_a_module_is_shown_whole():
    shown = source("lenet.models.subclassing")
    assert shown.text == Path(lenet.models.subclassing.__file__).read_text()
    assert (shown.file, shown.line) == ("lenet/models/subclassing.py", 1)


@pytest.mark.parametrize("name", ["os:path", "lenetx.models", "ui.visitor.jobs:start"])
def test_nothing_outside_the_library_is_shown(name):
    with pytest.raises(ValueError, match="not in the library"):
        source(name)


def test_every_name_that_the_app_calls_exists():
    named = {
        name for file in APP_FILES for name in TARGET.findall(file.read_text("utf-8"))
    }
    assert len(named) >= 5
    for name in named:
        assert callable(resolve(name)), name
