"""Each tab as a notebook: it runs where nothing of this project is."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

from lenet.autodiff.expression import derivatives
from lenet.export.bundle import notebook
from lenet.results.chain import CONVOLUTION
from lenet.results.fit_and_loop import BUGS, ROUNDING, FitSettings
from lenet.settings import PARADIGM_NAMES
from tests.deadlines import LONG_DEADLINE
from ui.lessons.automatic_differentiation import tabs as automatic_differentiation
from ui.lessons.automatic_differentiation.expression.computations import (
    COMPUTATIONS,
    Computation,
)
from ui.lessons.automatic_differentiation.fit_and_loop import notebook as fit_notebook
from ui.lessons.automatic_differentiation.formula import Chosen
from ui.lessons.sessions_vs_eager import tabs as sessions_vs_eager

LESSONS = (sessions_vs_eager.TABS, automatic_differentiation.TABS)
TABS = [(lesson, tab) for lesson in LESSONS for tab in lesson.titles]
NAMES = sorted(lesson.notebook(tab) for lesson, tab in TABS)
# All in one process, each with names of its own: TensorFlow's import takes longest.
# Jupyter also keeps the cells where `inspect` finds the source of a function.
RUN_CELLS = """
import contextlib, importlib.util, io, json, linecache, sys, traceback
for name in ("lenet", "ui", "pages"):
    assert importlib.util.find_spec(name) is None, name
for path in sys.argv[1:]:
    printed, error, names = io.StringIO(), "", {"__name__": "__main__"}
    try:
        with contextlib.redirect_stdout(printed):
            for cell in json.load(open(path, encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    text, name = cell["source"], f"<{path} {cell['id']}>"
                    linecache.cache[name] = len(text), None, text.splitlines(True), name
                    exec(compile(text, name, "exec"), names)
    except Exception:
        error = traceback.format_exc()
    print(json.dumps([printed.getvalue(), error]))
"""


def paradigm_of(name):
    """Spread the notebooks over the paradigms."""
    return PARADIGM_NAMES[NAMES.index(name) % len(PARADIGM_NAMES)]


def text_of(name, seed=3):
    return notebook(name, paradigm_of(name), seed)


def run_cells(texts, folder):
    """Run notebooks where nothing of this project is; return what each prints."""
    paths = [f"{index}.ipynb" for index in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        (folder / path).write_text(text, "utf-8")
    (folder / "run_cells.py").write_text(RUN_CELLS)
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "run_cells.py", *paths],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={"HOME": str(folder), "TF_CPP_MIN_LOG_LEVEL": "3"},
        timeout=LONG_DEADLINE,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Run the notebook of each tab; return what each printed, and its error."""
    texts = [text_of(name) for name in NAMES]
    found = run_cells(texts, tmp_path_factory.mktemp("notebooks"))
    return dict(zip(NAMES, found, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_by_itself(ran, name):
    printed, error = ran[name]
    assert not error
    assert printed.strip()


def test_the_notebooks_of_a_formula_have_the_one_that_was_chosen(tmp_path):
    chosen = Chosen("relu(x) - 1/abs(y*x)", -1.0, 0.5)
    no_value = Chosen("log(x)", -1.0, 0.5)
    (witnesses, error), (tape, other_error), (tensors, third_error) = run_cells(
        [
            notebook(
                "lenet.autodiff.notebooks.witnesses:main",
                chosen=chosen.code(formula="tf", symbolic="sympy"),
            ),
            notebook(
                "lenet.autodiff.notebooks.expression:main",
                chosen=no_value.code(formula="tf"),
            ),
            notebook(
                "lenet.autodiff.notebooks.expression:main",
                chosen=Computation(COMPUTATIONS.index(CONVOLUTION), 3, None).code,
            ),
        ],
        tmp_path,
    )
    assert not error + other_error + third_error
    found = derivatives(chosen.text, chosen.x, chosen.y)
    assert f"The tape: {found.tape[0]:.15f}" in witnesses
    assert f"SymPy:    {found.symbolic[0]:.15f}" in witnesses
    assert "[-1.0, None]" in tape
    assert "Conv2D" in tensors
    assert "Conv2D" not in tape


def test_a_choice_that_a_notebook_does_not_have_is_refused():
    with pytest.raises(ValueError, match="parameter"):
        notebook("lenet.autodiff.notebooks.expression:main", chosen={"at_z": "1"})


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


@pytest.fixture(scope="module")
def ran_bugs(tmp_path_factory):
    """Run the notebook of each bug; return what each printed."""
    settings = [FitSettings(12, bug) for bug in BUGS]
    texts = [
        notebook(
            "lenet.autodiff.notebooks.fit_and_loop:main",
            chosen=fit_notebook.chosen(each),
            also=fit_notebook.also(each),
        )
        for each in settings
    ]
    found = run_cells(texts, tmp_path_factory.mktemp("bugs"))
    assert not "".join(error for _, error in found)
    return dict(zip(BUGS, (printed for printed, _ in found), strict=True))


@pytest.mark.parametrize("bug", BUGS)
def test_the_notebook_of_fit_has_the_bug_that_was_chosen(ran_bugs, bug):
    printed = ran_bugs[bug]
    last = printed[printed.index("step 12") :].splitlines()
    assert ("loop raised an error" in printed) is (BUGS[bug].shows == "message")
    if BUGS[bug].shows == "loss":
        differs = "  fit " if BUGS[bug].part == "fit" else "  eager fit"
        [line] = [each for each in last if each.startswith(differs)]
        assert float(line.rpartition(", ")[2].split()[0]) > ROUNDING
    if BUGS[bug].shows == "accuracy":
        [line] = [each for each in last if each.startswith("  eager fit")]
        assert "0.0e+00 from the loop" in line
