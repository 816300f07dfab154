"""Where the terminal's logs go: --logs, then LENET_LOGS, then logs."""

from pathlib import Path

import pytest

from lenet.command_line.options import parse, parser, settings_from
from lenet.command_line.training import Training


def training(*options):
    chosen, _ = parse(parser(), ["train", *options])
    return Training(chosen, settings_from(chosen))


@pytest.mark.parametrize(
    ("options", "variable", "folder"),
    [
        ([], None, "logs"),
        ([], "", "logs"),
        ([], "of-a-class", "of-a-class"),
        (["--logs", "mine"], "of-a-class", "mine"),
        (["--logs", "mine"], "/proc/x", "mine"),
        (["--no-logs"], "/proc/x", None),
    ],
)
def test_the_log_folder(monkeypatch, tmp_path, options, variable, folder):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LENET_LOGS", raising=False)
    if variable is not None:
        monkeypatch.setenv("LENET_LOGS", variable)
    found = training(*options).log_root()
    assert (found and Path(found).absolute()) == (folder and tmp_path / folder)


@pytest.mark.parametrize("variable", ["/proc/x", __file__])
def test_a_folder_that_cannot_be_used_is_refused_first(monkeypatch, variable):
    monkeypatch.setenv("LENET_LOGS", variable)
    with pytest.raises(ValueError, match="LENET_LOGS is"):
        training()
