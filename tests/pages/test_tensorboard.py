"""TensorBoard: without routes (as here) the app draws the runs itself."""

import pytest
from streamlit.runtime.context import ContextProxy

from tests.pages.test_train import QUICK, finished, run_until, start
from ui.lessons.tensorboard import board
from ui.lessons.tensorboard.runs import any_logged, started
from ui.server import routes as tensorboard_routes
from ui.visitor import workers


def test_without_routes_it_says_so(open_page):
    app = open_page("tensorboard")
    assert "started without TensorBoard" in app.info[0].value
    assert "tensorboard --logdir logs/fit" in app.code[0].value


def test_without_routes_the_runs_are_drawn_here(open_page):
    app = run_until(start(open_page("train"), **QUICK), finished)
    app.switch_page("../pages/tensorboard.py").run()
    assert not app.exception
    assert {"`epoch_loss`", "`epoch_accuracy`"} <= {m.value for m in app.markdown}
    mine = app.dataframe[0].value
    assert app.selectbox[0].options[0].startswith(f"{mine['Run'][0]}, started 20")
    assert mine["Loop"][0] == "graph"
    assert mine["Learning rate"][0] == "0.001"


def test_a_runs_name_tells_when_it_started():
    assert started("20261126-022219") == "2026-11-26, 02:22:19"


def test_while_tensorboard_starts_its_place_is_kept(open_page, monkeypatch):
    monkeypatch.setattr(tensorboard_routes, "routes_served", lambda: True)
    state = {"tensorboard": {"state": "starting"}, "template": {"state": "ready"}}
    monkeypatch.setattr(workers, "state", lambda: state)
    monkeypatch.setattr(board, "any_logged", lambda log_root: True)
    app = open_page("tensorboard")
    assert any("TensorBoard is starting" in c.value for c in app.caption)
    assert app.get("skeleton")


@pytest.mark.parametrize(
    ("host", "origin", "names"),
    [
        ("127.0.0.1:8501", "https://lab.school.org", "lab.school.org"),
        ("lab:8501", "http://lab:8501", "lab"),
        ("lenet_app", "http://Lab.example:80", "lab.example,lenet_app"),
    ],
)
def test_by_an_unknown_name_the_curves_are_drawn_here(
    open_page, monkeypatch, host, origin, names
):
    monkeypatch.setattr(tensorboard_routes, "routes_served", lambda: True)
    headers = {"Host": host, "Origin": origin}
    monkeypatch.setattr(ContextProxy, "headers", property(lambda self: headers))
    app = open_page("tensorboard")
    assert not app.exception
    assert f"`{names}` to the variable `LENET_HOSTS`" in app.info[0].value
    assert not app.get("iframe")
    said = [caption.value for caption in app.caption]
    assert app.selectbox or "There are no runs yet." in said


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8501", "http://localhost:8501"),
        ("127.0.0.1:8501", "http://lab.school.org"),
        ("a.lab.school.org", "https://a.lab.school.org"),
        ("", ""),
    ],
)
def test_by_a_known_name_the_board_is_shown(open_page, monkeypatch, host, origin):
    monkeypatch.setenv("LENET_HOSTS", "lab.school.org,*.lab.school.org")
    monkeypatch.setattr(tensorboard_routes, "routes_served", lambda: True)
    monkeypatch.setattr(board, "any_logged", lambda log_root: False)
    headers = {"Host": host, "Origin": origin}
    monkeypatch.setattr(ContextProxy, "headers", property(lambda self: headers))
    app = open_page("tensorboard")
    assert "TensorBoard opens here" in app.info[0].value


def test_without_a_run_no_empty_board_is_shown(open_page, monkeypatch, tmp_path):
    assert not any_logged(tmp_path)
    (tmp_path / "fit" / "20261126-022219").mkdir(parents=True)
    assert any_logged(tmp_path)
    monkeypatch.setattr(tensorboard_routes, "routes_served", lambda: True)
    monkeypatch.setattr(board, "any_logged", lambda log_root: False)
    app = open_page("tensorboard")
    assert "No run has been logged yet" in app.info[0].value
    assert not app.get("iframe")
