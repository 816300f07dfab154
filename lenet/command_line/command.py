"""The command that does in a terminal what these settings do in the app."""

import shlex

from lenet.command_line.options import PROGRAM
from lenet.settings import Placement, Settings

TRAIN = (*PROGRAM.split(), "train")


def command(settings: Settings) -> str:
    """Write `python -m lenet train ...` for a shell, on one line."""
    return shlex.join([*TRAIN, *options(settings)])


def options(settings: Settings) -> list[str]:
    """List the options: all choices, and where it runs if that is unusual."""
    usual = vars(Placement())
    placement = vars(settings.placement).items()
    choices = {key: value for key, value in placement if value != usual[key]}
    choices |= vars(settings)
    del choices["placement"]
    return [
        word for key, value in choices.items() for word in option(key, value)
    ]


def option(name: str, value: object) -> list[str]:
    """Write one choice: "--name value", "--name" for a yes, None as nothing."""
    if value is None:
        return []
    flag = f"--{name.replace('_', '-')}"
    if value is True:
        return [flag]
    return [flag, ",".join(value) if isinstance(value, tuple) else str(value)]
