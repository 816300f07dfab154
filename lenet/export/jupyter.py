"""Pieces of code as a Jupyter notebook, nbformat 4.5 in JSON.

https://nbformat.readthedocs.io/en/latest/format_description.html
"""

import json
from collections.abc import Iterable
from typing import Any

from lenet.export.pieces import Piece, requirements


def written(
    title: str, text: str, imports: str, pieces: Iterable[Piece]
) -> str:
    """Return a notebook: its title, a text, the imports, then the pieces."""
    packages = requirements(imports)
    needed = " ".join(f'"{each}"' for each in packages)
    words = (
        f"# {title}",
        text,
        f"Exported from LeNet Lab. It needs {', '.join(packages)}.",
    )
    cells = [
        _markdown("\n\n".join(filter(None, words))),
        _code(f"# %pip install {needed}\n{imports}"),
    ]
    for piece in pieces:
        head = "\n\n".join(filter(None, (f"## {piece.title}", piece.text)))
        cells += [_markdown(head), _code(piece.code)]
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
