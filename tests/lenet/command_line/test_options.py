"""A field of `Settings` is an option, of the type that the field has."""

import shlex
from dataclasses import dataclass

import pytest

from lenet.command_line import options
from lenet.command_line.command import command
from lenet.settings import Settings


@dataclass(frozen=True)
class MoreSettings(Settings):
    """What `Settings` would be with a field of each type more."""

    momentum: float = 0.9
    augment: bool = False
    shuffle: bool = True
    note: str | None = None
    warm_up: int | None = None


@pytest.fixture
def more_settings(monkeypatch):
    monkeypatch.setattr(options, "Settings", MoreSettings)
    for name in vars(MoreSettings()).keys() - vars(Settings()).keys():
        monkeypatch.setitem(options.SETTINGS_HELP, name, "a new setting")


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("", {}),
        ("--momentum 0.25", {"momentum": 0.25}),
        ("--augment --no-shuffle", {"augment": True, "shuffle": False}),
        ("--note fast --warm-up 3", {"note": "fast", "warm_up": 3}),
    ],
)
@pytest.mark.usefixtures("more_settings")
def test_a_new_field_is_an_option_of_its_type(words, changed):
    read = options.settings_from(
        options.parse(options.parser(), ["train", *words.split()])[0]
    )
    assert read == MoreSettings(**changed)
    written = shlex.split(command(read))[3:]
    assert options.settings_from(options.parse(options.parser(), written)[0]) == read
