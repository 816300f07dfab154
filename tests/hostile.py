"""What strangers may send: requests, files, drawings, settings."""

import base64
import http.client
import io
import json
import math
import socket
import struct
import zipfile
import zlib
from contextlib import closing
from urllib.parse import urlsplit

import numpy as np
from PIL import Image, PngImagePlugin

from lenet.weights.file import LARGEST_FILE, SHAPES
from tests.deadlines import DEADLINE

BOARD = "/tensorboard"
FOREIGN = "evil.example"
MARKUP = "<img src=x onerror=alert(1)>"

# Method, address and headers, as they are written on the wire.
REQUESTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "foreign Host": ("GET", f"{BOARD}/", {"Host": FOREIGN}),
    "foreign Host with a port": ("GET", f"{BOARD}/", {"Host": f"{FOREIGN}:8501"}),
    "own Host within a foreign one": (
        "GET",
        f"{BOARD}/data/runs",
        {"Host": f"localhost.{FOREIGN}"},
    ),
    "foreign Origin": (
        "GET",
        f"{BOARD}/data/runs",
        {"Origin": f"http://{FOREIGN}"},
    ),
    "Origin null": ("GET", f"{BOARD}/data/runs", {"Origin": "null"}),
    "a frame of another site": (
        "GET",
        f"{BOARD}/",
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"},
    ),
    "dots": ("GET", f"{BOARD}/../../etc/passwd", {}),
    "encoded dots": ("GET", f"{BOARD}/%2e%2e/%2e%2e/etc/passwd", {}),
    "an encoded slash": ("GET", f"{BOARD}/..%2f..%2fetc%2fpasswd", {}),
    "dots encoded twice": ("GET", f"{BOARD}/%252e%252e/etc/passwd", {}),
    "a backslash": ("GET", f"{BOARD}/..%5c..%5cetc", {}),
    "a NUL": ("GET", f"{BOARD}/data/runs%00", {}),
    "an absolute address": ("GET", f"http://{FOREIGN}/", {"Host": FOREIGN}),
    "an absolute address of the route": (
        "GET",
        f"http://{FOREIGN}{BOARD}/data/runs",
        {"Host": FOREIGN},
    ),
    "an address in the path": ("GET", f"{BOARD}/http://{FOREIGN}/", {}),
    "CONNECT": ("CONNECT", f"{FOREIGN}:80", {}),
    **{
        f"POST to {path or 'the page'}": ("POST", f"{BOARD}/{path}", {})
        for path in (
            "",
            "index.js",
            "data/runs",
            "data/environment",
            "data/plugin/scalars/scalars",
            "data/plugin/profile/capture",
            "data/plugin/text/text",
        )
    },
    **{
        method: (method, f"{BOARD}/data/runs", {})
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
    },
}


def status_of(url: str, method: str, target: str, headers: dict[str, str]) -> int:
    """Send a request as it is written, whatever it says; return its status."""
    place = urlsplit(url)
    named = {"Host": place.netloc, "Content-Length": "0", **headers}
    lines = [f"{method} {target} HTTP/1.1", *(f"{k}: {v}" for k, v in named.items())]
    address = (place.hostname, place.port)
    with closing(socket.create_connection(address, timeout=DEADLINE)) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        answer = http.client.HTTPResponse(connection, method=method)
        answer.begin()
        return answer.status


def a_png(width: int, height: int) -> bytes:
    """Make a PNG of black pixels, tiny as a file, whatever its size in pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + checksum.to_bytes(4)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(row * 100) for _ in range(height // 100))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", content + packer.flush())
        + chunk(b"IEND", b"")
    )


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return an image as a file."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def pictures() -> dict[str, bytes]:
    """Return pictures that the app must refuse, by what is wrong with them."""
    small = Image.new("RGB", (40, 30), "white")
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "a" * 50_000_000, zip=True)
    return {
        "a bomb of 72 million pixels": a_png(12_000, 6_000),
        "a bomb of 600 million pixels": a_png(60_000, 10_000),
        "text that unpacks to 50 MB": saved(small, "PNG", pnginfo=text),
        "half a file": saved(Image.fromarray(noise), "PNG")[:20_000],
        "an animation": saved(
            small, "PNG", save_all=True, append_images=[small.rotate(90)]
        ),
        "a page with a script": f"<svg onload=alert(1)>{MARKUP}</svg>".encode(),
    }


def weights() -> dict[str, bytes]:
    """Return files of weights that must be refused, by what is wrong with them."""
    promise = io.BytesIO()
    description = {"descr": "<f4", "fortran_order": False, "shape": (10**12,)}
    np.lib.format.write_array_header_1_0(promise, description)
    bomb = {name: bytes(20_000_000) for name in SHAPES}
    return {
        "an archive that unpacks to 200 MB": archive(bomb),
        "an array that promises terabytes": archive(
            dict.fromkeys(SHAPES, promise.getvalue())
        ),
        "pickled objects": packed(**{"out/bias": np.array([{}] * 10)}),
        "numbers that are not finite": packed(
            **{"out/bias": np.full(10, np.nan, np.float32)}
        ),
        "paths out of the folder": archive({f"../../{name}": b"" for name in SHAPES}),
        "more bytes than any LeNet": bytes(LARGEST_FILE + 1),
    }


def archive(members: dict[str, bytes]) -> bytes:
    """Return a .npz with these contents, whatever they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(f"{name}.npy", content)
    return file.getvalue()


