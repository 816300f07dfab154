"""What the first page imports: nothing heavy that it does not need."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = {"plotly", "pandas", "tensorflow", "keras", "PIL"}


def file_of(module):
    path = ROOT.joinpath(*module.split("."))
    found = [path.with_suffix(".py"), path / "__init__.py"]
    return next((file for file in found if file.is_file()), None)


def imports(file):
    """Name the modules that a file imports as it is imported itself."""
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached(file):
    """Follow imports through the project, and name all that they reach."""
    seen, left = set(), [file]
    while left:
        for module in set(imports(left.pop())) - seen:
            seen.add(module)
            if inner := file_of(module):
                left.append(inner)
    return seen


def test_the_first_page_imports_nothing_heavy():
    for start in ("ui/shell.py", "pages/welcome.py"):
        modules = reached(ROOT / start)
        assert "ui.visitor.workers" in modules, "it should follow imports"
        assert not HEAVY & {module.split(".")[0] for module in modules}


def test_the_lesson_with_a_chart_does():
    modules = reached(ROOT / "pages/draw_a_digit.py")
    assert "plotly" in {module.split(".")[0] for module in modules}
