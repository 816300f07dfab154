"""The chart kit, which knows no visitor and no lesson."""

import ast
from pathlib import Path

import pytest

import ui.components
from ui.components.charts import axis, axis_of_shares, chart

COMPONENTS = Path(ui.components.__path__[0])
# Small pieces that any page can use, whoever looks at it.
KIT = ("bars", "charts", "html", "images", "numbers", "pixels", "tables", "theme")


@pytest.mark.parametrize("name", KIT)
def test_the_kit_does_not_know_the_visitor(name):
    tree = ast.parse((COMPONENTS / f"{name}.py").read_text("utf-8"))
    modules = [
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    ]
    assert not [module for module in modules if module.startswith("ui.visitor")]
    assert not [module for module in modules if module.startswith("ui.lessons")]


def test_a_charts_own_layout_goes_over_the_frame():
    layout = {"showlegend": False, "xaxis": axis("Step", dtick=5)}
    drawn = chart([{"type": "scatter", "y": [1, 2]}], layout, height=200, top=10)
    assert (drawn.layout.height, drawn.layout.margin.t) == (200, 10)
    assert not drawn.layout.showlegend
    assert drawn.layout.xaxis.title.text == "Step"
    assert drawn.layout.xaxis.dtick == 5
    assert drawn.layout.xaxis.fixedrange
    assert list(drawn.data[0].y) == [1, 2]


def test_shares_are_percentages():
    assert axis_of_shares("Accuracy", range=[0, 1])["tickformat"] == ".0%"
