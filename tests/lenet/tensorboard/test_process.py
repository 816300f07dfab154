"""The real TensorBoard process: it serves, restarts and ends."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from lenet.tensorboard import TensorBoard, process
from lenet.tensorboard.serve import PLUGINS
from tests.deadlines import DEADLINE, wait_until

ROOT = Path(__file__).parents[3]


def wait_for(board, state):
    wait_until(lambda: board.state == state)


def get(board, path):
    connection = http.client.HTTPConnection("127.0.0.1", board.port, timeout=DEADLINE)
    connection.request("GET", f"{board.path_prefix}/{path}")
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, content


def has_ended(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    with TensorBoard(tmp_path_factory.mktemp("logs")) as board:
        wait_for(board, "ready")
        yield board


def test_it_serves_its_plugins_and_no_others(board):
    status, listing = get(board, "data/plugins_listing")
    assert status == 200
    assert set(json.loads(listing)) == set(PLUGINS)
    assert get(board, "data/plugin/projector/runs")[0] == 404
    assert get(board, "data/plugin/debugger-v2/runs")[0] == 404


def test_it_tells_neither_its_command_line_nor_where_it_is(board):
    environment = get(board, "data/environment")[1]
    assert b"debug" not in environment
    assert json.loads(environment)["data_location"] == f"{board.log_root.name}/fit"
    assert str(board.log_root.parent).encode() not in environment


def test_its_fonts_are_found_below_the_prefix(board):
    page = get(board, "")[1]
    assert b"url(font-roboto/" in page
    assert b"url(/" not in page
    name = page.split(b"url(font-roboto/")[1].split(b")")[0].decode()
    assert get(board, f"font-roboto/{name}")[0] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_runs_without_tensorflow(board):
    libraries = [entry.path for entry in psutil.Process(board.pid).memory_maps()]
    assert any("numpy" in path for path in libraries)
    assert not any("/tensorflow/" in path for path in libraries)


def test_it_listens_on_this_machine_only(board):
    listening = [
        connection.laddr
        for connection in psutil.Process(board.pid).net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening == [("127.0.0.1", board.port)]
    assert board.url == f"http://127.0.0.1:{board.port}/tensorboard/"


def test_killed_it_comes_back_at_the_same_address(board):
    pid, port = board.pid, board.port
    os.kill(pid, signal.SIGKILL)
    wait_for(board, "restarting")
    assert board.port is None
    assert "-9" in board.reason
    wait_for(board, "ready")
    assert (board.port, board.reason) == (port, "")
    assert board.pid != pid
    assert get(board, "data/environment")[0] == 200
    assert has_ended(pid)
    zombies = [
        child
        for child in psutil.Process().children()
        if child.status() == psutil.STATUS_ZOMBIE
    ]
    assert zombies == []


def test_stopping_ends_and_reaps_it_and_it_can_start_again(tmp_path):
    board = TensorBoard(tmp_path)
    for _ in range(2):
        board.start()
        board.start()  # a second start changes nothing
        wait_for(board, "ready")
        pid = board.pid
        board.stop()
        assert (board.state, board.port, board.url) == ("stopped", None, None)
        assert not psutil.pid_exists(pid)
    board.stop()


def test_stopping_while_it_starts_leaves_nothing(tmp_path):
    before = set(psutil.Process().children())
    board = TensorBoard(tmp_path)
    board.start()
    board.stop()
    assert board.state == "stopped"
    assert set(psutil.Process().children()) <= before


def test_an_occupied_port_is_left_alone(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as occupied:
        taken = occupied.getsockname()[1]
        with TensorBoard(tmp_path, port=taken) as board:
            wait_for(board, "ready")
            assert board.port != taken
            assert get(board, "data/environment")[0] == 200


def test_a_port_lost_while_it_restarts_is_left_alone(tmp_path):
    with TensorBoard(tmp_path) as board:
        wait_for(board, "ready")
        lost = board.port
        os.kill(board.pid, signal.SIGKILL)
        wait_for(board, "restarting")
        with socket.create_server(("127.0.0.1", lost)):
            wait_for(board, "ready")
            assert board.port != lost


def test_a_wanted_port_is_used(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with TensorBoard(tmp_path, port=port) as board:
        wait_for(board, "ready")
        assert board.port == port


def test_one_that_keeps_dying_is_given_up_with_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "DELAYS", (0.0, 0.0, 0.0))
    with TensorBoard(tmp_path, path_prefix="no-slash") as board:
        wait_for(board, "failed")
        assert "Path prefix must start with slash" in board.reason
        assert board.port is None
    assert board.state == "stopped"


def test_a_log_folder_that_cannot_be_made_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "DELAYS", (0.0, 0.0))
    (tmp_path / "file").touch()
    with TensorBoard(tmp_path / "file" / "logs") as board:
        wait_for(board, "failed")
        assert "cannot be started" in board.reason


def test_warnings_as_errors_do_not_stop_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    with TensorBoard(tmp_path) as board:
        wait_for(board, "ready")


PARENT = """
import sys, time
from lenet.tensorboard import TensorBoard
board = TensorBoard(sys.argv[1])
board.start()
while board.state != "ready":
    time.sleep(0.02)
print(board.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_it_ends_however_its_parent_ends(tmp_path, end):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        pid = int(parent.stdout.readline())
        assert not has_ended(pid)
        getattr(parent, end)()
    wait_until(lambda: has_ended(pid))
