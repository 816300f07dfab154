"""Take it with you: code of this project that runs without this project.

`bundle` finds all that a function needs, and `bundle.notebook` writes it as a
Jupyter notebook. The functions here do so with `lenet.export.training`: one
training, with its own settings, as a script or a notebook. Both need
TensorFlow, and nothing of this project.
"""

from typing import Any

from lenet.export import bundle
from lenet.export.pieces import requirements
from lenet.settings import Settings

TRAINING = "lenet.export.training."  # each loop is a module there
MAIN = f"{TRAINING}main:main"


def script(settings: Settings) -> str:
    """Return a training with these settings as a Python file.

    Inline metadata at its top lists the packages that it needs. The versions
    here are the lowest ones. Raises ValueError for a training with a strategy.

    https://packaging.python.org/en/latest/specifications/inline-script-metadata/
    """
    found = bundle.bundle(MAIN, **_modules(settings))
    needed = "".join(f'#     "{each}",\n' for each in requirements())
    head = [
        f"# /// script\n# dependencies = [\n{needed}# ]\n# ///",
        '"""LeNet in TensorFlow 2 and Keras 3, exported from LeNet Lab.\n\n'
        f'{found.definitions[0].title}.\n"""\n',
        found.imports,
    ]
    code = [*(each.code for each in found.definitions), found.function]
    values = "".join(
        f"        {name}={value},\n"
        for name, value in _chosen(settings).items()
    )
    run = f'if __name__ == "__main__":\n    main(\n{values}    )\n'
    return "\n\n\n".join(["\n".join(head), *code, run])


def notebook(settings: Settings) -> str:
    """Return a training with these settings as a Jupyter notebook.

    Its code is the script's; the body of `main` is split into cells. Raises
    ValueError for a training with a strategy.
    """
    return bundle.notebook(MAIN, **_modules(settings), chosen=_chosen(settings))


def _modules(settings: Settings) -> dict[str, Any]:
    """Return which modules are exported: those of the paradigm and the loop."""
    if settings.placement.strategy != "default":
        raise ValueError(
            f"A training with the strategy {settings.placement.strategy!r} is "
            "not exported: the script trains on one device, without one."
        )
    instead = {f"{TRAINING}graph": f"{TRAINING}{settings.loop}"}
    return {"paradigm": settings.paradigm, "instead": instead}


def _chosen(settings: Settings) -> dict[str, str]:
    """Return the arguments of `main` that come from the settings, as code."""
    values: dict[str, str | float] = {
        "file": f"{settings.source}.npz",
        "limit": settings.images,
        "epochs": settings.epochs,
        "batch_size": settings.batch_size,
        "optimizer": settings.optimizer,
        "learning_rate": settings.learning_rate,
        "seed": settings.seed,
    }
    return {name: _literal(value) for name, value in values.items()}


def _literal(value: str | float) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
