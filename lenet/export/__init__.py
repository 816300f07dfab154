"""Take it with you: a LeNet as a script or a notebook that runs by itself.

Both consist of the same pieces, and the code of each piece also runs in this
project. They need TensorFlow, and nothing of this project.
"""

import json
from typing import Any

from lenet.export import pieces

TITLE = "LeNet in TensorFlow 2 and Keras 3"


def script(paradigm: str) -> str:
    """Return a paradigm's LeNet as a Python file that trains and tests it.

    Inline metadata at its top lists the packages that it needs. The versions
    here are the lowest ones. Raises ValueError for a name that is none of
    `lenet.settings.PARADIGM_NAMES`.

    https://packaging.python.org/en/latest/specifications/inline-script-metadata/
    """
    model, *functions = pieces.definitions(paradigm)
    needed = "".join(f'#     "{each}",\n' for each in pieces.requirements())
    head = [
        f"# /// script\n# dependencies = [\n{needed}# ]\n# ///",
        f'"""{TITLE}, exported from LeNet Lab.\n\n{model.title}.\n"""\n',
        pieces.imports(paradigm),
    ]
    code = [each.code for each in (model, *functions, pieces.main())]
    run = 'if __name__ == "__main__":\n    main()\n'
    return "\n\n\n".join(["\n".join(head), *code, run])


def notebook(paradigm: str) -> str:
    """Return a paradigm's LeNet as a Jupyter notebook, nbformat 4.5 in JSON.

    Its code is the script's; the body of `main` is split into cells. Raises
    ValueError for a name that is none of `lenet.settings.PARADIGM_NAMES`.

    https://nbformat.readthedocs.io/en/latest/format_description.html
    """
    parts = pieces.definitions(paradigm) + pieces.steps()
    needed = " ".join(f'"{each}"' for each in pieces.requirements())
    cells = [
        _markdown(f"# {TITLE}\n\nExported from LeNet Lab."),
        _code(f"# %pip install {needed}\n{pieces.imports(paradigm)}"),
    ]
    for piece in parts:
        cells += [_markdown(f"## {piece.title}"), _code(piece.code)]
    return _as_json(cells)


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": text,
    }


def _as_json(cells: list[dict[str, Any]]) -> str:
    kernel = {"display_name": "Python 3", "language": "python"}
    document = {
        "cells": [
            {"id": f"cell-{number}", **cell}
            for number, cell in enumerate(cells, start=1)
        ],
        "metadata": {
            "kernelspec": {**kernel, "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
