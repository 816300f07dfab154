"""Whatever a machine has set for Keras, LeNet trains the same."""

import json
import os
import subprocess
import sys

import pytest

from lenet.start import keras_choice
from tests.deadlines import LONG_DEADLINE
from tests.lenet.command_line.test_command_line import QUICK, run

# As if another backend were installed, and imported first.
JAX_FIRST = """
import keras
keras.config.backend = lambda: "jax"
try:
    import lenet.models
except RuntimeError as error:
    print(error)
"""
NAMES = ("KERAS_BACKEND", *keras_choice.UNWANTED)


def settings_in(folder, **settings):
    """Write a keras.json; return the variable that names its folder."""
    (folder / "keras.json").write_text(json.dumps(settings))
    return {"KERAS_HOME": str(folder)}


def trained(folder, loop, variables):
    # `import lenet` has set these for this process already.
    unset = dict.fromkeys(NAMES, "")
    ended = run(
        *("train", *QUICK, "--loop", loop, "--json"),
        cwd=folder,
        variables={**unset, **variables},
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return json.loads(ended.stdout.splitlines()[-1])["checksum"]


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """Return the checksum for each loop, where nothing is set."""
    return {
        loop: trained(tmp_path_factory.mktemp("usual"), loop, {})
        for loop in ("fit", "graph")
    }


@pytest.mark.parametrize(
    ("loop", "variables"),
    [
        ("graph", {"KERAS_BACKEND": "torch"}),
        ("fit", {"KERAS_BACKEND": "jax"}),
        ("fit", {"KERAS_MAX_EPOCHS": "1", "KERAS_MAX_STEPS_PER_EPOCH": "1"}),
        ("graph", {"TF_USE_LEGACY_KERAS": "1", "KERAS_BACKEND": "numpy"}),
    ],
)
def test_variables_change_nothing(usual, tmp_path, loop, variables):
    assert trained(tmp_path, loop, variables) == usual[loop]


@pytest.mark.parametrize(
    ("loop", "settings"),
    [
        ("fit", {"floatx": "float16"}),
        ("graph", {"floatx": "float64", "epsilon": 0.1}),
        ("graph", {"image_data_format": "channels_first"}),
        ("fit", {"backend": "torch", "image_data_format": "channels_first"}),
    ],
)
def test_keras_json_changes_nothing(usual, tmp_path, loop, settings):
    variables = settings_in(tmp_path, **settings)
    assert trained(tmp_path, loop, variables) == usual[loop]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"floatx": "bfloat16"}', "floatx is 'bfloat16'"),
        ('{"epsilon": 1}', "epsilon is 1; it must be a number with a point"),
        ('{"image_data_format": "first"}', "image_data_format is 'first'"),
        ("[]", "it holds no JSON object"),
    ],
)
@pytest.mark.parametrize("command", ["train", "race"])
def test_what_stops_keras_is_one_line(tmp_path, text, says, command):
    (tmp_path / "keras.json").write_text(text)
    variables = {"KERAS_HOME": str(tmp_path)}
    ended = run(command, cwd=tmp_path, variables=variables)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert f"settings in {tmp_path}/keras.json ({says}" in ended.stderr
    assert "Correct or remove that file." in ended.stderr


def test_settings_that_keras_ignores_are_ignored(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    keras_choice.check()
    (tmp_path / "keras.json").write_text("no JSON")
    keras_choice.check()
    (tmp_path / "keras.json").write_text("{}")
    keras_choice.check()
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras.json"))
    keras_choice.check()


def test_another_backend_in_the_same_process_is_a_sentence(tmp_path):
    """Such as in a notebook that has imported Keras first."""
    ended = subprocess.run(
        [sys.executable, "-c", JAX_FIRST],
        env={**os.environ, "PYTHONPATH": os.getcwd(), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=LONG_DEADLINE,
    )
    assert ended.stdout == (
        "Keras runs on jax in this process, and LeNet is written in TensorFlow. "
        "Restart Python and import lenet before keras.\n"
    )


def test_its_folder_is_found_without_a_home(monkeypatch, tmp_path):
    import pwd
    import tempfile

    monkeypatch.delenv("KERAS_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert keras_choice.home() == tmp_path / ".keras"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    assert keras_choice.home() == tmp_path / "temporary" / ".keras"

    def nobody(number):
        raise KeyError(number)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)  # as in some containers
    assert keras_choice.home() == tmp_path / "temporary" / ".keras"
