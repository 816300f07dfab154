"""Session keys: each lesson's start with its name, so that no two share one."""

import ast
from itertools import combinations
from pathlib import Path

import pytest

from ui.visitor import keys

ROOT = Path(__file__).parents[3]
LESSONS = [file.stem for file in sorted((ROOT / "pages").glob("*.py"))]
FILES = {
    file: lesson
    for lesson in LESSONS
    for file in (
        ROOT / "pages" / f"{lesson}.py",
        *sorted((ROOT / "ui" / "lessons" / lesson).rglob("*.py")),
    )
}
READERS = {"get", "pop", "setdefault"}


def beginning(node):
    """Return a literal's text, or an f-string's up to its first field; else None."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None


def is_state(node):
    return isinstance(node, ast.Attribute) and node.attr == "session_state"


def literals(tree):
    """Find each key that a file writes out: of a widget, or of the session."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "key":
            yield beginning(node.value)
        elif isinstance(node, ast.Subscript) and is_state(node.value):
            yield beginning(node.slice)
        elif isinstance(node, ast.Attribute) and is_state(node.value):
            if node.attr not in dir(dict):
                yield node.attr
        elif isinstance(node, ast.Compare) and is_state(node.comparators[0]):
            yield beginning(node.left)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and is_state(node.func.value)
            and node.func.attr in READERS
        ):
            yield beginning(node.args[0])


def prefixes(tree):
    """Find the lessons that a file makes keys for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "keys.of":
            yield node.args[0]


def is_of(key, lesson):
    """Return whether it is a lesson's; one that no widget has may begin with "_"."""
    return f"{key.lstrip('_')}_".startswith(f"{lesson}_")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_lessons_keys_start_with_its_name(file):
    tree = ast.parse(file.read_text("utf-8"))
    lesson = FILES[file]
    written = {key for key in literals(tree) if key is not None} - set(keys.SHARED)
    assert not {key for key in written if not is_of(key, lesson)}
    # A name for the lesson is a constant of the same file.
    names = {
        beginning(node) for node in prefixes(tree) if not isinstance(node, ast.Name)
    }
    assert names <= {lesson}


SHARED_PARTS = sorted(
    file
    for file in (ROOT / "ui").rglob("*.py")
    if not file.is_relative_to(ROOT / "ui" / "lessons")
)
# No widgets: css finds them by these keys.
CONTAINERS = {"bench", "place_of_", "columns_wide_", "columns_narrow_"}


@pytest.mark.parametrize(
    "file", SHARED_PARTS, ids=lambda file: str(file.relative_to(ROOT))
)
def test_what_all_lessons_use_has_shared_keys(file):
    written = {*literals(ast.parse(file.read_text("utf-8")))} - {None}
    others = written - set(keys.SHARED) - CONTAINERS
    assert not {key for key in others if not key.startswith("_")}


def own_keys(folder):
    """Find what the files of a folder pass to `key`."""
    return {
        ast.unparse(node.args[0])
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "key"
    }


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_two_tabs_of_a_lesson_share_a_key(lesson):
    """What two tabs share is beside their folders: a module makes its key once."""
    home = ROOT / "ui" / "lessons" / lesson
    folders = [each for each in home.glob("*") if each.is_dir()]
    for one, other in combinations(folders, 2):
        assert not own_keys(one) & own_keys(other)


def test_no_lessons_prefix_begins_anothers():
    for one in LESSONS:
        assert not [other for other in LESSONS if other.startswith(f"{one}_")]


def test_two_lessons_have_different_keys_for_the_same_name():
    train, replicas = keys.of("train"), keys.of("replicas")
    assert (train("epochs"), replicas("epochs")) == ("train_epochs", "replicas_epochs")


def test_keys_that_are_written_out_are_found():
    source = """
st.slider("A", key="one")
st.slider("A", key=f"two_{x}")
st.slider("A", key=key("not this"))
st.session_state.three = st.session_state["four"]
st.session_state.get("five")
"six" in st.session_state
"""
    found = {each for each in literals(ast.parse(source)) if each}
    assert found == {"one", "two_", "three", "four", "five", "six"}
