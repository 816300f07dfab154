"""The address holds what a visitor chooses: what a copied link then opens."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]
CHOICES = {
    *("checkbox", "multiselect", "number_input", "pills", "radio", "segmented_control"),
    *("select_slider", "selectbox", "slider", "text_input", "toggle"),
}
# By the file: what is no setting, and addresses of a visitor's own machines.
NOT_IN_THE_ADDRESS = {
    "ui/components/questions/asking.py": "predictions",
    "ui/components/stepper/controls.py": "the position in a recording, and its speed",
    "ui/components/stepper/stepper.py": "whether it plays",
    "ui/lessons/automatic_differentiation/formula.py": "fills the formula, a setting",
    "ui/lessons/draw_a_digit/not_a_digit.py": "what is drawn is no digit: it is theirs",
    "ui/lessons/draw_a_digit/to_microscope.py": "the label of a drawing",
    "ui/lessons/draw_a_digit/subjects.py": "whether a random image's label is shown",
    "ui/lessons/microscope/hunt_code.py": "what a click does in a bug hunt",
    "ui/lessons/replicas/cluster.py": "host names and an image of the visitor's own",
    "ui/lessons/tensorboard/own_charts.py": "a run, which may be deleted any time",
}


def unbound(file):
    """Yield the lines of a file's choices that the address does not hold."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names = {keyword.arg for keyword in node.keywords}
            if node.func.attr in CHOICES and "bind" not in names:
                yield node.lineno


def test_the_address_holds_all_settings():
    files = [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    found = {file.relative_to(ROOT).as_posix() for file in files if [*unbound(file)]}
    assert found == set(NOT_IN_THE_ADDRESS)
