"""What `streamlit run` does with a variable that cannot be used."""

import os
import subprocess
import sys
from pathlib import Path

from tests.deadlines import DEADLINE
from tests.server import free_port

ROOT = Path(__file__).parents[2]


def test_a_bad_variable_is_one_line_and_no_server():
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
            *("--server.headless", "true", "--server.port", str(free_port())),
        ],
        cwd=ROOT,
        env={**os.environ, "LENET_TRAINING_MINUTES": "zero"},
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stdout + ended.stderr
    *_, last = ended.stderr.splitlines()
    assert last.startswith("LENET_TRAINING_MINUTES is 'zero'")
    assert ended.stderr.count("LENET_") == 1
