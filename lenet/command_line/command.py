"""Write the command that runs a training of the app in a terminal."""

import shlex

from lenet.command_line.options import PROGRAM
from lenet.settings import Placement, Settings

TRAIN = (*PROGRAM.split(), "train")


def command(settings: Settings) -> str:
    """Return `python -m lenet train ...` for a shell, on one line."""
    return shlex.join([*TRAIN, *options(settings)])


def options(settings: Settings) -> list[str]:
    """Return the options: all settings, and those of the placement that differ
    from the default.
    """
    usual = vars(Placement())
    placement = vars(settings.placement).items()
    choices = {key: value for key, value in placement if value != usual[key]}
    choices |= vars(settings)
    del choices["placement"]
    return [
        word for key, value in choices.items() for word in option(key, value)
    ]


def option(name: str, value: object) -> list[str]:
    """Return one option: "--name value", none for None.

    True is "--name" and False "--no-name".
    """
    if value is None:
        return []
    words = name.replace("_", "-")
    if isinstance(value, bool):
        return [f"--{words}" if value else f"--no-{words}"]
    flag = f"--{words}"
    return [flag, ",".join(value) if isinstance(value, tuple) else str(value)]
