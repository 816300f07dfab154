"""The README is true: its code runs, its commands parse, its links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lenet.command_line.options import PROGRAM, parse, parser, settings_from
from lenet.command_line.race import race_settings_from
from tests.deadlines import LONG_DEADLINE

ROOT = Path(__file__).parents[1]
GUIDES = ["README.md", "CONTRIBUTING.md", "lenet/README.md"]


def blocks(language):
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert len(found) > 2
    return found


@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: code.split("\n")[0])
def test_each_block_of_python_runs(tmp_path, code):
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=LONG_DEADLINE,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout


def commands():
    """Yield each command of the README's shell blocks, without its comment."""
    for line in "".join(blocks("sh")).splitlines():
        if words := shlex.split(line, comments=True):
            yield words


def test_each_command_is_one():
    scripts, trainings = [], []
    for words in commands():
        (trainings if words[:3] == PROGRAM.split() else scripts).append(words)
    assert scripts == [["scripts/run"], ["scripts/test"]]
    assert all(os.access(ROOT / name, os.X_OK) for (name,) in scripts)
    assert len(trainings) == 6
    for words in trainings:
        options, further = parse(parser(), words[3:])
        if options.command == "train":
            settings_from(options)
        if options.command == "race":
            race_settings_from(options)
        assert options.command in ("train", "cluster", "race")
        assert not further


@pytest.mark.parametrize("guide", GUIDES)
def test_each_link_to_a_file_leads_to_one(guide):
    text = (ROOT / guide).read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert links or guide != "README.md"
    for link in links:
        assert (ROOT / guide).parent.joinpath(link).exists(), link


@pytest.mark.parametrize("guide", GUIDES)
def test_each_path_that_is_named_exists(guide):
    """What stands in backticks with a slash or a suffix is a path from the root."""
    text = re.sub(r"```.*?```", "", (ROOT / guide).read_text("utf-8"), flags=re.DOTALL)
    top = "|".join(path.name for path in ROOT.iterdir() if path.is_dir())
    paths = re.findall(rf"`((?:{top})/[\w./-]*)`", text)
    for path in paths:
        assert (ROOT / path).exists(), path
