"""Which requests may reach TensorBoard, which has no checks of its own.

A page of another site can make its visitor's browser send requests here. Two things
tell such requests apart: the name that the browser asked for (Host), and the page that
sent the request (Origin, Sec-Fetch-Site).
"""

import ipaddress
import re
from collections.abc import Collection

from starlette.exceptions import HTTPException
from starlette.requests import Request
from streamlit import config

from lenet import environment
from lenet.tensorboard.serve import PLUGINS

# The paths that TensorBoard's pages request, some with an experiment's name. An app
# must not serve any other path of TensorBoard.
DATA = (
    "environment|runs|experiments|experiment_runs|notifications|"
    "plugins_listing|window_properties"
)
EXPERIMENT = "experiment/defaultExperimentId/"
ALLOWED_PATH = re.compile(
    r"|index\.html|index\.js|chart_worker\.js|icon_bundle\.svg"
    r"|notifications_note\.json|font-roboto/[\w-]+\.(?:html|woff2)"
    rf"|data/(?:{DATA})|data/plugin/(?:{'|'.join(PLUGINS)})/\w+",
    re.ASCII,
)
# Requests that are too long for an address; they change nothing.
POST_PATHS = {
    "data/plugin/timeseries/timeSeries",
    "data/plugin/scalars/scalars_multirun",
}
HOST = re.compile(r"(?P<name>[\w.-]+|\[[\da-f:.]+\])(?::\d+)?", re.ASCII | re.I)


def host_names() -> frozenset[str]:
    """Return the host names that this app was configured to have."""
    configured = (
        config.get_option("browser.serverAddress"),
        config.get_option("server.address"),
        *environment.HOSTS.value(),
    )
    return frozenset(name.strip().lower() for name in configured if name) - {""}


def admit(request: Request, path: str, names: Collection[str]) -> None:
    """Raise HTTPException unless this request for TensorBoard's `path` is allowed."""
    host = request.headers.getlist("host")
    if len(host) != 1 or not is_own_host(host[0], names):
        raise HTTPException(
            421,
            f"This app does not have the name {', '.join(host)!r}. Whoever runs it can "
            f"allow a name: start it with {environment.HOSTS.name} set to that name.\n",
        )
    if not is_own_page(request, host[0], names):
        raise HTTPException(403, "Another site may not request this.\n")
    path = path.removeprefix(EXPERIMENT)
    if not ALLOWED_PATH.fullmatch(path):
        raise HTTPException(404, "TensorBoard has no such page here.\n")
    methods = ["GET", "HEAD", *(["POST"] if path in POST_PATHS else [])]
    if request.method not in methods:
        allowed = ", ".join(methods)
        raise HTTPException(405, f"Only {allowed} here.\n", {"Allow": allowed})


def is_own_host(host: str, names: Collection[str]) -> bool:
    """Return whether a Host header names this app.

    Another site can point its own name at this machine (DNS rebinding), and its pages
    then count as this app's. It can do this neither with an address nor with a name
    that it does not own.
    """
    name = name_in(host)
    return (
        name in {"localhost"}
        or is_named(name, names)
        or name.endswith((".localhost", ".streamlit.app"))
        or is_address(name)
    )


def is_named(name: str, names: Collection[str]) -> bool:
    """Return whether a name is one of `names`, or below one such as *.school.org."""
    above = name.split(".")[1:]
    wild = {".".join(["*", *above[start:]]) for start in range(len(above))}
    return name in names or not wild.isdisjoint(names)


def missing_names(host: str, origin: str, names: Collection[str]) -> list[str]:
    """Return the names to allow, so that a page's requests to TensorBoard pass.

    `host` and `origin` are the headers of the page's own connection. A proxy that
    changes Host leaves Origin, which has the name in the visitor's address bar.
    """
    if not host:
        return []
    asked_by = origin.lower().partition("://")[2] or host.lower()
    is_known = asked_by == host.lower() or is_named(name_in(asked_by), names)
    needed = [] if is_known else [name_in(asked_by)]
    if not is_own_host(host, names):
        needed.append(name_in(host))
    return [name for name in dict.fromkeys(needed) if name]


def name_in(host: str) -> str:
    """Return the name in "name:port"; empty where there is none."""
    parts = HOST.fullmatch(host)
    return parts["name"].strip("[]").lower().removesuffix(".") if parts else ""


def is_address(name: str) -> bool:
    """Return whether a host's name is an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_own_page(request: Request, host: str, names: Collection[str]) -> bool:
    """Return whether a page of this app, or a person, sent the request."""
    origin = request.headers.get("origin")
    if origin is not None:
        asked_by = origin.lower().partition("://")[2]
        # Behind a proxy that changes Host, the configured name still holds.
        return asked_by == host.lower() or is_named(name_in(asked_by), names)
    if request.headers.get("sec-fetch-site", "none") in {"same-origin", "none"}:
        return True
    # A link on another site may open this in a window of its own.
    return (
        request.method == "GET"
        and request.headers.get("sec-fetch-mode") == "navigate"
        and request.headers.get("sec-fetch-dest") == "document"
    )
