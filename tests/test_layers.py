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


# It starts in a process of its own, and imports TensorFlow for those forked from it.
TEMPLATE = ROOT / "ui" / "foreman" / "template.py"
SERVER = [
    ROOT / "streamlit_app.py",
    *sorted((ROOT / "pages").rglob("*.py")),
    *sorted((ROOT / "ui").rglob("*.py")),
]
SERVER.remove(TEMPLATE)

SERVER_SIDE = """
import importlib, sys
for module in {modules}:
    importlib.import_module(module)
heavy = {{"tensorflow", "keras"}} & set(sys.modules)
assert not heavy, heavy
"""


def of_library(file):
    """Name the modules of the library that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(files):
    """Name those that are modules, of all that these files import of the library."""
    for name in sorted({name for file in files for name in of_library(file)}):
        path = ROOT.joinpath(*name.split("."))
        if name.startswith("lenet") and (
            path.is_dir() or path.with_suffix(".py").is_file()
        ):
            yield name


@pytest.mark.parametrize("file", SERVER, ids=name)
def test_the_server_does_not_name_tensorflow(file):
    assert not {"tensorflow", "keras"} & set(imported(file))


def test_the_server_imports_no_tensorflow():
    results = [
        f"lenet.results.{file.stem}" for file in (ROOT / "lenet/results").glob("*.py")
    ]
    code = SERVER_SIDE.format(modules=["streamlit_app", *results, *modules(SERVER)])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
