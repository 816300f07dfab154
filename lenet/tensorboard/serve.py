"""The program in which TensorBoard runs, without TensorFlow.

`lenet.tensorboard.process` starts it. It prints `ready on PORT` once it
listens, and ends when its standard input closes. That also happens when its
parent is killed, so it never runs longer than the app.
"""

import argparse
import io
import os
import socket
import sys
import threading
import zipfile
from types import ModuleType
from typing import Any

# For what Keras writes, and what a learner may add. Left out for safety: the
# projector and the debugger read any file that a log names, and custom scalars
# run any pattern.
PLUGINS = (
    *("timeseries", "scalars", "graphs", "distributions", "histograms"),
    *("images", "text"),
)


def main() -> None:
    """Serve the log folder given on the command line."""
    options = read_options()
    watcher = threading.Thread(target=end_with_parent, daemon=True)
    watcher.start()
    # TensorBoard's switch for running without TensorFlow saves 500 MB.
    name = "tensorboard.compat.notf"
    sys.modules[name] = ModuleType(name)
    port = serve(options.log_folder, options.path_prefix, options.port)
    print(f"ready on {port}", flush=True)
    watcher.join()


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("log_folder")
    parser.add_argument("--path-prefix", default="")
    parser.add_argument("--port", type=int, default=0)
    return parser.parse_args()


def end_with_parent() -> None:
    """Wait for the end of standard input, then end this process at once."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


def serve(log_folder: str, path_prefix: str, port: int) -> int:
    """Serve `log_folder` on 127.0.0.1 from a thread; return the port."""
    from tensorboard.program import TensorBoard

    board = TensorBoard(plugins(), assets)
    board.configure(
        logdir=log_folder,
        path_prefix=path_prefix,
        host="127.0.0.1",
        port=port if is_free(port) else 0,
        # LeNet's logs are small; the fast loader is one more process.
        load_fast="false",
        reload_interval=2.0,
        window_title="LeNet Lab",
    )
    return int(board.launch().split(":")[2].split("/")[0])


def is_free(port: int) -> bool:
    """Return whether a server can listen on 127.0.0.1:`port` now."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def plugins() -> list[Any]:
    """Return the core plugin, without its debug page, and PLUGINS."""
    from tensorboard.plugins.core.core_plugin import CorePluginLoader

    from tensorboard import default

    shown = [
        plugin
        for plugin in default.get_static_plugins()
        if getattr(plugin, "plugin_name", None) in PLUGINS
    ]
    return [CorePluginLoader(include_debug_info=False), *shown]


def assets() -> io.BytesIO:
    """Return TensorBoard's web pages as a zip that works below a path prefix.

    The original stylesheet loads its fonts from the server's root, which is
    not TensorBoard's behind a prefix. The debugger's editor is left out.
    """
    from tensorboard.assets import get_default_assets_zip_provider

    packed = io.BytesIO()
    with (
        get_default_assets_zip_provider()() as original,
        zipfile.ZipFile(original) as pages,
        zipfile.ZipFile(packed, "w") as kept,
    ):
        for name in pages.namelist():
            if not name.startswith("tf-imports/"):
                content = pages.read(name)
                kept.writestr(
                    name, content.replace(b"url(/font-", b"url(font-")
                )
    packed.seek(0)
    return packed


if __name__ == "__main__":
    main()
