"""The /tensorboard/ route: who may pass, what passes, what happens when it is down.

A server that records stands in for TensorBoard where it matters what arrives;
the real one where it matters that it works.
"""

import gzip
import http.client
import socket
import threading
from contextlib import asynccontextmanager, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from lenet.tensorboard import TensorBoard
from tests.deadlines import DEADLINE, wait_until
from ui.server.access import admit, host_names, is_own_host, missing_names
from ui.server.proxy import LONGEST_BODY, TensorBoardProxy

EXPERIMENT = "/tensorboard/experiment/defaultExperimentId"
QUESTION = f"{EXPERIMENT}/data/plugin/timeseries/timeSeries"

OTHER_PATHS = [
    "../healthz",
    "..%2fhealthz",
    "%2e%2e/x",
    "//x",
    "data/../data/runs",
    "data//",
    "data/runs%3frun=x",
    "data\\runs",
    "data/runs;x",
    "font-roboto/../index.js",
    "data/plugin/projector/runs?path=/etc/passwd",
    "data/plugin/profile/capture",
    "data/plugin/debugger-v2/source_files/file",
    "data/plugin/hparams/session_groups",
    "data/plugin/custom_scalars/scalars?tag=(a%2B)%2B",
    "data/plugin/scalars/a/b",
    "data/logdir",
    "data/plugin_entry.html",
    "experiment/another/data/runs",
    "_stcore/health",
    "_stcore/host-config",
]


