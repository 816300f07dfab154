"""How the TensorBoard process is started, and asked whether it works."""

import http.client
import subprocess
import sys
from pathlib import Path

SERVE = Path(__file__).with_name("serve.py")


def spawn(log_root: Path, path_prefix: str, port: int) -> subprocess.Popen[str]:
    """Start TensorBoard; its output and errors come as one stream of text.

    It ends when its standard input closes. That pipe is not inherited by
    other programs that this process starts, so it closes with this process.
    """
    return subprocess.Popen(
        [
            *(sys.executable, "-P", "-W", "ignore", str(SERVE)),
            *("--path-prefix", path_prefix, "--port", str(port)),
            *("--", f"{log_root.name}/fit"),
        ],
        # TensorBoard shows its visitors the folder's name as it is given here.
        cwd=log_root.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C in a terminal is for its parent
    )


def answers(port: int, path: str, *, timeout: float = 10.0) -> bool:
    """Return whether a server on this machine's `port` serves `path`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
