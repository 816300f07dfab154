"""A LeNet that is taken along: it runs where nothing of this project is."""

import ast
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest

from lenet import digits, experiment
from lenet.export import MAIN, notebook, pieces, script
from lenet.export.bundle import bundle
from lenet.models import functional, sequential, subclassing
from lenet.settings import LOOP_NAMES, PARADIGM_NAMES, Placement, Settings
from lenet.training import loops
from lenet.weights.checksum import checksum
from tests.deadlines import LONG_DEADLINE

MODELS = {
    "Sequential": [sequential.lenet],
    "Functional": [functional.lenet],
    "Subclassing": [subclassing.LeNet, subclassing.lenet],
}
QUICK = {
    "limit": 200,
    "epochs": 2,
    "batch_size": 64,
    "optimizer": "momentum",
    "learning_rate": 0.03,
    "seed": 7,
}
# Two epochs, the last batch of each smaller; each paradigm and each loop.
TAKEN = [
    Settings(paradigm=paradigm, loop=loop, **QUICK)
    for paradigm, loop in zip(PARADIGM_NAMES, LOOP_NAMES, strict=True)
]
# Python runs a module of this name before it runs anything else.
SITECUSTOMIZE = """
import keras.src.datasets.mnist
keras.src.datasets.mnist.get_file = lambda **_: {path!r}
"""
# Jupyter also keeps the cells where `inspect` finds the source of a function.
RUN_CELLS = """
import json, linecache, sys
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        text, name = cell["source"], f"<{cell['id']}>"
        linecache.cache[name] = len(text), None, text.splitlines(True), name
        exec(compile(text, name, "exec"))
"""
NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")


def run(arguments, folder, **environment):
    """Run Python where nothing of this project is; return how it ended."""
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ
    }
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={
            **kept,
            "HOME": str(folder),
            "KERAS_HOME": str(folder / "keras"),
            "PYTHONUTF8": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            **environment,
        },
        timeout=LONG_DEADLINE,
    )


