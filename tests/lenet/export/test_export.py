"""A LeNet that is taken along: it runs where nothing of this project is."""

import ast
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from lenet import digits
from lenet.export import MAIN, notebook, pieces, script
from lenet.export.bundle import bundle
from lenet.models import functional, sequential, subclassing
from lenet.settings import PARADIGM_NAMES
from lenet.training import loops
from tests.deadlines import LONG_DEADLINE

MODELS = {
    "Sequential": [sequential.lenet],
    "Functional": [functional.lenet],
    "Subclassing": [subclassing.LeNet, subclassing.lenet],
}
# MNIST comes from a small file instead of the network; all else is Keras's code.
# Python runs a module of this name before it runs anything else.
SITECUSTOMIZE = """
import keras.src.datasets.mnist
keras.src.datasets.mnist.get_file = lambda **_: {path!r}
"""
RUN_CELLS = """
import json, sys
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec(compile(cell["source"], cell["id"], "exec"))
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Make the environment of a folder that has MNIST's sample and no project."""
    folder = tmp_path_factory.mktemp("elsewhere")
    sample = digits.load("sample")
    whole = {"x_train": sample.train_images, "x_test": sample.test_images}
    images = {
        name: np.rint(each[:, 2:-2, 2:-2, 0] * 255).astype(np.uint8)
        for name, each in whole.items()
    }
    labels = {"y_train": sample.train_labels, "y_test": sample.test_labels}
    as_stored = {name: each.astype(np.uint8) for name, each in labels.items()}
    np.savez(folder / "mnist.npz", **images, **as_stored)
    text = SITECUSTOMIZE.format(path=str(folder / "mnist.npz"))
    (folder / "sitecustomize.py").write_text(text)
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ
    }
    return kept | {
        "HOME": str(folder),
        "KERAS_HOME": str(folder / "keras"),
        "PYTHONPATH": str(folder),
        "PYTHONUTF8": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def run(arguments, folder, environment):
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        timeout=LONG_DEADLINE,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def check_what_it_printed(output):
    assert "63/63" in output  # an epoch of the sample's 4,000 images
    last = output.splitlines()[-2:]
    accuracy = float(last[0].removeprefix("Test accuracy: "))
    assert 0.5 < accuracy <= 1
    before, after = (float(part.split()[-1]) for part in last[1].split(", after "))
    assert after < before


def ruff(command, code):
    return subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--isolated", "-"],
        input=code,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def code_cells(paradigm):
    cells = json.loads(notebook(paradigm))["cells"]
    return [cell["source"] for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_script_trains_and_tests_by_itself(paradigm, elsewhere, tmp_path):
    (tmp_path / "taken.py").write_text(script(paradigm), "utf-8")
    check_what_it_printed(run(["taken.py"], tmp_path, elsewhere))
    assert [each.name for each in tmp_path.iterdir()] == ["taken.py"]


def test_a_notebook_trains_and_tests_by_itself(elsewhere, tmp_path):
    (tmp_path / "taken.ipynb").write_text(notebook("Subclassing"), "utf-8")
    (tmp_path / "run_cells.py").write_text(RUN_CELLS)
    output = run(["run_cells.py", "taken.ipynb"], tmp_path, elsewhere)
    check_what_it_printed(output)


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_code_is_the_one_that_runs_here(paradigm):
    file = Path(inspect.getsourcefile(MODELS[paradigm][0])).read_text("utf-8")
    whole_model = bundle(MAIN, paradigm).definitions[0].code
    assert file.endswith(f"\n{whole_model}\n")
    functions = [*MODELS[paradigm], loops.train_step, digits.as_input]
    for code in (script(paradigm), "\n\n\n".join(code_cells(paradigm))):
        assert whole_model in code
        for function in functions:
            assert inspect.getsource(function).rstrip() in code


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_script_is_well_formatted_and_imports_what_it_uses(paradigm):
    code = script(paradigm)
    checked = ruff(["check", "--select", "E,F,I,W"], code)
    assert checked.returncode == 0, checked.stdout
    formatted = ruff(["format", "--diff"], code)
    assert formatted.returncode == 0, formatted.stdout


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_nothing_of_the_project_is_imported(paradigm):
    for code in (script(paradigm), "\n".join(code_cells(paradigm))):
        imports = [
            ast.unparse(node)
            for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        assert "import tensorflow as tf" in imports
        assert not [line for line in imports if "lenet" in line]


def test_a_script_runs_only_when_it_is_asked_to():
    tree = ast.parse(script("Functional"))
    assert ast.unparse(tree.body[-1].test) == "__name__ == '__main__'"
    definitions = (ast.FunctionDef, ast.Import, ast.ImportFrom)
    assert all(isinstance(each, definitions) for each in tree.body[1:-1])
    assert ast.get_docstring(tree).endswith(f"{doc(functional)}.")


def doc(module):
    return module.__doc__.strip().rstrip(".")


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_notebook_is_one(paradigm):
    read = nbformat.reads(notebook(paradigm), as_version=nbformat.NO_CONVERT)
    nbformat.validate(read)
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    assert read.metadata.kernelspec.name == "python3"
    kinds = [cell.cell_type for cell in read.cells]
    assert kinds == ["markdown", "code"] * (len(kinds) // 2)


def test_a_notebook_does_all_that_main_does():
    code = bundle(MAIN, "Functional").function
    main = ast.parse(code).body[0]
    without_docstring = [ast.unparse(each) for each in main.body[1:]]
    steps = pieces.steps_of(code)
    in_cells = ast.parse("\n".join(step.code for step in steps)).body
    assert [ast.unparse(each) for each in in_cells] == without_docstring
    assert all(step.title[0].isupper() for step in steps)
    assert code_cells("Functional")[-len(steps) :] == [step.code for step in steps]


def test_the_versions_are_those_that_it_ran_with():
    versions = {}
    for requirement in pieces.requirements():
        name, _, version = requirement.partition(">=")
        versions[name] = version
        assert f'#     "{requirement}",\n' in script("Sequential")
        assert f'"{requirement}"' in code_cells("Sequential")[0]
    assert set(versions) == {"keras", "numpy", "tensorflow"}
    assert np.__version__.startswith(versions["numpy"] + ".")


@pytest.mark.parametrize("write", [script, notebook])
@pytest.mark.parametrize("name", ["Recurrent", "subclassing", "../settings", ""])
def test_an_unknown_paradigm_is_refused(write, name):
    with pytest.raises(ValueError, match=r"paradigm is .* one of 'Sequential'"):
        write(name)