def packed(**changes: np.ndarray) -> bytes:
    """Return a .npz of LeNet's arrays, with changes."""
    arrays = {name: np.zeros(shape, np.float32) for name, shape in SHAPES.items()}
    file = io.BytesIO()
    np.savez(file, **(arrays | changes))
    return file.getvalue()


def drawings() -> dict[str, str]:
    """Return states of the canvas that no browser sends, as JSON."""
    one = {"objects": [{"type": "path"}]}
    giant = "data:image/png;base64," + base64.b64encode(a_png(60_000, 10_000)).decode()
    point = ["Q", 100.5, 100.5, 101.5, 101.5]
    stroke = {"type": "path", "path": [point] * 3, "stroke": "#ffffff"}
    return {
        "a giant PNG": _drawing(one, giant),
        "no PNG": _drawing(one, "data:image/png;base64,AAAA"),
        "no base64": _drawing(one, "data:image/png;base64,@@@"),
        "no picture": _drawing(one, 7),
        "no JSON": "}{",
        "a list for a drawing": json.dumps({"drawing": [1, 2]}),
        "a word for the strokes": _drawing({"objects": "junk"}, None),
        "a list for all": _drawing([[]], "x"),
        "a wrong background": json.dumps({"backgroundFit": {"a": 1}}),
        "NaN": _drawing({"objects": [{"left": math.nan}]}, math.nan),
        "lists in lists": '{"drawing": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "100,000 objects": _drawing({"objects": [stroke] * 100_000}, giant),
        "100,000 small objects": _drawing({"objects": [{}] * 100_000}, giant),
        "a frame of 26 MB": _drawing(one, "x" * 26_000_000),
    }


def _drawing(raw: object, data: object) -> str:
    return json.dumps({"drawing": {"raw": raw, "data": data}})


# The kind of a widget on the page Train, its key, and what is sent for it.
SETTINGS: dict[str, tuple[str, str, dict[str, object]]] = {
    "rate nan": ("slider", "train_learning_rate", {"double_array_value": [math.nan]}),
    "rate nan, written": (
        "slider",
        "train_learning_rate",
        {"string_array_value": ["nan"]},
    ),
    "rate 1e9": ("slider", "train_learning_rate", {"double_array_value": [1e9]}),
    "rate 1e9, written": (
        "slider",
        "train_learning_rate",
        {"string_array_value": ["1e9"]},
    ),
    "batch 0": ("slider", "train_batch_size", {"string_array_value": ["0"]}),
    "batch -1": ("slider", "train_batch_size", {"double_array_value": [-1.0]}),
    "epochs 1e9": ("slider", "train_epochs", {"double_array_value": [1e9]}),
    "epochs 1e9, written": (
        "slider",
        "train_epochs",
        {"string_array_value": ["1000000000"]},
    ),
    "epochs inf": ("slider", "train_epochs", {"double_array_value": [math.inf]}),
    "two epochs": ("slider", "train_epochs", {"string_array_value": ["1", "20"]}),
    "epochs as JSON": ("slider", "train_epochs", {"json_value": '{"a": [1]}'}),
    "a share of 99": ("slider", "train_share", {"string_array_value": ["99"]}),
    "an optimizer of code": (
        "selectbox",
        "train_optimizer",
        {"string_value": "__import__('os')"},
    ),
    "a loop of markup": (
        "button_group",
        "train_loop",
        {"string_array_value": [MARKUP]},
    ),
    "seed nan": ("number_input", "seed", {"double_value": math.nan}),
    "seed 1e12": ("number_input", "seed", {"int_value": 10**12}),
    "a paradigm of markup": ("radio", "paradigm", {"string_value": MARKUP}),
    "paradigm 99": ("radio", "paradigm", {"int_value": 99}),
}
ADDRESSES = (
    "train_learning_rate=nan&train_epochs=1000000000&train_batch_size=0",
    "train_share=1e9&train_loop=%3Cscript%3E&train_optimizer=..%2F..%2Fx",
    "seed=-1&paradigm=%00&train_epochs=1&train_epochs=20",
)
# Names of folders in the log directory, and of the directory in the terminal.
NAMES = (MARKUP, "';alert(1);'", "..%2f..%2fx", "20261123-073108 copy", "a" * 200)
