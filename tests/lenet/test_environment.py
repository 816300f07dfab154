"""Each variable has a default, a check with a fix, and a row in the README."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lenet import environment
from lenet.environment import VARIABLES

ROOT = Path(__file__).parents[2]
NAMES = [variable.name for variable in VARIABLES]


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_readme_has_the_same_table():
    rows = re.findall(r"^\| `(LENET_\w+)` \| (.+) \| (.+) \|$", readme(), re.MULTILINE)
    assert rows == [
        (variable.name, variable.sets, variable.without_it) for variable in VARIABLES
    ]


def readme():
    return (ROOT / "README.md").read_text("utf-8")


def test_the_defaults_are_those_that_the_table_names():
    assert environment.MNIST.value() is None
    assert environment.LOGS.value() == Path("logs").absolute()
    assert environment.LOG_MEGABYTES.value() == 12_000_000
    assert environment.TRAINING_MINUTES.value() == 15
    assert environment.ABSENCE_SECONDS.value() == 120
    assert environment.HOSTS.value() == ()
    for variable in VARIABLES:
        if variable.default:
            assert variable.without_it.strip("`") == variable.default
    environment.check()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("LENET_MNIST", "/nowhere/mnist.npz", "existing file"),
        ("LENET_MNIST", str(ROOT), "existing file"),
        ("LENET_MNIST", 300 * "x", "existing file"),
        ("LENET_LOGS", __file__, "a folder"),
        ("LENET_LOGS", f"{__file__}/logs", "a folder"),
        ("LENET_LOGS", 300 * "x", "a folder"),
        ("LENET_LOGS", "~nobody-has-this-name/x", "a folder"),
        ("LENET_LOGS", "/proc/x", "can be created and written"),
        ("LENET_LOGS", "/proc", "can be created and written"),
        ("LENET_LOG_MEGABYTES", "12 MB", "megabytes from 0"),
        ("LENET_LOG_MEGABYTES", "-1", "megabytes from 0"),
        ("LENET_TRAINING_MINUTES", "nan", "minutes from 0.01"),
        ("LENET_TRAINING_MINUTES", "0", "minutes from 0.01"),
        ("LENET_ABSENCE_SECONDS", "two", "seconds from 1"),
        ("LENET_ABSENCE_SECONDS", "inf", "seconds from 1"),
        ("LENET_HOSTS", "ftp://lab.example.com", "such as lab.example.com"),
        ("LENET_HOSTS", "10.0.0", "such as lab.example.com"),
        ("LENET_HOSTS", "a:eighty", "such as lab.example.com"),
        ("LENET_HOSTS", "[a.example]", "such as lab.example.com"),
        ("LENET_HOSTS", "fe80::1%/", "such as lab.example.com"),
        ("LENET_HOSTS", "*", "*.example.com"),
        ("LENET_HOSTS", "*.org", "*.example.com"),
        ("LENET_HOSTS", "lab.*.org", "*.example.com"),
        ("LENET_HOSTS", "a*.school.org", "*.example.com"),
        ("LENET_HOSTS", "a..b", "such as lab.example.com"),
        ("LENET_HOSTS", "-a.example", "such as lab.example.com"),
        ("LENET_HOSTS", "https://", "such as lab.example.com"),
        ("LENET_HOSTS", "a b.example", "such as lab.example.com"),
        ("LENET_HOSTS", "me@lab.example", "such as lab.example.com"),
        ("LENET_HOSTS", 70 * "x" + ".example", "such as lab.example.com"),
    ],
)
def test_a_bad_value_says_what_came_what_works_and_how_to_fix_it(
    monkeypatch, name, text, expected
):
    monkeypatch.setenv(name, text)
    with pytest.raises(
        ValueError, match=rf"^{name} is {re.escape(repr(text))} \("
    ) as refusal:
        environment.check()
    assert expected in str(refusal.value).partition("; expected")[2]
    assert "Correct the variable, or unset it" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_a_bad_value_says_what_is_wrong_with_it(monkeypatch):
    def reason(name, text):
        monkeypatch.setenv(name, text)
        with pytest.raises(ValueError, match=name) as refusal:
            environment.check()
        monkeypatch.delenv(name)
        return str(refusal.value).partition(" (")[2].partition("); expected")[0]

    assert reason("LENET_MNIST", str(ROOT)) == "this is a folder"
    assert reason("LENET_LOGS", 300 * "x") == "File name too long"
    assert reason("LENET_LOGS", "/proc/x") == "it cannot be created or written"
    assert reason("LENET_LOG_MEGABYTES", "-1") == "not between 0 and 1000000"
    assert reason("LENET_HOSTS", "b, a:b") == "'a:b' is not a host"


def test_an_empty_text_is_the_default(monkeypatch):
    defaults = [variable.value() for variable in VARIABLES]
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert [variable.value() for variable in VARIABLES] == defaults
    environment.check()


def test_the_check_leaves_nothing_behind(monkeypatch, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    for path in (there, tmp_path / "not" / "yet"):
        monkeypatch.setenv("LENET_LOGS", str(path))
        environment.check()
        assert environment.LOGS.value() == path
    assert [*tmp_path.rglob("*")] == [there]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("LENET_MNIST", __file__, Path(__file__)),
        ("LENET_LOGS", "", Path("logs").absolute()),
        ("LENET_LOGS", "/tmp/of-a-class", Path("/tmp/of-a-class")),
        ("LENET_LOG_MEGABYTES", "0.5", 500_000),
        ("LENET_TRAINING_MINUTES", "0.5", 0.5),
        ("LENET_ABSENCE_SECONDS", "3", 3),
        ("LENET_HOSTS", " A.example, [::1],,b ", ("a.example", "::1", "b")),
        ("LENET_HOSTS", "2001:DB8:0:0::1,10.0.0.1", ("2001:db8::1", "10.0.0.1")),
        ("LENET_HOSTS", "lab:8501,10.0.0.1:80", ("lab", "10.0.0.1")),
        ("LENET_HOSTS", "https://Lab/", ("lab",)),
        ("LENET_HOSTS", "http://lab.example.:8501/a?b#c", ("lab.example",)),
        ("LENET_HOSTS", "https://[::1]:8501/, [2001:db8::2]:1", ("::1", "2001:db8::2")),
        (
            "LENET_HOSTS",
            "*.School.org, https://*.a.example:1",
            ("*.school.org", "*.a.example"),
        ),
        ("LENET_HOSTS", "Bücher.example", ("xn--bcher-kva.example",)),
        (
            "LENET_HOSTS",
            "*.schüle.ch,例え.jp",
            ("*.xn--schle-mva.ch", "xn--r8jz45g.jp"),
        ),
        (
            "LENET_HOSTS",
            "my_host,xn--bcher-kva.example",
            ("my_host", "xn--bcher-kva.example"),
        ),
    ],
)
def test_a_value_that_is_set_is_read(monkeypatch, name, text, value):
    monkeypatch.setenv(name, text)
    (variable,) = [one for one in VARIABLES if one.name == name]
    assert variable.value() == value
    environment.check()


def texts(file):
    tree = ast.parse(file.read_text("utf-8"))
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        )
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and node.value not in docstrings:
            yield node.value


def test_the_names_stand_nowhere_else():
    """All code reads variables from `lenet.environment`; messages may name one."""
    files = [*(ROOT / "lenet").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    for file in files:
        if file.name != "environment.py":
            assert not set(NAMES) & set(texts(file)), file
    in_code = {
        name
        for folder in ("lenet", "ui", "pages", "scripts", "benchmarks")
        for file in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"LENET_[A-Z_]+", file.read_text("utf-8"))
    }
    assert in_code <= set(NAMES)


def test_it_needs_no_tensorflow():
    code = "import sys, lenet.environment; assert 'tensorflow' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
