"""TensorBoard: without routes (as here) the app draws the runs itself."""

from tests.pages.test_train import QUICK, finished, run_until, start


def test_without_routes_it_says_so(open_page):
    app = open_page("tensorboard")
    assert "serves no TensorBoard" in app.info[0].value
    assert "tensorboard --logdir logs/fit" in app.code[0].value


def test_without_routes_the_runs_are_drawn_here(open_page):
    app = run_until(start(open_page("train"), **QUICK), finished)
    app.switch_page("../pages/tensorboard.py").run()
    assert not app.exception
    assert {"`epoch_loss`", "`epoch_accuracy`"} <= {m.value for m in app.markdown}
    mine = app.dataframe[0].value
    assert mine["Run"][0] in app.selectbox[0].options
    assert mine["Loop"][0] == "graph"