class Recorder(BaseHTTPRequestHandler):
    """Writes down what arrives; answers as TensorBoard might, and worse."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("content-length", 0))
        self.server.seen.append(
            (
                self.command,
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
        )
        body = gzip.compress(b'["run"]')
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("Set-Cookie", "a=b")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def stream(self):
        """Send one part, wait, and send more until the reader has gone."""
        self.send_response(200)
        self.send_header("Content-Length", str(10**9))
        self.end_headers()
        self.wfile.write(b"first")
        self.server.may_go_on.wait(DEADLINE)
        try:
            while True:
                self.wfile.write(b"x" * 100_000)
        except OSError:
            self.server.reader_left.set()

    def do_GET(self):
        if self.path == "/tensorboard/index.js":
            self.stream()
        else:
            self.answer()

    do_HEAD = do_POST = answer

    def log_message(self, *_):
        pass


@contextmanager
def recording(port=0):
    server = ThreadingHTTPServer(("127.0.0.1", port), Recorder)
    server.daemon_threads = True
    server.seen = []
    server.may_go_on, server.reader_left = threading.Event(), threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(DEADLINE)


@contextmanager
def app(find_port, base="", names=()):
    """Serve the route beside a page that is called as Streamlit's is."""
    proxy = TensorBoardProxy(find_port, names)

    @asynccontextmanager
    async def lifespan(_):
        yield
        await proxy.close()

    page = Route("/{path:path}", lambda request: PlainTextResponse("a page"))
    routes = [Route(f"{base}/tensorboard/{{path:path}}", proxy), page]
    served = Starlette(routes=routes, lifespan=lifespan)
    server = uvicorn.Server(
        uvicorn.Config(served, port=free_port(), log_level="error", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield server.config.port
    finally:
        server.should_exit = True
        thread.join(DEADLINE)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def ask(port, path, method="GET", body=None, **headers):
    """Ask as a browser might; give status, headers and content."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    with closing(connection):
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        content = answer.read()
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status, headers, content


@pytest.fixture(scope="module")
def tensorboard():
    with recording() as server:
        yield server


@pytest.fixture(scope="module")
def port(tensorboard):
    with app(lambda: tensorboard.server_port, names={"lab.example.org"}) as port:
        yield port


@pytest.fixture
def seen(tensorboard):
    tensorboard.seen.clear()
    return tensorboard.seen


def test_only_what_tensorboard_needs_arrives(port, seen):
    ask(
        port,
        "/tensorboard/data/runs?run=a%2Fb&tag=c+d",
        Cookie="secret=1",
        Authorization="Bearer secret",
        X_Forwarded_For="10.0.0.1",
        X_Streamlit_User="ann",
        Referer="http://localhost/secret",
        Accept="application/json",
    )
    [(method, path, headers, _)] = seen
    assert (method, path) == ("GET", "/tensorboard/data/runs?run=a%2Fb&tag=c+d")
    assert "secret" not in str(headers)
    assert set(headers) == {
        *("host", "accept", "accept-encoding", "connection", "user-agent")
    }
    assert headers["accept"] == "application/json"


def test_only_what_a_browser_needs_goes_back(port, seen):
    status, headers, content = ask(
        port, "/tensorboard/data/runs", Accept_Encoding="gzip"
    )
    assert (status, gzip.decompress(content)) == (200, b'["run"]')
    assert headers["content-encoding"] == "gzip"
    assert headers["content-security-policy"] == "default-src 'self'"
    assert {"set-cookie", "access-control-allow-origin"}.isdisjoint(headers)


def test_a_browser_that_takes_no_gzip_is_not_promised_any(port, seen):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    connection.putrequest("GET", "/tensorboard/data/runs", skip_accept_encoding=True)
    connection.endheaders()
    connection.getresponse().read()
    connection.close()
    assert seen[0][2]["accept-encoding"] == "identity"


def test_a_question_arrives_whole(port, seen):
    form = b"requests=%5B%5D" * 100
    status, _, _ = ask(
        port,
        QUESTION,
        "POST",
        form,
        Content_Type="application/x-www-form-urlencoded",
        Origin=f"http://127.0.0.1:{port}",
    )
    method, path, headers, body = seen[0]
    assert (status, method, path, body) == (200, "POST", QUESTION, form)
    assert headers["content-type"] == "application/x-www-form-urlencoded"


def test_head_is_answered_without_content(port, seen):
    status, _, content = ask(port, "/tensorboard/", "HEAD")
    assert (status, content, seen[0][0]) == (200, b"", "HEAD")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "POST"])
def test_other_methods_are_refused(port, seen, method):
    status, headers, _ = ask(port, "/tensorboard/data/runs", method)
    assert (status, headers["allow"], seen) == (405, "GET, HEAD", [])


@pytest.mark.parametrize("path", OTHER_PATHS)
def test_other_paths_are_refused(port, seen, path):
    status, _, _ = ask(port, f"/tensorboard/{path}")
    assert (status, seen) == (404, [])


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST:8501", "localhost.", "127.0.0.1:8501", "192.168.1.7"),
        *("[::1]:8501", "my-lab.streamlit.app", "lab.example.org", "a.localhost:1"),
    ],
)
def test_the_apps_own_names_pass(port, seen, host):
    assert ask(port, "/tensorboard/", Host=host)[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8501", "localhost.evil.example", "", "a b"),
        *("streamlit.app.evil.example", "notstreamlit.app", "127.0.0.1.evil.example"),
        *("evil.example@localhost", "localhost/evil", "lab.example.org.evil.example"),
        *("2130706433.example", "[evil.example]", "localhost:80:80"),
    ],
)
def test_names_of_others_are_refused(port, seen, host):
    status, _, content = ask(port, "/tensorboard/", Host=host)
    assert (status, seen) in [(421, []), (400, [])]
    if status == 421:
        assert b"LENET_HOSTS" in content


def test_names_can_be_configured(monkeypatch):
    monkeypatch.setenv("LENET_HOSTS", "Class-1.example, class-2.example,")
    names = host_names()
    assert {"class-1.example", "class-2.example"} <= names
    assert "" not in names
    assert is_own_host("CLASS-1.example:8501", names)


@pytest.mark.parametrize("wild", ["*.school.org", "https://*.School.org:8501/"])
def test_all_names_below_one_can_be_configured(monkeypatch, wild):
    monkeypatch.setenv("LENET_HOSTS", wild)
    names = host_names()
    for own in ("lab.school.org", "A.b.school.org:8501", "lab.school.org."):
        assert is_own_host(own, names), own
    for other in ("school.org", "notschool.org", "school.org.evil.example", "*.org"):
        assert not is_own_host(other, names), other


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:8501", "https://lab.example.org"),
        ("127.0.0.1:8501", "https://school.example"),
        ("localhost:1", "http://localhost:1"),
        ("school.example", "https://school.example"),
        ("upstream", "http://school.example:80"),
        ("upstream", "http://upstream"),
        ("a.school.example:2", "http://a.school.example:2"),
    ],
)
def test_the_page_knows_what_is_refused_and_which_names_help(host, origin):
    known = ("lab.example.org",)
    missing = missing_names(host, origin, known)
    assert missing == [] or not passes(host, origin, known)
    assert passes(host, origin, (*known, *missing))


def passes(host, origin, names):
    headers = [(b"host", host.encode()), (b"origin", origin.encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    try:
        admit(Request(scope), "data/plugin/timeseries/timeSeries", names)
    except HTTPException:
        return False
    return True


@pytest.mark.parametrize(
    ("set_to", "asked"),
    [
        ("lab:8501", "LAB"),
        ("https://lab/", "lab:8501"),
        ("bücher.example", "xn--bcher-kva.example:80"),
    ],
)
def test_a_name_is_taken_as_people_write_it(monkeypatch, set_to, asked):
    monkeypatch.setenv("LENET_HOSTS", set_to)
    assert is_own_host(asked, host_names())


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {}),
        (200, {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}),
        (200, {"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate"}),
        (200, {"Host": "localhost:1", "Origin": "http://localhost:1"}),
        (200, {"Host": "localhost:1", "Origin": "https://localhost:1"}),
        (200, {"Host": "127.0.0.1:1", "Origin": "https://lab.example.org"}),
        (403, {"Host": "localhost:1", "Origin": "http://localhost:2"}),
        (403, {"Host": "localhost:1", "Origin": "http://evil.example"}),
        (403, {"Host": "localhost:1", "Origin": "null"}),
        (403, {"Host": "localhost:1", "Origin": "http://[evil"}),
        (403, {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}),
        (403, {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"}),
    ],
)
def test_pages_of_other_sites_are_refused(port, seen, status, headers):
    answered, _, _ = ask(port, "/tensorboard/data/runs", **headers)
    assert (answered, bool(seen)) == (status, status == 200)


@pytest.mark.parametrize(("dest", "status"), [("document", 200), ("iframe", 403)])
def test_a_link_on_another_site_may_open_it_but_no_frame(port, seen, dest, status):
    answered, _, _ = ask(
        port,
        "/tensorboard/",
        Sec_Fetch_Site="cross-site",
        Sec_Fetch_Mode="navigate",
        Sec_Fetch_Dest=dest,
    )
    assert answered == status


def test_a_question_too_long_is_refused(port, seen):
    status, _, _ = ask(port, QUESTION, "POST", b"x" * (LONGEST_BODY + 1))
    assert (status, seen) == (413, [])


def test_answers_are_streamed_and_end_with_the_reader(port, tensorboard):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    connection.request("GET", "/tensorboard/index.js")
    answer = connection.getresponse()
    assert answer.read(5) == b"first"  # while the rest is not there yet
    tensorboard.may_go_on.set()
    assert answer.read(50_000) == b"x" * 50_000
    answer.close()
    connection.close()
    assert tensorboard.reader_left.wait(DEADLINE)


def test_while_it_is_down_a_page_tries_again():
    with app(lambda: None) as port:
        status, headers, content = ask(port, "/tensorboard/", Accept="text/html")
        assert status == 503
        assert headers["retry-after"] == "2"
        assert b'http-equiv="refresh"' in content
        status, headers, content = ask(port, "/tensorboard/data/runs")
        assert (status, headers["content-type"][:10]) == (503, "text/plain")
        assert b"starting" in content
        assert ask(port, "/tensorboard/_stcore/health")[0] == 404


def test_its_port_is_asked_for_once_and_again_when_it_is_lost():
    ports = [free_port()]
    asked = []

    def find_port():
        asked.append(ports[-1])
        return ports[-1]

    with app(find_port) as port:
        assert ask(port, "/tensorboard/data/runs")[0] == 503
        for _ in range(2):  # the second comes back at another port
            with recording() as tensorboard:
                ports.append(tensorboard.server_port)
                answers = [ask(port, "/tensorboard/data/runs")[0] for _ in range(3)]
                assert answers[-2:] == [200, 200]
    assert asked == ports


@pytest.mark.parametrize("base", ["", "/lab"])
def test_the_page_beside_it_stays_the_apps(tensorboard, base):
    with app(lambda: tensorboard.server_port, base) as port:
        assert ask(port, f"{base}/tensorboard")[2] == b"a page"
        tensorboard.seen.clear()
        assert ask(port, f"{base}/tensorboard/data/runs")[0] == 200
        assert tensorboard.seen[0][1] == "/tensorboard/data/runs"


def test_the_real_tensorboard_is_shown(tmp_path):
    with TensorBoard(tmp_path) as board, app(lambda: board.port) as port:
        wait_until(lambda: board.state == "ready")
        status, headers, content = ask(port, "/tensorboard/", Accept="text/html")
        assert (status, content[:15]) == (200, b"<!doctype html>")
        assert "frame-ancestors" not in headers["content-security-policy"]
        assert ask(port, "/tensorboard/data/runs")[2] == b"[]"
        script = ask(port, "/tensorboard/index.js", Accept_Encoding="gzip")
        assert len(gzip.decompress(script[2])) > 1_000_000
        answer = ask(
            port,
            QUESTION,
            "POST",
            b"requests=%5B%5D",
            Content_Type="application/x-www-form-urlencoded",
        )
        assert (answer[0], answer[2]) == (200, b"[]")
