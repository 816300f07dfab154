"""Send a reading and the weights to the picture in the browser."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from lenet.results.reading import Reading
from lenet.weights import shipped
from lenet.weights.checksum import checksum
from ui.components.flow.network import described
from ui.components.theme import DIVERGING, SEQUENTIAL
from ui.visitor.state import visitor_state

HERE = Path(__file__).parent
# One module for the browser, in this order: the last file has its export.
SCRIPTS = (
    "numbers",
    "colours",
    "network",
    "layout",
    "edges",
    "tiles",
    "spotlight",
    "words",
    "panel",
    "walk",
    "picture",
    "flow",
)
SCALES = {"activations": SEQUENTIAL, "weights": DIVERGING}
NAME_LENGTH = 16  # of the name that precedes the weights
Weights = Sequence[np.ndarray]

_picture = st.components.v2.component(
    "lenet_flow",
    html=(HERE / "flow.html").read_text("utf-8"),
    css=(HERE / "flow.css").read_text("utf-8"),
    js="\n".join((HERE / "js" / f"{name}.js").read_text("utf-8") for name in SCRIPTS),
)
_weights = st.components.v2.component(
    "lenet_flow_weights",
    html='<span hidden="hidden"></span>\n',
    js=(HERE / "js" / "weights.js").read_text("utf-8"),
)


def show_flow(key: str, reading: Reading) -> None:
    """Show what each layer computes for a digit, for each network of the reading."""
    weights = _weights_of(reading)
    with st.container(gap=None):
        for name, arrays in weights.items():
            _weights(key=f"{key}_{name}", data=_packed(arrays))
        _picture(key=key, data=_data(reading, weights))


def _weights_of(reading: Reading) -> dict[str, Weights]:
    """Return the weights of each network; the visitor may have deleted theirs."""
    model = visitor_state().model
    if model is None or "Yours" not in reading.activations:
        return {"Shipped": shipped()}
    return {"Shipped": shipped(), "Yours": model.weights}


def _data(reading: Reading, weights: Mapping[str, Weights]) -> dict[str, Any]:
    outputs = reading.activations
    return {
        "scales": SCALES,
        "digit": _encoded([reading.digit]),
        "layers": described(outputs["Shipped"]),
        "networks": [
            {"name": name, "weights": _name(arrays), "values": _encoded(outputs[name])}
            for name, arrays in weights.items()
        ],
    }


def _name(weights: Weights) -> str:
    """Return a short name that only the same weights have."""
    return checksum(weights)[:NAME_LENGTH]


def _packed(weights: Weights) -> bytes:
    return _name(weights).encode() + _bytes(weights)


def _encoded(arrays: Weights) -> str:
    return base64.b64encode(_bytes(arrays)).decode()


def _bytes(arrays: Weights) -> bytes:
    # Little-endian, whatever this machine is: as a browser's Float32Array.
    return b"".join(array.astype("<f4").tobytes() for array in arrays)
