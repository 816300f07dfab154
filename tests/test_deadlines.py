"""Limits in tests are deadlines of one place, which only a broken thing misses."""

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parent
WAITS = {"wait", "join", "set_default_timeout"}


def calls(source):
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def typed_limits(call):
    """Return the limits of a call that are typed there as numbers."""
    limits = [word.value for word in call.keywords if "timeout" in (word.arg or "")]
    if getattr(call.func, "attr", "") in WAITS:
        limits += call.args
    values = [limit.value for limit in limits if isinstance(limit, ast.Constant)]
    return [value for value in values if isinstance(value, int | float)]


def is_page_without_deadline(call):
    """Return whether a page has Streamlit's own limit of 3 seconds."""
    makes_page = re.fullmatch(r"AppTest\.from_\w+", ast.unparse(call.func))
    return bool(makes_page) and "default_timeout" not in [
        word.arg for word in call.keywords
    ]


def found(wrong):
    """List file and line of each call in the tests that is wrong."""
    return [
        f"{path.relative_to(FOLDER)}:{call.lineno}"
        for path in sorted(FOLDER.rglob("*.py"))
        for call in calls(path.read_text("utf-8"))
        if wrong(call)
    ]


def test_limits_come_from_the_deadlines():
    assert found(typed_limits) == []
    sample = "run(timeout=5); event.wait(0.5); thread.join(LIMIT); ''.join('ab')"
    assert [typed_limits(call) for call in calls(sample)] == [[5], [0.5], [], []]


def test_every_page_has_a_deadline():
    assert found(is_page_without_deadline) == []
    sample = "AppTest.from_file('x'); AppTest.from_function(f, default_timeout=LIMIT)"
    assert [is_page_without_deadline(call) for call in calls(sample)] == [True, False]


def test_only_the_tests_of_pages_open_pages():
    """Any other would make what comes after it in its process fork in vain."""
    pages = found(lambda call: ast.unparse(call.func).startswith("AppTest."))
    assert {place.partition("/")[0] for place in pages} == {"pages"}
