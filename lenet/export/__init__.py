"""Take it with you: code of this project that runs without this project.

`bundle` finds all that a function needs, and `bundle.notebook` writes it as a
Jupyter notebook. The functions here do so with `lenet.export.main`: a LeNet as
a script or a notebook. Both need TensorFlow, and nothing of this project.
"""

from lenet.export.bundle import bundle
from lenet.export.jupyter import written
from lenet.export.pieces import requirements

TITLE = "LeNet in TensorFlow 2 and Keras 3"
MAIN = "lenet.export.main:main"


def script(paradigm: str) -> str:
    """Return a paradigm's LeNet as a Python file that trains and tests it.

    Inline metadata at its top lists the packages that it needs. The versions
    here are the lowest ones. Raises ValueError for a name that is none of
    `lenet.settings.PARADIGM_NAMES`.

    https://packaging.python.org/en/latest/specifications/inline-script-metadata/
    """
    found = bundle(MAIN, paradigm)
    needed = "".join(f'#     "{each}",\n' for each in requirements())
    head = [
        f"# /// script\n# dependencies = [\n{needed}# ]\n# ///",
        f'"""{TITLE}, exported from LeNet Lab.\n\n'
        f'{found.definitions[0].title}.\n"""\n',
        found.imports,
    ]
    code = [*(each.code for each in found.definitions), found.function]
    run = 'if __name__ == "__main__":\n    main()\n'
    return "\n\n\n".join(["\n".join(head), *code, run])


def notebook(paradigm: str) -> str:
    """Return a paradigm's LeNet as a Jupyter notebook, nbformat 4.5 in JSON.

    Its code is the script's; the body of `main` is split into cells. Raises
    ValueError for a name that is none of `lenet.settings.PARADIGM_NAMES`.
    """
    found = bundle(MAIN, paradigm)
    needed, steps = found.pieces
    return written(TITLE, "", found.imports, needed + steps)
