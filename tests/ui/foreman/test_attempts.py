"""Processes that do not start: the reason, once; "failed" after a few; and again."""

import json
import os
import subprocess
import sys

import pytest

from tests.deadlines import LONG_DEADLINE, wait_until
from tests.server import running_server
from ui.foreman import attempts, client
from ui.foreman.attempts import FEW, Attempts, first_reason, quoted, reason_in
from ui.foreman.client import ForemanClient, WorkError
from ui.server.health import public, status


def a_module(folder, name, code):
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(code, "utf-8")
    return folder


@pytest.fixture
def soon(monkeypatch, tmp_path):
    monkeypatch.setattr(attempts, "DELAY", 0.05)
    monkeypatch.setattr(attempts, "LONG_DELAY", 0.2)
    monkeypatch.setenv("LENET_LOGS", str(tmp_path / "logs"))


@pytest.fixture
def started():
    clients = []

    def start():
        clients.append(ForemanClient())
        clients[-1].start()
        return clients[-1]

    yield start
    for each in clients:
        each.stop()


def state_of(one, part="foreman"):
    return one.state().get(part, {}).get("state")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise ImportError('no shared object')", "ImportError: no shared object"),
        ("import sys; sys.exit('A setting is wrong.')", "A setting is wrong"),
        ("import os; os._exit(3)", "it ended without a word"),
        ("print('here'); import os; os.kill(os.getpid(), 9)", "ended without a word"),
    ],
    ids=["import", "refusal", "exit", "killed"],
)
def test_a_foreman_that_does_not_start_fails_and_comes_back(
    soon, started, monkeypatch, tmp_path, capsys, code, reason
):
    bad = a_module(tmp_path / "bad", "pebble", code)
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(bad))
        one = started()
        wait_until(lambda: state_of(one) == "failed")
        deaths = one._attempts.deaths
        wait_until(lambda: one._attempts.deaths > deaths + FEW)  # it tries on
        assert reason in one.state()["foreman"]["reason"]
        with pytest.raises(WorkError, match="tries again every"):
            one.ask("state")
        seen = public(one.state())
        assert seen["foreman"] == {"state": "failed"}
        assert str(tmp_path) not in json.dumps(seen)
        assert status(seen) == "degraded"
    logged = capsys.readouterr().err
    assert logged.count("Traceback") <= 1
    assert logged.count("do not start (") == 1
    assert len(logged.splitlines()) < 40
    wait_until(lambda: state_of(one) == "ready", LONG_DEADLINE)  # the cause is gone


def test_no_process_at_all_is_a_failure_too(soon, started, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(client.sys, "executable", "/nowhere/python")
        one = started()
        wait_until(lambda: state_of(one) == "failed")
        assert "No such file" in one.state()["foreman"]["reason"]
    wait_until(lambda: state_of(one) == "ready")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise ImportError('DLL load failed')", "DLL load failed"),
        ("raise SystemError('built for another processor')", "another processor"),
        ("import os; os.kill(os.getpid(), 9)", "ended"),
    ],
    ids=["import", "error", "killed"],
)
def test_a_template_that_does_not_start_fails_and_comes_back(tmp_path, code, reason):
    bad = a_module(tmp_path / "bad", "tensorflow", code)
    tried = run_foreman(tmp_path, bad)
    assert tried["template"]["state"] == "failed"
    assert reason in tried["template"]["reason"]
    assert tried["after"]["state"] == "ready"
    assert tried["log"].count("TensorFlow did not start") == 1
    assert tried["log"].count("Traceback (") <= 2  # an error, and its cause


FOREMAN = """
import json, shutil, sys, time
from pathlib import Path
from ui.foreman import foreman
from ui.foreman.jobs import Limits

def until(state, seconds):
    limit = time.monotonic() + seconds
    while one.state()["template"]["state"] != state and time.monotonic() < limit:
        time.sleep(0.05)
    return one.state()["template"]

if __name__ == "__main__":
    foreman.WARM_UP_DELAYS = (0.1, 0.1, 0.5)
    one = foreman.Foreman(Path(sys.argv[1]), 10**7, Limits(1, 1))
    seen = {"template": until("failed", float(sys.argv[3]))}
    shutil.rmtree(sys.argv[2])
    seen["after"] = until("ready", float(sys.argv[3]))
    one.close()
    print(json.dumps(seen))
"""


def run_foreman(tmp_path, bad):
    script = tmp_path / "one_foreman.py"
    script.write_text(FOREMAN, "utf-8")
    ended = subprocess.run(
        [
            *(sys.executable, str(script), str(tmp_path / "logs")),
            *(str(bad), str(LONG_DEADLINE)),
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(bad), os.getcwd()])},
        capture_output=True,
        text=True,
        timeout=3 * LONG_DEADLINE,
        check=True,
    )
    return {**json.loads(ended.stdout.splitlines()[-1]), "log": ended.stderr}


@pytest.mark.parametrize(
    "odd",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=["cp1252", "ascii"],
)
def test_the_app_starts_whatever_its_terminal_can_show(tmp_path, odd):
    with running_server(tmp_path, **odd) as server:
        server.wait_until_ready("template")
        assert "Traceback" not in server.output.read_text("utf-8", "replace")


def test_a_long_life_is_no_quick_death(monkeypatch):
    one = Attempts()
    for _ in range(FEW):
        one.begin()
        one.end("full disk")
    assert one.failed
    monkeypatch.setattr(attempts, "QUICK_DEATH", 0.0)
    one.begin()
    assert one.end() == 0.0
    assert not one.failed


def test_a_reason_is_the_line_that_says_it():
    assert reason_in(["Traceback:\n", "  in f\n", "OSError: full.\n", "\n"]) == (
        "OSError: full"
    )
    assert reason_in([]) == "it ended without a word"
    native = 'Traceback (most recent call last):\n  File "x"\nImportError: no\n\nFailed'
    assert first_reason(native) == "ImportError: no"
    assert first_reason("plain\nmore") == "plain"
    assert quoted("a `b` [c](d)") == "`a 'b' [c](d)`"
