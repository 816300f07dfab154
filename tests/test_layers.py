"""Who may import whom: pages -> ui -> lenet, and TensorFlow in few places."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from lenet.settings import PARADIGM_NAMES
from lenet.source import resolve

ROOT = Path(__file__).parents[1]
LIBRARY = sorted((ROOT / "lenet").rglob("*.py"))
FOREMAN = sorted((ROOT / "ui" / "foreman").rglob("*.py"))


def imported(file):
    """Yield the top packages that a file imports, anywhere in it."""
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


@pytest.mark.parametrize(
    ("folder", "banned"),
    [
        ("lenet", ["streamlit", "ui", "pages"]),
        ("lenet/results", ["streamlit", "ui", "pages", "tensorflow", "keras", "sympy"]),
    ],
)
def test_the_lint_rules_hold_it_too(folder, banned):
    code = "".join(f"import {name}\n" for name in banned)
    lint = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "-"),
            *("--output-format=concise", f"--stdin-filename={folder}/x.py"),
        ],
        input=code,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert lint.stdout.count("TID251") == len(banned)


# It runs in its own process, and imports TensorFlow for the processes forked from it.
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
heavy = {{"tensorflow", "keras", "sympy"}} & set(sys.modules)
assert not heavy, heavy
"""


def names_imported(file):
    """Yield all that a file imports, anywhere in it, by its whole name."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(files):
    """Yield the names that are modules, of all that the files import from lenet."""
    for name in sorted({name for file in files for name in names_imported(file)}):
        path = ROOT.joinpath(*name.split("."))
        if name.startswith("lenet") and (
            path.is_dir() or path.with_suffix(".py").is_file()
        ):
            yield name


@pytest.mark.parametrize("file", SERVER, ids=name)
def test_the_server_does_not_name_tensorflow(file):
    assert not {"tensorflow", "keras", "sympy"} & set(imported(file))


def test_the_server_imports_no_tensorflow():
    results = [
        f"lenet.results.{file.stem}" for file in (ROOT / "lenet/results").glob("*.py")
    ]
    code = SERVER_SIDE.format(modules=["streamlit_app", *results, *modules(SERVER)])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "file", sorted((ROOT / "lenet/results").glob("*.py")), ids=name
)
def test_results_name_no_tensorflow(file):
    assert not {"tensorflow", "keras", "sympy"} & set(imported(file))


# A lesson is a folder in ui/lessons/ and the page of the same name.
LESSONS = {path.parent.name for path in (ROOT / "ui/lessons").glob("*/__init__.py")}
PARTS_OF_LESSONS = [
    *sorted((ROOT / "pages").glob("*.py")),
    *(
        file
        for name in sorted(LESSONS)
        for file in (ROOT / "ui/lessons" / name).rglob("*.py")
    ),
]


def other_lessons(file):
    """Return the lessons, other than its own, that a file imports from."""
    own = (
        file.stem if file.parent == ROOT / "pages" else file.relative_to(ROOT).parts[2]
    )
    found = (name.split(".") for name in names_imported(file))
    return {
        parts[2]
        for parts in found
        if parts[:2] == ["ui", "lessons"] and parts[2:] and parts[2] in LESSONS - {own}
    }


@pytest.mark.parametrize("file", PARTS_OF_LESSONS, ids=name)
def test_lessons_import_no_lesson(file):
    assert not other_lessons(file)


@pytest.mark.parametrize(
    "line",
    [
        "import ui.lessons.train",
        "from ui.lessons import train",
        "from ui.lessons.train import key",
        "def late():\n    from ui.lessons.train.question import ask",
    ],
)
def test_an_import_of_another_lesson_is_found(line, tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "ui" / "lessons" / "replicas" / "scaling.py"
    file.parent.mkdir(parents=True)
    allowed = (
        "from ui.lessons import PAGES, frame\nfrom ui.lessons.replicas import key\n"
    )
    file.write_text(allowed)
    assert not other_lessons(file)
    file.write_text(allowed + line)
    assert other_lessons(file) == {"train"}


# The rooms: each folder, and each file directly in lenet/ or ui/.
ROOMS = [*LIBRARY, *sorted((ROOT / "ui").rglob("*.py"))]


def room(file):
    path = file.relative_to(ROOT)
    return str(path.parent) if len(path.parts) > 2 else str(path.with_suffix(""))


def file_of(module):
    path = ROOT.joinpath(*module.split("."))
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.is_file():
            return file
    return None


def neighbours(file):
    """Yield the rooms that a file imports from, also for type checking only."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found = [file_of(alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = [
                file_of(f"{node.module}.{alias.name}") or file_of(node.module)
                for alias in node.names
            ]
        else:
            continue
        yield from (room(other) for other in found if other and other in ROOMS)


def test_the_rooms_form_no_cycle():
    graph = {}
    for file in ROOMS:
        graph.setdefault(room(file), set()).update({*neighbours(file)} - {room(file)})
    assert graph["lenet/replicas"] >= {"lenet/training", "lenet/settings"}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        _, cycle = error.args
        pytest.fail(f"these import each other: {' <- '.join(cycle)}")


@pytest.mark.parametrize(("folder", "most"), [("lenet", 10), ("ui", 6)])
def test_few_files_lie_directly_in(folder, most):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    ).stdout.split()
    there = [path for path in listed if path.count("/") == 1 and (ROOT / path).exists()]
    assert 0 < len(there) <= most, there


NAMED = re.compile(r"[\"'](lenet(?:\.\w+)+:[\w{}]+|ui(?:\.\w+)+:\w+)[\"']")


def names_called():
    """Yield what the app and the library call by name."""
    for folder in ("lenet", "ui", "pages", "benchmarks"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            found = NAMED.findall(file.read_text("utf-8"))
            yield from (name for name in found if name != "lenet.module:name")


def test_what_is_called_by_name_is_there():
    found = {
        text.format(paradigm=paradigm.lower())
        for text in names_called()
        for paradigm in PARADIGM_NAMES
    }
    assert len(found) > 50
    for text in sorted(found):
        assert callable(resolve(text)), text


def test_the_librarys_map_has_a_line_for_each_package():
    text = (ROOT / "lenet" / "README.md").read_text("utf-8")
    packages = {path.parent.name for path in (ROOT / "lenet").glob("*/__init__.py")} | {
        path.stem for path in (ROOT / "lenet").glob("*.py")
    }
    assert set(re.findall(r"^\| `(\w+)/?`", text, re.MULTILINE)) == packages
