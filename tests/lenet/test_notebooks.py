"""Each tab as a notebook: it runs where nothing of this project is."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

from lenet.export.bundle import notebook
from lenet.settings import PARADIGM_NAMES
from tests.deadlines import LONG_DEADLINE
from ui.lessons.automatic_differentiation import tabs as automatic_differentiation
from ui.lessons.sessions_vs_eager import tabs as sessions_vs_eager

LESSONS = (sessions_vs_eager.TABS, automatic_differentiation.TABS)
TABS = [(lesson, tab) for lesson in LESSONS for tab in lesson.titles]
NAMES = sorted(lesson.notebook(tab) for lesson, tab in TABS)
# Jupyter also keeps the cells where `inspect` finds the source of a function.
RUN_CELLS = """
import json, linecache, sys
for name in ("lenet", "ui", "pages"):
    assert __import__("importlib.util").util.find_spec(name) is None, name
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        text, name = cell["source"], f"<{cell['id']}>"
        linecache.cache[name] = len(text), None, text.splitlines(True), name
        exec(compile(text, name, "exec"))
"""


def paradigm_of(name):
    """Spread the notebooks over the paradigms."""
    return PARADIGM_NAMES[NAMES.index(name) % len(PARADIGM_NAMES)]


def text_of(name, seed=3):
    return notebook(name, paradigm_of(name), seed)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_by_itself(name, tmp_path):
    (tmp_path / "tab.ipynb").write_text(text_of(name), "utf-8")
    (tmp_path / "run_cells.py").write_text(RUN_CELLS)
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "run_cells.py", "tab.ipynb"],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "TF_CPP_MIN_LOG_LEVEL": "3"},
        timeout=LONG_DEADLINE,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip()


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_one(name):
    read = nbformat.reads(text_of(name), as_version=nbformat.NO_CONVERT)
    nbformat.validate(read)
    first, *_ = read.cells
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert all(cell.source.strip() for cell in read.cells)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_well_formatted_and_imports_what_it_uses(name):
    cells = json.loads(text_of(name))["cells"]
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    checked = subprocess.run(
        [
            sys.executable,
            *[
                "-m",
                "ruff",
                "check",
                "--isolated",
                "--select",
                "F4,F8",
                "--ignore",
                "F841",
                "-",
            ],
        ],
        input="\n\n\n".join(code),
        capture_output=True,
        encoding="utf-8",
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(("lesson", "tab"), TABS)
def test_a_notebook_with_a_model_has_the_paradigm_and_the_seed(lesson, tab):
    name = lesson.notebook(tab)
    plain = notebook(name, "Subclassing", 0)
    for paradigm, seed in (("Functional", 0), ("Subclassing", 5)):
        differs = notebook(name, paradigm, seed) != plain
        assert differs is (tab in lesson.with_model), (paradigm, seed)


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_notebook_belongs_to_a_tab(lesson):
    folder = Path(find_spec(lesson.notebooks).origin).parent
    written = {
        path.stem
        for path in folder.glob("*.py")
        if "\ndef main(" in path.read_text("utf-8")
    }
    assert written == set(lesson.modules.values())
