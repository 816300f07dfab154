"""From 2019 to today: the course's listing and each change, executed."""

import ast
import difflib
import hashlib
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from lenet.paradigms.course import CHANGES, LISTINGS, changes
from lenet.paradigms.course import listing as listings
from lenet.paradigms.course.changes import WAYS, observe
from lenet.paradigms.course.listing import run_listing

ROOT = Path(__file__).parents[3]
COURSE = ROOT / "lenet" / "paradigms" / "course"
# Of the course's own text, from "# Subclassing" to "lenet = LeNet()".
COURSE_SHA256 = "7ea39989ee5b9ca9c3e5004cc728ccd5a3f81961e6bb874b9672fc4fb2cc313b"
# What the code of 2019 does now: this error, a warning, or what it always did.
ERRORS = {
    "pooling": "TypeError: AveragePooling2D.__init__() missing 1 required positional "
    "argument: 'pool_size'",
    "learning_rate": "ValueError: Argument(s) not recognized: {'lr': 0.01}",
    "predict_classes": "AttributeError: 'Sequential' object has no attribute "
    "'predict_classes'",
    "fit_generator": "AttributeError: 'Sequential' object has no attribute "
    "'fit_generator'",
    "saving": "ValueError: Invalid filepath extension for saving.",
    "symbols": "ValueError: A KerasTensor cannot be used as input to a TensorFlow "
    "function.",
}
WARNS = {"input_shape"}
STILL_RUNS = {"super"}
WARNING = "UserWarning: Do not pass an `input_shape`/`input_dim` argument to a layer."


@pytest.fixture(scope="module")
def observed():
    """Run every change once."""
    return {change: observe(change) for change in CHANGES}


def listing(which):
    return (COURSE / f"listing_{which}.py").read_bytes()


def test_the_listing_is_the_courses_own():
    assert hashlib.sha256(listing("2019")).hexdigest() == COURSE_SHA256


def test_todays_listing_differs_in_one_argument():
    old, new = (listing(which).decode().splitlines() for which in LISTINGS)
    changed = [
        line[2:] for line in difflib.ndiff(old, new) if line.startswith(("-", "+"))
    ]
    assert len(changed) == 2
    before, after = (ast.parse(line.strip()).body[0] for line in changed)
    assert [each.arg for each in after.value.keywords] == ["pool_size"]
    after.value.keywords = []
    assert ast.unparse(before) == ast.unparse(after)


def test_the_listing_of_2019_stops_for_want_of_a_pool_size():
    then = run_listing("2019")
    assert then.error == ERRORS["pooling"]
    assert not then.worked
    assert then.returned.startswith(WARNING)
    assert then.returned.endswith(
        "Stopped at line 8: self.average_pool = tf.keras.layers.AveragePooling2D()"
    )


def test_todays_listing_makes_lenet_by_its_first_call():
    now = run_listing("today")
    assert now.worked
    warning, *lines = now.returned.splitlines()
    assert warning.startswith(WARNING)
    assert lines == [
        "Variables before the first call: 0",
        "Variables after it: 10",
        "Weights in them: 81,194",
        "Shape of the output for one image: (1, 10)",
    ]


@pytest.mark.parametrize("which", LISTINGS)
def test_the_listing_shown_is_the_file_that_ran(which):
    source = run_listing(which).source
    assert source.text.encode() == listing(which)
    assert (ROOT / source.file, source.line) == (COURSE / f"listing_{which}.py", 1)


def test_each_change_says_what_is_expected_of_it():
    assert set(CHANGES) == set(ERRORS) | WARNS | STILL_RUNS
    for change in CHANGES.values():
        assert change.title
        assert not change.title.endswith(".")
        assert change.why.endswith(".")


@pytest.mark.parametrize("change", CHANGES)
def test_todays_code_works_without_a_warning(observed, change):
    ways = {way: seen for way, seen in observed[change].items() if "today" in way}
    assert ways
    for seen in ways.values():
        assert seen.worked, seen.error
        assert seen.returned
        assert "Warning: " not in seen.returned


