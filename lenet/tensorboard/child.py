"""Start the TensorBoard process, and check that it responds."""

import http.client
import subprocess
import sys
from pathlib import Path

SERVE = Path(__file__).with_name("serve.py")


def spawn(log_root: Path, path_prefix: str, port: int) -> subprocess.Popen[str]:
    """Start TensorBoard, with its output and errors in one stream of text.

    It ends when its standard input closes. No other program that this process
    starts inherits that pipe, so it closes when this process ends.
    """
    return subprocess.Popen(
        [
            *(sys.executable, "-P", "-W", "ignore", str(SERVE)),
            *("--path-prefix", path_prefix, "--port", str(port)),
            *("--", f"{log_root.name}/fit"),
        ],
        # TensorBoard shows this folder's name on its page.
        cwd=log_root.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C reaches only the parent
    )


def responds(port: int, path: str, *, timeout: float = 10.0) -> bool:
    """Return whether a server on this machine's `port` serves `path`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
