"""The app as its users start it, for tests and benchmarks."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.deadlines import DEADLINE, LONG_DEADLINE, wait_until

ROOT = Path(__file__).parents[1]
# The smallest Streamlit app, for comparison.
EMPTY_APP = 'import streamlit as st\nst.title("LeNet Lab")\n'


@dataclass
class Server:
    """A running app: its address, its process, where its output goes."""

    url: str
    process: subprocess.Popen
    logs: Path
    output: Path

    def health(self):
        with urllib.request.urlopen(f"{self.url}/healthz", timeout=DEADLINE) as answer:
            return json.load(answer)

    def wait_until_ready(self, *parts):
        """Wait for the named parts; without names, TensorFlow and TensorBoard."""

        def ready():
            health = self.health()
            named = parts or ("template", "tensorboard")
            return all(health.get(part, {}).get("state") == "ready" for part in named)

        wait_until(ready, LONG_DEADLINE, self.health)

    def megabytes(self):
        """Return the memory of the server's own process, shared pages in part (PSS)."""
        return megabytes([psutil.Process(self.process.pid)])

    def family(self):
        """Return the server's process and all that it started."""
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]


def megabytes(processes):
    """Return the memory of processes; what they share is counted once (PSS)."""
    return sum(process.memory_full_info().pss for process in processes) / 2**20


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def running_server(folder, entry="streamlit_app.py", **environment):
    """Start the app on a free port; end it, and check that it ends."""
    port = free_port()
    output = Path(folder) / "server.log"
    logs = Path(folder) / "logs"
    with output.open("w") as file:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", entry),
                *("--server.port", str(port), "--server.headless", "true"),
            ],
            cwd=ROOT,
            env={**os.environ, "LENET_LOGS": str(logs), **environment},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}", process, logs, output)
    try:
        wait_for_port(port, process, output)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=DEADLINE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def empty_server(folder):
    """Start the smallest Streamlit app, for comparison."""
    entry = Path(folder) / "empty.py"
    entry.write_text(EMPTY_APP)
    with running_server(folder, entry=str(entry)) as server:
        yield server


def wait_for_port(port, process, output):
    def listens():
        assert process.poll() is None, f"the server ended: {said()}"
        with socket.socket() as probe:
            probe.settimeout(DEADLINE)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def said():
        return output.read_text()[-3000:]

    wait_until(listens, told=lambda: f"no server: {said()}")