@pytest.mark.parametrize("change", ERRORS)
def test_code_of_2019_stops(observed, change):
    assert observed[change]["2019"].error.startswith(ERRORS[change])
    assert "/tmp" not in observed[change]["2019"].error


@pytest.mark.parametrize("way", ["2019", "2019, subclassed"])
def test_a_layer_with_an_input_shape_warns(observed, way):
    seen = observed["input_shape"][way]
    assert seen.worked
    assert seen.returned.startswith(WARNING)


@pytest.mark.parametrize("way", ["2019", "today"])
def test_a_stack_has_its_kernel_at_once(observed, way):
    seen = observed["input_shape"][way].returned
    assert seen.endswith("Shape of the kernel: (3, 3, 1, 6)")


@pytest.mark.parametrize("way", ["2019, subclassed", "today, subclassed"])
def test_a_class_has_no_variables_before_its_first_call(observed, way):
    seen = observed["input_shape"][way].returned
    assert seen.endswith("Variables before the first call: 0\nVariables after it: 2")


def test_both_forms_of_super_return_the_same(observed):
    seen = observed["super"]
    assert seen["2019"].worked
    assert seen["2019"].returned == seen["today"].returned == "[[2. 2. 2.]]"
    assert seen["left out"].error.startswith("RuntimeError: ")
    assert "forgot to call `super().__init__()`" in seen["left out"].error


def test_todays_code_does_what_that_of_2019_did(observed):
    assert observed["pooling"]["today"].returned == "(1, 15, 15, 6)"
    assert observed["pooling"]["today, max pooling"].returned == "(1, 15, 15, 6)"
    assert observed["learning_rate"]["today"].returned == "0.01"
    shown, predicted = observed["predict_classes"]["today"].returned.splitlines()
    assert predicted == f"[{shown.removeprefix('The image shows ')}]"
    assert observed["fit_generator"]["today"].returned == "Steps taken: 2"
    assert observed["saving"]["today"].returned == "Weights loaded: 81194"
    assert observed["symbols"]["today"].returned == "(None, 1024)"


@pytest.mark.parametrize("change", CHANGES)
def test_the_code_shown_is_the_code_that_ran(observed, change):
    for way, seen in observed[change].items():
        text = (ROOT / seen.source.file).read_text("utf-8")
        assert seen.source.text in text
        first = seen.source.text.splitlines()[0]
        assert text.splitlines()[seen.source.line - 1] == first
        for shown in WAYS[change][way]:
            assert shown.__name__ in seen.source.text


@pytest.mark.parametrize("change", CHANGES)
def test_code_fits_a_small_box(change):
    for shown in {each for way in WAYS[change].values() for each in way}:
        text = changes.source(f"{shown.__module__}:{shown.__name__}").text
        assert len(text.splitlines()) <= 15
        assert max(map(len, text.splitlines())) <= 80


def test_runs_leave_nothing_behind(capfd, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    filters = list(warnings.filters)
    listings._run.cache_clear()
    for change in CHANGES:
        observe(change)
    for which in LISTINGS:
        run_listing(which)
    assert not list(tmp_path.iterdir())
    assert warnings.filters == filters
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("name", ["", "2019", "pooling "])
def test_an_unknown_change_is_refused(name):
    with pytest.raises(ValueError, match=r"change is .* one of 'pooling'"):
        observe(name)


@pytest.mark.parametrize("name", ["", "2020", "../course/listing_2019"])
def test_an_unknown_listing_is_refused(name):
    with pytest.raises(ValueError, match=r"listing is .* one of '2019', 'today'"):
        run_listing(name)


def test_the_registry_needs_no_tensorflow():
    code = (
        "import sys, lenet.paradigms.course; "
        "print({'tensorflow', 'keras'} & set(sys.modules))"
    )
    printed = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    assert printed.strip() == "set()"
