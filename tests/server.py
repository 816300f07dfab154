"""The app as its users start it, for tests and benchmarks."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]


@dataclass
class Server:
    """A running app: its address, its process, where its output goes."""

    url: str
    process: subprocess.Popen
    logs: Path
    output: Path

    def health(self):
        with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
            return json.load(answer)

    def wait_until_ready(self, *parts, seconds=90):
        """Wait for the named parts; without names, TensorFlow and TensorBoard."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            health = self.health()
            states = [
                health.get(part, {}).get("state")
                for part in parts or ("template", "tensorboard")
            ]
            if set(states) == {"ready"}:
                return health
            time.sleep(0.1)
        raise AssertionError(f"not ready after {seconds} s: {health}")

    def family(self):
        """Give the server's process and all that it started."""
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]


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
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_port(port, process, output, seconds=60):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise AssertionError(f"the server ended: {output.read_text()[-3000:]}")
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"no server after {seconds} s: {output.read_text()[-3000:]}")
