"""The charts of a training, against plain numbers."""

import numpy as np

from lenet.results.training import Report
from lenet.settings import Placement, Settings
from ui.components.theme import BLUE, ORANGE
from ui.components.training.charts import confusion, curves
from ui.visitor.state import Training


def matrix():
    """Twenty images of each digit, of which some 3 are taken for 5."""
    found = np.diag([20] * 10)
    found[3, 3], found[3, 5], found[7, 1] = 12, 8, 4
    return found


def test_right_is_blue_and_wrong_is_orange_each_on_its_own_scale():
    cells = confusion(matrix()).data[0]
    assert cells.z[0][0] == -1
    assert cells.z[3][3] == -12 / 20
    assert (cells.z[3][5], cells.z[7][1], cells.z[5][3]) == (1, 0.5, 0)
    (_, low), (_, _), (_, high) = cells.colorscale
    assert (low, high) == (BLUE, ORANGE)


def test_the_colours_have_a_key():
    drawn = confusion(matrix())
    keys = {each.name: each.marker.color for each in drawn.data[1:]}
    assert keys == {"Correct": BLUE, "Wrong": ORANGE}
    assert drawn.layout.showlegend


def test_an_empty_matrix_divides_by_nothing():
    assert np.all(np.array(confusion(np.zeros((10, 10), int)).data[0].z) == 0)


def run(**choices):
    training = Training(Settings(**choices), number=1, first_step=0)
    training.reports = [Report(1, 1, 2.3, 0.1, 100.0)]
    return training


def legend(figure):
    return [line.name for line in figure.data if line.showlegend]


def test_earlier_runs_name_their_loop_once():
    mirrored = run(placement=Placement("mirrored"))
    figure = curves(run(), [run(loop="fit"), run(loop="fit"), mirrored])
    assert legend(figure) == [
        "Earlier run, mirrored",
        "Earlier run, fit",
        "Training images, mean so far this epoch",
        "Test images",
    ]


def test_without_a_run_the_charts_keep_their_place():
    figure = curves(None, [])
    assert not legend(figure)
    assert {line.yaxis for line in figure.data} == {"y", "y2"}, "both have axes"
    assert figure.layout.height == curves(run(), []).layout.height
    silent = run()
    silent.reports = []
    for axis in ("xaxis", "yaxis", "xaxis2", "yaxis2"):
        kept = curves(silent, []).layout[axis].range
        assert kept == figure.layout[axis].range, "the axes jump at Start"
    assert curves(run(), []).layout.xaxis.range is None
    assert [title.text for title in figure.layout.annotations] == ["Loss", "Accuracy"]


def test_the_means_of_two_epochs_are_two_lines():
    training = run(limit=64, batch_size=32)
    training.reports = [
        Report(1, 1, 2.3, 0.1, 100.0),
        Report(2, 1, 2.2, 0.2, 100.0, 2.0, 0.3),
        Report(3, 2, 1.9, 0.4, 100.0),
        Report(4, 2, 1.8, 0.5, 100.0, 1.7, 0.6),
    ]
    means, accuracies, tested, _ = curves(training, []).data
    assert means.x == (32, 64, None, 96, 128)
    assert means.y == (2.3, 2.2, None, 1.9, 1.8)
    assert accuracies.y == (0.1, 0.2, None, 0.4, 0.5)
    assert tested.y == (2.0, 1.7), "these are no means: one line"
