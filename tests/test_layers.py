"""Who may import whom: pages -> ui -> lenet, and TensorFlow in few places."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARY = sorted((ROOT / "lenet").rglob("*.py"))
FOREMAN = sorted((ROOT / "ui" / "foreman").rglob("*.py"))


def imported(file):
    """Name the top packages that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def name(file):
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", LIBRARY, ids=name)
def test_the_library_does_not_know_the_app(file):
    assert not {"streamlit", "ui", "pages"} & set(imported(file))


@pytest.mark.parametrize("file", FOREMAN, ids=name)
def test_the_foreman_does_not_know_streamlit(file):
    assert not {"streamlit", "pages"} & set(imported(file))


@pytest.mark.parametrize("banned", ["streamlit", "ui", "pages"])
def test_the_lint_rule_holds_it_too(banned):
    lint = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "-", "--stdin-filename=lenet/x.py"],
        input=f'"""Doc."""\n\nimport {banned}\n\n{banned}\n',
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert "TID251" in lint.stdout


SERVER_SIDE = """
import sys
import streamlit_app
import ui.jobs, ui.outcome, ui.proxy, ui.source, ui.charts
from ui.paradigms import advice, behaviour, code, export, history, layers, proof
from ui.microscope import line_by_line, one_digit, one_weight, optimizer
from ui.replicas import cluster, mistakes, one_batch, pays, train
heavy = {"tensorflow", "keras"} & set(sys.modules)
assert not heavy, heavy
"""


def test_the_server_imports_no_tensorflow():
    done = subprocess.run(
        [sys.executable, "-c", SERVER_SIDE], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