def printed(*arguments, **environment):
    done = run(*arguments, **environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@cache
def ending(settings):
    """Return what a training with these settings prints at its end."""
    outcome = experiment.run(settings)
    return [
        f"Test accuracy: {outcome.evaluation.accuracy:.2%}",
        f"Checksum of the weights: {checksum(outcome.state.weights)}",
    ]


def ruff(command, code):
    return subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--isolated", "-"],
        input=code,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def code_cells(paradigm):
    cells = json.loads(notebook(Settings(paradigm=paradigm)))["cells"]
    return [cell["source"] for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize("settings", TAKEN, ids=LOOP_NAMES)
def test_a_script_ends_with_the_weights_of_the_app(settings, tmp_path):
    shutil.copy(digits.SAMPLE, tmp_path)
    (tmp_path / "taken.py").write_text(script(settings), "utf-8")
    output = printed(["taken.py"], tmp_path)
    assert output.splitlines()[-2:] == ending(settings)
    names = {each.name for each in tmp_path.iterdir()}
    assert names == {"taken.py", "sample.npz", "keras"}


def test_a_notebook_ends_with_the_weights_of_the_app(tmp_path):
    shutil.copy(digits.SAMPLE, tmp_path)
    (tmp_path / "taken.ipynb").write_text(notebook(TAKEN[0]), "utf-8")
    (tmp_path / "run_cells.py").write_text(RUN_CELLS)
    output = printed(["run_cells.py", "taken.ipynb"], tmp_path)
    assert output.splitlines()[-2:] == ending(TAKEN[0])


def test_without_the_file_the_images_are_keras_s_and_it_says_so(tmp_path):
    (tmp_path / "taken.py").write_text(script(TAKEN[0]), "utf-8")
    text = SITECUSTOMIZE.format(path=str(digits.SAMPLE))  # what Keras would download
    (tmp_path / "sitecustomize.py").write_text(text)
    output = printed(["taken.py"], tmp_path, PYTHONPATH=str(tmp_path))
    said = "There is no sample.npz here: these images are Keras's MNIST."
    assert output.splitlines()[0] == said
    assert output.splitlines()[-2:] == ending(TAKEN[0])


@pytest.mark.parametrize("is_there", [False, True], ids=["none", "another"])
def test_without_images_it_says_in_a_line_what_is_needed(is_there, tmp_path):
    if is_there:
        np.savez(tmp_path / "sample.npz", other=np.zeros(1))
    (tmp_path / "taken.py").write_text(script(TAKEN[0]), "utf-8")
    done = run(["taken.py"], tmp_path, **NO_NETWORK)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert re.match("There are no images: .*Put sample.npz into this folder", last)


@pytest.mark.parametrize("loop", LOOP_NAMES)
def test_only_the_chosen_loop_is_taken_along(loop):
    functions = [
        node
        for node in ast.walk(ast.parse(script(Settings(loop=loop))))
        if isinstance(node, ast.FunctionDef)
    ]
    (train,) = [each for each in functions if each.name == "train"]
    here = loops.LOOPS[loop].__doc__.splitlines()[0]
    assert ast.get_docstring(train).splitlines()[0] == here
    is_own_loop = loop != "fit"
    assert any(each.name == "train_step" for each in functions) == is_own_loop


def test_the_call_holds_the_settings():
    settings = Settings(
        source="mnist",
        limit=7_500,
        loop="fit",
        **{name: value for name, value in QUICK.items() if name != "limit"},
    )
    call = ast.parse(script(settings)).body[-1].body[0].value
    passed = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    assert passed == {**QUICK, "limit": 7_500, "file": "mnist.npz"}


@pytest.mark.parametrize("write", [script, notebook])
def test_a_training_with_a_strategy_is_refused(write):
    with pytest.raises(ValueError, match=r"'mirrored' is not exported.*one device"):
        write(Settings(placement=Placement("mirrored", logical_cpus=2)))


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_code_is_the_one_that_runs_here(paradigm):
    file = Path(inspect.getsourcefile(MODELS[paradigm][0])).read_text("utf-8")
    whole_model = bundle(MAIN, paradigm).definitions[0].code
    assert file.endswith(f"\n{whole_model}\n")
    functions = [*MODELS[paradigm], loops.train_step, digits.as_input]
    for code in (
        script(Settings(paradigm=paradigm)),
        "\n\n\n".join(code_cells(paradigm)),
    ):
        assert whole_model in code
        for function in functions:
            assert inspect.getsource(function).rstrip() in code


@pytest.mark.parametrize("settings", TAKEN, ids=LOOP_NAMES)
def test_a_script_is_well_formatted_and_imports_what_it_uses(settings):
    code = script(settings)
    checked = ruff(["check", "--select", "E,F,I,W"], code)
    assert checked.returncode == 0, checked.stdout
    formatted = ruff(["format", "--line-length=80", "--diff"], code)
    assert formatted.returncode == 0, formatted.stdout


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_nothing_of_the_project_is_imported(paradigm):
    for code in (script(Settings(paradigm=paradigm)), "\n".join(code_cells(paradigm))):
        imports = [
            ast.unparse(node)
            for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        assert "import tensorflow as tf" in imports
        assert not [line for line in imports if "lenet" in line]


def test_a_script_runs_only_when_it_is_asked_to():
    tree = ast.parse(script(Settings(paradigm="Functional")))
    assert ast.unparse(tree.body[-1].test) == "__name__ == '__main__'"
    imports = (ast.Import, ast.ImportFrom)
    values = (ast.Assign, ast.AnnAssign)
    definitions = (*imports, *values, ast.FunctionDef, ast.ClassDef)
    assert all(isinstance(each, definitions) for each in tree.body[1:-1])
    assert ast.get_docstring(tree).endswith(f"{doc(functional)}.")


def doc(module):
    return module.__doc__.strip().rstrip(".")


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_a_notebook_is_one(paradigm):
    text = notebook(Settings(paradigm=paradigm))
    read = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
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
        assert f'#     "{requirement}",\n' in script(Settings(paradigm="Sequential"))
        assert f'"{requirement}"' in code_cells("Sequential")[0]
    assert set(versions) == {"keras", "numpy", "tensorflow"}
    assert np.__version__.startswith(versions["numpy"] + ".")
