"""What the tab fit is your loop says of comparisons that are rare on the page."""

import numpy as np
import pytest

from lenet.results.fit_and_loop import (
    EAGER_FIT,
    FIT,
    GRAPHS,
    LOOP,
    ON_BATCH,
    OWN_STEP,
    WAYS,
    Comparison,
    FitSettings,
)
from ui.components.numbers import number
from ui.lessons.automatic_differentiation.fit_and_loop.curves import (
    losses,
    show_differences,
)
from ui.lessons.automatic_differentiation.fit_and_loop.questions import effect
from ui.lessons.automatic_differentiation.fit_and_loop.results import why


def comparison(bug, accuracies=None, **differences):
    """Make a comparison of four steps; `differences` replace those of 0.0."""
    apart = dict.fromkeys((FIT, EAGER_FIT, ON_BATCH, OWN_STEP), [0.0] * 4)
    named = {"fit": FIT, "eager": EAGER_FIT, "on_batch": ON_BATCH, "own": OWN_STEP}
    apart |= {named[name]: each for name, each in differences.items()}
    shares = {key: [0.25, 0.5, 0.5, 0.5] for key in WAYS} | (accuracies or {})
    return Comparison(
        FitSettings(4, bug),
        {name: np.array([2.3, 2.2, 2.1, 2.0]) for name in WAYS},
        {name: np.array(each) for name, each in shares.items()},
        {name: np.array(each) for name, each in apart.items()},
        dict.fromkeys(WAYS, 1.0),
    )


def test_a_metric_that_ends_as_it_should_is_shown_where_it_differed_most():
    wrong = {LOOP: [0.25, 0.5, 0.375, 0.5]}
    assert "In step 3, the accuracy is 37.5% instead of 50.0%." in effect(
        comparison("metrics", wrong)
    )


def test_rounding_that_grew_beside_a_bug_is_told_from_the_bug():
    grown = [1e-8, 2e-6, 1e-3, 2e-3]
    wrong = {LOOP: [0.25, 0.5, 0.375, 0.5]}
    found = comparison("metrics", wrong, on_batch=grown, own=grown)
    assert "rounding alone has grown from step 2 on, to 0.002" in why(found)
    assert "0.0: the training was right" in effect(found)


@pytest.mark.parametrize(
    ("bug", "differences"),
    [
        # The bug's own differences, and a way that the bug is in.
        ("sum", {key: [0, 0.1, 0.2, 1] for key in ("fit", "eager", "on_batch", "own")}),
        ("shuffle", {"fit": [0.1, 0.2, 0.3, 0.4]}),
    ],
)
def test_a_bugs_difference_is_not_called_rounding(bug, differences):
    found = comparison(bug, **differences)
    assert "rounding" not in why(found)
    assert found.effect == "loss"


def test_a_bug_without_an_effect_is_said_to_have_none():
    assert "no way differs" in effect(comparison("shuffle"))


def test_without_a_bug_more_than_rounding_is_explained():
    graphs = ("fit", "on_batch", "own")
    small = comparison(None, **{key: [1e-08, 3e-08, 3e-08, 3e-08] for key in graphs})
    assert "grown" not in why(small)
    grown = comparison(None, **{key: [1e-08, 3e-08, 7e-06, 7e-06] for key in graphs})
    assert f"has grown from step 3 on, to {number(7e-6)}" in why(grown)
    assert all(f"`{name}`" in why(grown) for name in GRAPHS)


def test_the_axes_have_their_numbers_for_narrow_and_for_wide_losses(monkeypatch):
    shown = []
    monkeypatch.setattr(
        "ui.lessons.automatic_differentiation.fit_and_loop.curves.st.plotly_chart",
        lambda figure, **_: shown.append(figure),
    )
    show_differences(comparison("sum", eager=[0.1, 0.11, 0.12, 0.13]))
    low, high = shown[0].layout.yaxis.range
    assert low < -10
    assert -1 < high < 0
    assert losses(None).layout.xaxis.range == (0, 10)
